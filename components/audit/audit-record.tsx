import { PlainTable } from "@/components/data/plain-table";
import { FactList } from "@/components/shell/record-page";
import { Status, type Tone } from "@/components/ui/badge";
import { Section } from "@/components/ui/section";
import type { Format } from "@/lib/format";
import type { AuditRecord } from "@/server/features/audit/audit.queries";
import type { T } from "@/server/platform/i18n";
import { actorWords, deviceWords } from "./words";

type Words = { event: AuditRecord; t: T; format: Format };
const chainTone: Record<AuditRecord["chain"]["state"], Tone> = {
  sealed: "good",
  waiting: "info",
  unsigned: "off",
  broken: "danger",
};
/** To the second: the order of things is what one comes here for. */
const precise = (format: Format, moment: Date) =>
  `${format.dateTime(moment)}:${String(moment.getUTCSeconds()).padStart(2, "0")}`;
const found = (name: string, value: string) => `/dashboard/admin/audit?${new URLSearchParams({ [name]: value })}`;
const Link = ({ href, children }: { href: string; children: string }) => (
  <a href={href} className="text-accent underline-offset-4 hover:underline">
    {children}
  </a>
);

/** Who, where from, when, and in which request; each leads to all that shares it. */
export function AuditFacts({ event, t, format }: Words) {
  const who = actorWords(t, event);
  return (
    <FactList
      facts={[
        {
          label: t("who"),
          value: event.actorId ? (
            <>
              <Link href={`/dashboard/admin/users/${event.actorId}`}>{who}</Link>
              <br />
              <Link href={found("person", event.actorId)}>{t("samePerson")}</Link>
            </>
          ) : (
            who
          ),
        },
        ...(event.actorRole ? [{ label: t("role"), value: t(`roles.${event.actorRole}`) }] : []),
        { label: t("begun"), value: precise(format, event.createdAt) },
        { label: t("recorded"), value: precise(format, event.recordedAt) },
        { label: t("ip"), value: event.ip ?? "—" },
        { label: t("agent"), value: deviceWords(event.userAgent) },
        ...(event.child ? [{ label: t("child"), value: `${event.child.firstName} ${event.child.lastName}` }] : []),
        {
          label: t("request"),
          value: event.requestId ? (
            <>
              <code className="break-all text-xs">{event.requestId}</code>
              <br />
              <Link href={found("request", event.requestId)}>{t("sameRequest")}</Link>
            </>
          ) : (
            "—"
          ),
        },
        { label: t("id"), value: <code className="break-all text-xs">{event.id}</code> },
      ]}
    />
  );
}

/** What it was before and what it became, value by value. */
export function AuditChanges({ event, t }: Words) {
  const cell = (value: string | null) =>
    value === null ? (
      <span className="text-faint">{t("nothing")}</span>
    ) : (
      <span className="whitespace-pre-wrap break-words">{value}</span>
    );
  return (
    <Section id="changes" title={t("changes")}>
      {event.changes.length > 0 ? (
        <PlainTable
          caption={t("changes")}
          columns={[
            { key: "field", label: t("field") },
            { key: "before", label: t("before") },
            { key: "after", label: t("after") },
          ]}
          rows={event.changes.map((change) => ({
            id: change.path,
            cells: { field: change.path, before: cell(change.before), after: cell(change.after) },
          }))}
        />
      ) : (
        <p className="text-muted">{t("noChanges")}</p>
      )}
    </Section>
  );
}

export function AuditSubject({ event, t }: Words) {
  if (!event.subjectId) return null;
  return (
    <Section id="subject" title={t("subject")}>
      <p className="break-words">
        {event.subjectType} <code className="text-small">{event.subjectId}</code>
      </p>
      <p className="mt-1 text-small">
        <Link href={found("subject", event.subjectId)}>{t("sameSubject")}</Link>
      </p>
    </Section>
  );
}

/** The line's place in the chain, recomputed while the page was made. */
export function AuditChain({ event, t }: Words) {
  const { state, seq, hash } = event.chain;
  return (
    <Section id="chain" title={t("chain")}>
      <Status tone={chainTone[state]}>{t(`chainStates.${state}`)}</Status>
      {seq ? (
        <p className="mt-1 break-all text-muted text-small">
          {t("link", { seq })} · {t("hash")} <code className="text-xs">{hash}</code>
        </p>
      ) : null}
    </Section>
  );
}
