import { AllResourcesPage } from "@/components/courses/all-resources";
import { LiveRefresh } from "@/components/live/live-refresh";
import { formats } from "@/lib/format";
import { parseList, type SearchParams } from "@/lib/list";
import { listAllResources, listResourceHints } from "@/server/features/courses/resources.queries";
import { allResourcesInput } from "@/server/features/courses/resources.schema";
import { getT } from "@/server/platform/i18n";
import { requirePage } from "@/server/platform/page";

/** IN-8: the files of all courses one may change. */
export default async function FilesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await requirePage("course:write");
  const state = parseList(allResourcesInput, await searchParams);
  const [page, hints, t, ui] = await Promise.all([
    listAllResources(ctx, state),
    listResourceHints(ctx),
    getT("resources"),
    getT("ui"),
  ]);
  const format = formats(ctx.locale, ctx.actor.timeZone);
  return (
    <>
      <LiveRefresh topics={["courses"]} />
      <AllResourcesPage page={page} hints={hints} state={state} t={t} ui={ui} format={format} now={ctx.now} />
    </>
  );
}
