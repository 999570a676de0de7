import { PlainTable } from "@/components/data/plain-table";
import { Status, type Tone } from "@/components/ui/badge";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import type { Format } from "@/lib/format";
import type { Health } from "@/server/features/health/health.queries";
import type { T } from "@/server/platform/i18n";

type Words = { health: Health; t: T; format: Format; now: Date };
const partTone: Record<string, Tone> = { well: "good", late: "danger", never: "off" };
const named = ["runner", "platform-heartbeat", "platform-prune", "web", "sandbox", "collab"];

/** Which parts have said they are alive, and when. */
export function Parts({ health, t, format, now }: Words) {
  return (
    <Section id="parts" title={t("health.parts")}>
      <PlainTable
        caption={t("health.parts")}
        columns={[
          { key: "part", label: t("health.part") },
          { key: "state", label: t("health.state") },
          { key: "heard", label: t("health.heard"), number: true },
        ]}
        rows={health.parts.map((part) => ({
          id: part.part,
          cells: {
            part: named.includes(part.part) ? t(`health.names.${part.part}`) : part.part,
            state: <Status tone={partTone[part.state] ?? "off"}>{t(`health.${part.state}`)}</Status>,
            heard: part.at ? format.relative(part.at, now) : "—",
          },
        }))}
      />
    </Section>
  );
}

/** The day in figures, each read from its table. */
export function DayFigures({ health, t, format, now }: Words) {
  const refused =
    (health.logins.WRONG_PASSWORD ?? 0) +
    (health.logins.UNKNOWN_ACCOUNT ?? 0) +
    (health.logins.THROTTLED ?? 0) +
    (health.logins.SUSPENDED ?? 0);
  const figures: { id: string; label: string; value: string; note?: string }[] = [
    { id: "in", label: t("health.signedIn"), value: format.number(health.logins.SUCCESS ?? 0) },
    { id: "refused", label: t("health.refusedIn"), value: format.number(refused) },
    { id: "denied", label: t("health.denied"), value: format.number(health.denied) },
    { id: "jobs", label: t("health.jobsDone"), value: format.number(health.runs.COMPLETED ?? 0) },
    {
      id: "waiting",
      label: t("health.waiting"),
      value: format.number(health.waitingMessages),
      note: health.oldestMessageAt
        ? t("health.oldest", { time: format.relative(health.oldestMessageAt, now) })
        : undefined,
    },
    {
      id: "events",
      label: t("health.events"),
      value: format.number(health.waitingEvents),
      note: health.oldestEventAt ? t("health.oldest", { time: format.relative(health.oldestEventAt, now) }) : undefined,
    },
    { id: "database", label: t("health.database"), value: format.bytes(health.databaseBytes) },
    ...(health.storage
      ? [
          {
            id: "storage",
            label: t("health.storageFree"),
            value: format.bytes(health.storage.freeBytes),
            note: t("health.ofTotal", { total: format.bytes(health.storage.totalBytes) }),
          },
        ]
      : []),
  ];
  return (
    <Section id="figures" title={t("health.figures")}>
      <dl className="grid grid-cols-2 gap-px overflow-hidden rounded border border-line bg-line sm:grid-cols-4">
        {figures.map((figure) => (
          <div key={figure.id} className="bg-surface px-4 py-3.5">
            <dt className="text-muted text-small">{figure.label}</dt>
            <dd className="num mt-0.5 font-bold text-xl">{figure.value}</dd>
            {figure.note ? <dd className="text-faint text-xs">{figure.note}</dd> : null}
          </div>
        ))}
      </dl>
    </Section>
  );
}

/** What left the house in a day, by channel and state. */
export function MessagesOut({ health, t, format }: Words) {
  return (
    <Section id="messages" title={t("health.messages")}>
      {health.messages.length > 0 ? (
        <PlainTable
          caption={t("health.messages")}
          columns={[
            { key: "channel", label: t("health.channel") },
            { key: "status", label: t("health.messageStatus") },
            { key: "count", label: t("health.count"), number: true },
          ]}
          rows={health.messages.map((row) => ({
            id: `${row.channel}-${row.status}`,
            cells: {
              channel: t(`health.channels.${row.channel}`),
              status: t(`health.statuses.${row.status}`),
              count: format.number(row.count),
            },
          }))}
        />
      ) : (
        <EmptyState title={t("health.messagesEmpty")} />
      )}
    </Section>
  );
}
