import type { Words } from "@/components/families/words";
import { Badge } from "@/components/ui/badge";
import { Button, ButtonLink } from "@/components/ui/button";
import { SelectField } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import { dayAt } from "@/lib/days";
import { dataTypes, recipientTypes, type Trail, type TrailLine } from "@/server/features/consent/consent.schema";
import { nameOfRow } from "./view";

export type TrailFilter = { dataType?: string | undefined; recipientType?: string | undefined };
const tones = { granted: "good", refused: "danger", withdrawn: "warn", superseded: "off", expired: "off" } as const;

/** What was decided, newest first, each with the words that were shown; and whether the list is whole. */
export function ConsentTrail({
  trail,
  child,
  filter,
  words,
}: {
  trail: Trail;
  child: { id: string; firstName: string };
  filter: TrailFilter;
  words: Words;
}) {
  const { t, day } = words;
  const href = (before: number) =>
    `?${new URLSearchParams({
      child: child.id,
      ...(filter.dataType && { record: filter.dataType }),
      ...(filter.recipientType && { recipient: filter.recipientType }),
      before: String(before),
    })}#trail`;
  const about = (line: TrailLine) =>
    [
      line.by ? t("trail.by", { name: line.by }) : null,
      line.expiresOn && line.action === "granted" ? t("until", { day: day(line.expiresOn, "date") }) : null,
      line.text
        ? t("text.version", {
            version: line.text.version,
            locale: line.text.locale,
            print: line.text.sha256.slice(0, 12),
          })
        : null,
      line.verifiedBy
        ? t(
            `trail.verified.${line.verifiedBy === "second_factor" || line.verifiedBy === "password" ? line.verifiedBy : "session"}`,
          )
        : null,
    ].filter(Boolean);
  return (
    <Section
      id="trail"
      title={t("trail.title", { name: child.firstName })}
      note={t("trail.count", { count: trail.total })}
    >
      {trail.faults.length > 0 ? (
        <Notice tone="danger" title={t("trail.broken")} className="mb-3">
          {t("trail.broken_text", { count: trail.faults.length })}
        </Notice>
      ) : null}
      <form method="get" action="#trail" className="mb-3 flex flex-wrap items-end gap-2">
        <input type="hidden" name="child" value={child.id} />
        <SelectField name="record" label={t("trail.record")} defaultValue={filter.dataType ?? ""}>
          <option value="">{t("trail.every")}</option>
          {dataTypes.map((type) => (
            <option key={type} value={type}>
              {t(`kind.${type}.name`)}
            </option>
          ))}
        </SelectField>
        <SelectField name="recipient" label={t("recipient")} defaultValue={filter.recipientType ?? ""}>
          <option value="">{t("trail.every")}</option>
          {recipientTypes.map((type) => (
            <option key={type} value={type}>
              {t(`all.${type}`)}
            </option>
          ))}
        </SelectField>
        <Button type="submit">{t("trail.show")}</Button>
      </form>
      {trail.lines.length === 0 ? (
        <p className="rounded border border-line bg-surface px-4 py-4 text-muted">{t("trail.none")}</p>
      ) : (
        <ol className="divide-y divide-line rounded border border-line bg-surface">
          {trail.lines.map((line) => (
            <li key={line.seq} className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5 px-4 py-3">
              <Badge tone={tones[line.action]}>{t(`trail.action.${line.action}`)}</Badge>
              <span className="min-w-0 flex-1 basis-56">
                <span className="font-semibold">{t(`kind.${line.dataType}.name`)}</span>
                {" · "}
                {nameOfRow(
                  {
                    recipientType: line.recipientType,
                    name: line.recipientId ? (line.recipientName ?? t(`someone.${line.recipientType}`)) : null,
                  },
                  words,
                )}
                <span className="block text-muted text-small">{about(line).join(" · ")}</span>
                {line.reason ? (
                  <span className="block text-small">{t("voice.reason", { reason: line.reason })}</span>
                ) : null}
              </span>
              <time dateTime={line.at.toISOString()} className="text-muted text-small">
                {day(dayAt(line.at), "date")}
              </time>
            </li>
          ))}
        </ol>
      )}
      <div className="mt-3 flex flex-wrap items-center gap-3">
        {trail.next ? <ButtonLink href={href(trail.next)}>{t("trail.older")}</ButtonLink> : null}
        {trail.faults.length === 0 && trail.total > 0 ? (
          <p className="text-muted text-small">{t("trail.whole")}</p>
        ) : null}
      </div>
    </Section>
  );
}
