import { OrganizationsTable } from "@/components/identity/organizations-table";
import { Page } from "@/components/shell/page";
import { formats } from "@/lib/format";
import { parseList, type SearchParams } from "@/lib/list";
import { listOrganizations } from "@/server/features/identity/people.queries";
import { organizationListInput } from "@/server/features/identity/people.schema";
import { getT } from "@/server/platform/i18n";
import { requirePage } from "@/server/platform/page";

/** AD-2: partner organisations. */
export default async function OrganizationsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await requirePage("organization:write");
  const state = parseList(organizationListInput, await searchParams);
  const [page, t, ui] = await Promise.all([listOrganizations(ctx, state), getT("admin"), getT("ui")]);
  return (
    <Page title={t("organizations.title")} subtitle={t("organizations.sentence", { count: page.total ?? 0 })}>
      <OrganizationsTable page={page} state={state} t={t} ui={ui} format={formats(ctx.locale, ctx.actor.timeZone)} />
    </Page>
  );
}
