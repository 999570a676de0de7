import { ChildList } from "@/components/families/child-list";
import { wordsOf } from "@/components/families/words";
import { LiveRefresh } from "@/components/live/live-refresh";
import { Page } from "@/components/shell/page";
import { ButtonLink } from "@/components/ui/button";
import { dayAt } from "@/lib/days";
import { parseList, type SearchParams } from "@/lib/list";
import { listChildren } from "@/server/features/families/families.queries";
import { childrenInput } from "@/server/features/families/families.schema";
import { getT } from "@/server/platform/i18n";
import { requirePage } from "@/server/platform/page";

/** PA-2: the children one looks after, four or forty. */
export default async function ChildrenPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await requirePage("family:read");
  const input = parseList(childrenInput, await searchParams);
  const [page, t, h] = await Promise.all([listChildren(ctx, input), getT("families"), getT("handover")]);
  const filtered = Boolean(input.q || input.filters.grade?.length);
  return (
    <Page
      title={t("children.title")}
      subtitle={filtered ? undefined : t("children.subtitle", { count: page.total })}
      action={<ButtonLink href="/handover">{h("section.hand_over")}</ButtonLink>}
    >
      <LiveRefresh topics={[...new Set(page.rows.map(({ familyId }) => `family:${familyId}`))]} />
      <ChildList page={page} input={input} today={dayAt(ctx.now)} words={wordsOf(t, ctx.locale)} />
    </Page>
  );
}
