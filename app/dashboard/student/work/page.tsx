import { WorkListView } from "@/components/assignments/work-list";
import { LiveRefresh } from "@/components/live/live-refresh";
import { Page } from "@/components/shell/page";
import { formats } from "@/lib/format";
import type { SearchParams } from "@/lib/list";
import { listWork } from "@/server/features/assignments/work.queries";
import { workListInput } from "@/server/features/assignments/work.schema";
import { getT } from "@/server/platform/i18n";
import { requirePage } from "@/server/platform/page";

/** SU-4: a child's work, and what came of it. `?cursor=` goes on among what was handed in. */
export default async function WorkPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await requirePage("work:submit");
  const { cursor } = workListInput.catch({}).parse({ cursor: (await searchParams).cursor });
  const [list, t] = await Promise.all([listWork(ctx, { cursor }), getT("assignments")]);
  const words = { t, format: formats(ctx.locale, ctx.actor.timeZone), now: ctx.now };
  return (
    <Page
      title={t("work.title")}
      subtitle={cursor ? undefined : t("work.subtitle", { count: list.todo.filter(({ closed }) => !closed).length })}
    >
      <LiveRefresh topics={["notifications"]} />
      <WorkListView list={list} first={!cursor} {...words} />
    </Page>
  );
}
