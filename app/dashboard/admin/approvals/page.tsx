import { ApplicationsTable } from "@/components/identity/approvals/applications-table";
import { LiveRefresh } from "@/components/live/live-refresh";
import { Page } from "@/components/shell/page";
import { formats } from "@/lib/format";
import { parseList, type SearchParams } from "@/lib/list";
import { listApplications } from "@/server/features/identity/applications.queries";
import { applicationListInput } from "@/server/features/identity/applications.schema";
import { getT } from "@/server/platform/i18n";
import { requirePage } from "@/server/platform/page";

/** AD-3: applications of instructors and partners. */
export default async function ApprovalsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await requirePage("application:review");
  const state = parseList(applicationListInput, await searchParams);
  const [page, t, ui] = await Promise.all([listApplications(ctx, state), getT("approvals"), getT("ui")]);
  return (
    <Page title={t("title")} subtitle={t("sentence", { count: page.total ?? 0 })}>
      <LiveRefresh topics={["applications"]} />
      <ApplicationsTable page={page} state={state} t={t} ui={ui} format={formats(ctx.locale, ctx.actor.timeZone)} />
    </Page>
  );
}
