import { AssessmentList } from "@/components/assessment/assessment-list";
import { Page } from "@/components/shell/page";
import { formats } from "@/lib/format";
import { listAssessments } from "@/server/features/assessment/attempts.queries";
import { getT } from "@/server/platform/i18n";
import { requirePage } from "@/server/platform/page";

/** SU-3: what there is to take, and what came of it. */
export default async function AssessmentsPage() {
  const ctx = await requirePage("assessment:take");
  const [list, t] = await Promise.all([listAssessments(ctx), getT("assessment")]);
  return (
    <Page title={t("list.title")} subtitle={t("list.subtitle")}>
      <AssessmentList list={list} t={t} format={formats(ctx.locale, ctx.actor.timeZone)} now={ctx.now} />
    </Page>
  );
}
