import { notFound } from "next/navigation";
import { AuditChain, AuditChanges, AuditFacts, AuditSubject } from "@/components/audit/audit-record";
import { outcomeTone } from "@/components/audit/words";
import { RecordPage } from "@/components/shell/record-page";
import { Status } from "@/components/ui/badge";
import { formats } from "@/lib/format";
import { readAuditEvent } from "@/server/features/audit/audit.queries";
import { auditEventInput } from "@/server/features/audit/audit.schema";
import { getT } from "@/server/platform/i18n";
import { recordOf, requirePage } from "@/server/platform/page";

/** AD-6: one line of the log. */
export default async function AuditEventPage({ params }: { params: Promise<{ id: string }> }) {
  const ctx = await requirePage("audit:read");
  const input = auditEventInput.safeParse(await params);
  if (!input.success) notFound();
  const { id } = input.data;
  const [event, t] = await Promise.all([recordOf(ctx, id, readAuditEvent(ctx, id)), getT("audit")]);
  const words = { event, t, format: formats(ctx.locale, ctx.actor.timeZone) };
  return (
    <RecordPage
      title={event.action}
      mark={<Status tone={outcomeTone[event.outcome] ?? "off"}>{t(`outcomes.${event.outcome}`)}</Status>}
      subtitle={words.format.dateTime(event.createdAt)}
      facts={<AuditFacts {...words} />}
      factsTitle={t("facts")}
      closeLabel={t("close")}
    >
      <AuditChanges {...words} />
      <AuditSubject {...words} />
      <AuditChain {...words} />
    </RecordPage>
  );
}
