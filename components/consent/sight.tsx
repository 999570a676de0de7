import { Eye, EyeOff } from "lucide-react";
import type { Words } from "@/components/families/words";
import { Button } from "@/components/ui/button";
import { SelectField } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import type { Matrix, Sight, SightSource } from "@/server/features/consent/consent.schema";

/** "What would they see?": asked in the place of that person, when somebody wants to know. */
export function SightSection({
  matrix,
  sight,
  chosen,
  words,
}: {
  matrix: Matrix;
  sight: Sight | null;
  chosen: string | undefined;
  words: Words;
}) {
  const { t } = words;
  const { child } = matrix;
  const singles = matrix.rows.filter((row) => row.recipientId !== null);
  return (
    <Section id="see" title={t("sight.title", { name: child.firstName })}>
      <p className="mb-3 max-w-read text-muted">{t("sight.text", { name: child.firstName })}</p>
      {singles.length === 0 ? (
        <p className="rounded border border-line bg-surface px-4 py-4 text-muted">{t("sight.nobody_yet")}</p>
      ) : (
        <form method="get" action="#see" className="mb-4 flex flex-wrap items-end gap-2">
          <input type="hidden" name="child" value={child.id} />
          <SelectField name="see" label={t("sight.who")} defaultValue={chosen ?? ""} required className="min-w-0">
            <option value="" disabled>
              {t("sight.choose")}
            </option>
            {(["INSTRUCTOR", "PARTNER"] as const).map((type) => (
              <optgroup key={type} label={t(`all.${type}`)}>
                {singles
                  .filter((row) => row.recipientType === type)
                  .map((row) => (
                    <option key={row.recipientId} value={`${type}:${row.recipientId}`}>
                      {row.name}
                    </option>
                  ))}
              </optgroup>
            ))}
          </SelectField>
          <Button type="submit">{t("sight.look")}</Button>
        </form>
      )}
      {sight ? <Result sight={sight} words={words} name={child.firstName} /> : null}
    </Section>
  );
}

function Result({ sight, words, name }: { sight: Sight; words: Words; name: string }) {
  const { t, format } = words;
  const open = sight.records.filter((record) => record.open);
  const closed = sight.records.filter((record) => !record.open);
  const kinds = (records: Sight["records"]) => format.list(records.map(({ dataType }) => t(`record.${dataType}`)));
  if (sight.nobody) return <Notice title={t("sight.nobody", { who: sight.name })} role="status" />;
  return (
    <div role="status" className="rounded border border-line bg-surface">
      <p className="border-line border-b px-4 py-3 font-semibold">
        {open.length > 0
          ? t("sight.sees", { who: sight.name, list: kinds(open) })
          : t("sight.sees_nothing", { who: sight.name, name })}
      </p>
      <ul className="divide-y divide-line">
        {open.map(({ dataType, sources }) => (
          <li key={dataType} className="flex items-start gap-3 px-4 py-3">
            <Icon as={Eye} className="mt-0.5 shrink-0 text-good" />
            <div className="min-w-0">
              <p className="font-semibold">{t(`kind.${dataType}.name`)}</p>
              {sources.length === 0 ? <p className="text-muted text-small">{t("sight.no_rows")}</p> : null}
              {sources.map((source) => (
                <SourceLines key={source.table} source={source} words={words} />
              ))}
            </div>
          </li>
        ))}
        {closed.length > 0 ? (
          <li className="flex items-start gap-3 px-4 py-3 text-muted">
            <Icon as={EyeOff} className="mt-0.5 shrink-0" />
            <p>{t("sight.not", { list: kinds(closed) })}</p>
          </li>
        ) : null}
      </ul>
    </div>
  );
}

/** Days as days, levels as they are; nothing is left out and nothing added. */
function SourceLines({ source, words }: { source: SightSource; words: Words }) {
  const { t, day } = words;
  const value = (text: string) => (/^\d{4}-\d\d-\d\d$/.test(text) ? day(text, "date") : text);
  return (
    <div className="mt-1 text-small">
      <p className="text-muted">
        {t(`sight.table.${source.table}`)}: {t("sight.count", { count: source.count })}
      </p>
      <ul className="grid gap-0.5">
        {source.sample.map((row) => (
          <li key={JSON.stringify(row)} className="break-words">
            {source.fields
              .filter((field) => row[field])
              .map((field) => `${t(`sight.field.${field}`)} ${value(row[field] ?? "")}`)
              .join(" · ")}
          </li>
        ))}
      </ul>
    </div>
  );
}
