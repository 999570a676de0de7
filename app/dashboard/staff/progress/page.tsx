import { wordsOf } from "@/components/families/words";
import { SchoolCards } from "@/components/learners/school-cards";
import { Page } from "@/components/shell/page";
import { formats } from "@/lib/format";
import { parseList, type SearchParams } from "@/lib/list";
import { listSchool } from "@/server/features/learners/school.queries";
import { schoolInput } from "@/server/features/learners/school.schema";
import { getT } from "@/server/platform/i18n";
import { requirePage } from "@/server/platform/page";

/** ST-23: how the learners of the school get on. */
export default async function ProgressPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await requirePage("child:read_all");
  const state = parseList(schoolInput, await searchParams);
  const [page, t, ui, p, families] = await Promise.all([
    listSchool(ctx, state),
    getT("learners"),
    getT("ui"),
    getT("progress"),
    getT("families"),
  ]);
  return (
    <Page title={t("school.title")} subtitle={t("school.sentence", { count: page.total ?? 0 })}>
      <SchoolCards
        page={page}
        state={state}
        told={{ ...wordsOf(families, ctx.locale), p, locale: ctx.locale }}
        t={t}
        ui={ui}
        format={formats(ctx.locale, ctx.actor.timeZone)}
        now={ctx.now}
      />
    </Page>
  );
}
