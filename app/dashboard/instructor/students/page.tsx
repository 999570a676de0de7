import { LearnersTable } from "@/components/learners/learners-table";
import { LiveRefresh } from "@/components/live/live-refresh";
import { Page } from "@/components/shell/page";
import { formats } from "@/lib/format";
import { parseList, type SearchParams } from "@/lib/list";
import { listLearners } from "@/server/features/learners/learners.queries";
import { learnersInput } from "@/server/features/learners/learners.schema";
import { getT } from "@/server/platform/i18n";
import { requirePage } from "@/server/platform/page";

/** IN-10: the learners one teaches. */
export default async function LearnersPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await requirePage("learner:read");
  const state = parseList(learnersInput, await searchParams);
  const [page, t, ui] = await Promise.all([listLearners(ctx, state), getT("learners"), getT("ui")]);
  return (
    <Page title={t("title")} subtitle={t("sentence", { count: page.total ?? 0 })}>
      <LiveRefresh topics={["learners", "consent"]} />
      <LearnersTable
        page={page}
        state={state}
        t={t}
        ui={ui}
        format={formats(ctx.locale, ctx.actor.timeZone)}
        now={ctx.now}
      />
    </Page>
  );
}
