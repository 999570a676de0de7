import { PlainTable } from "@/components/data/plain-table";
import { ActionButton } from "@/components/forms/action-button";
import { Status } from "@/components/ui/badge";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import type { Format } from "@/lib/format";
import type { FailedMessage } from "@/server/features/notify/notify.outbox.queries";
import type { T } from "@/server/platform/i18n";

/** Messages that did not get out, why, and the way to send them again under their old id. */
export function FailedMessages({
  messages,
  t,
  format,
  now,
}: {
  messages: { total: number; rows: readonly FailedMessage[] };
  t: T;
  format: Format;
  now: Date;
}) {
  const w = (key: string, values?: Record<string, string | number>) => t(`failedMessages.${key}`, values);
  return (
    <Section id="failed-messages" title={w("title")} note={w("note", { count: messages.total })}>
      {messages.rows.length === 0 ? (
        <EmptyState title={w("empty")} text={w("emptyText")} />
      ) : (
        <PlainTable
          caption={w("title")}
          columns={[
            { key: "kind", label: w("kind") },
            { key: "channel", label: w("channel") },
            { key: "to", label: w("to") },
            { key: "state", label: w("state") },
            { key: "why", label: w("why") },
            { key: "tries", label: w("tries"), number: true },
            { key: "when", label: w("when"), number: true },
            { key: "act", label: <span className="sr-only">{w("act")}</span> },
          ]}
          rows={messages.rows.map((row) => ({
            id: row.id,
            cells: {
              kind: kindOf(row.template, t),
              channel: t(`failedMessages.channels.${row.channel}`),
              to: row.toAddress || "–",
              state:
                row.status === "DEAD" ? (
                  <Status tone="danger">{w("dead")}</Status>
                ) : (
                  <Status tone="warn">{w("later", { time: format.relative(row.nextAttemptAt, now) })}</Status>
                ),
              why: row.lastError ?? "–",
              tries: format.number(row.attempts),
              when: format.moment(row.createdAt, now),
              act: (
                <ActionButton
                  procedure="notify.retryMessage"
                  input={{ id: row.id }}
                  size="small"
                  done={w("done")}
                  failed={w("notDone")}
                >
                  {w("retry")}
                  <span className="sr-only">: {kindOf(row.template, t)}</span>
                </ActionButton>
              ),
            },
          }))}
        />
      )}
    </Section>
  );
}

/** A notification by its name; letters of other rooms by the name they were written under. */
function kindOf(template: string, t: T): string {
  const [kind, type = ""] = template.split("/");
  if (kind === "notification" && t.has(`types.${type}.name`)) return t(`types.${type}.name`);
  return template;
}
