import { AuditTable } from "@/components/audit/audit-table";
import { IntegrityPanel, VerifyAct } from "@/components/audit/integrity-panel";
import { LiveRefresh } from "@/components/live/live-refresh";
import { Page } from "@/components/shell/page";
import { formats } from "@/lib/format";
import { parseList, type SearchParams } from "@/lib/list";
import { listAudit, readIntegrity } from "@/server/features/audit/audit.queries";
import { auditListInput } from "@/server/features/audit/audit.schema";
import { getT } from "@/server/platform/i18n";
import { requirePage } from "@/server/platform/page";

/** AD-6: who did what to whom, and whether the log itself can be trusted. */
export default async function AuditPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await requirePage("audit:read");
  const state = parseList(auditListInput, await searchParams);
  const [page, integrity, t, ui] = await Promise.all([
    listAudit(ctx, state),
    readIntegrity(ctx),
    getT("audit"),
    getT("ui"),
  ]);
  const format = formats(ctx.locale, ctx.actor.timeZone);
  return (
    <Page
      title={t("title")}
      subtitle={t("sentence", { floor: page.totalIsFloor ? "yes" : "no", count: page.total })}
      action={ctx.actor.permissions.has("audit:verify") ? <VerifyAct t={t} /> : undefined}
    >
      <LiveRefresh topics={["audit"]} />
      <IntegrityPanel integrity={integrity} t={t} format={format} now={ctx.now} />
      <AuditTable page={page} state={state} t={t} ui={ui} format={format} />
    </Page>
  );
}
