import { PeopleTable } from "@/components/identity/people-table";
import { LiveRefresh } from "@/components/live/live-refresh";
import { Page } from "@/components/shell/page";
import { formats } from "@/lib/format";
import { parseList, type SearchParams } from "@/lib/list";
import { listPeople } from "@/server/features/identity/people.queries";
import { peopleListInput } from "@/server/features/identity/people.schema";
import { getT } from "@/server/platform/i18n";
import { requirePage } from "@/server/platform/page";

/** AD-2: everybody who has an account. */
export default async function PeoplePage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await requirePage("person:write");
  const state = parseList(peopleListInput, await searchParams);
  const [page, t, ui] = await Promise.all([listPeople(ctx, state), getT("admin"), getT("ui")]);
  const format = formats(ctx.locale, ctx.actor.timeZone);
  return (
    <Page title={t("people.title")} subtitle={t("people.sentence", { count: page.total ?? 0 })}>
      <LiveRefresh topics={["people"]} />
      <PeopleTable page={page} state={state} now={ctx.now} t={t} ui={ui} format={format} />
    </Page>
  );
}
