import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { Item, ItemList } from "@/components/ui/item";
import { Section } from "@/components/ui/section";
import type { Locale } from "@/lib/locales";
import type { Translate } from "@/lib/translate";
import { sharings } from "@/server/features/consent/consent.domain";
import type { ChildRecord, Guardian, Rights } from "@/server/features/families/families.schema";
import type { Words } from "./words";

/** "may see the records and pay": rights as a sentence. */
function rightsLine({ rights }: Pick<Guardian, "rights">, { t, format }: Words): string {
  const held = (["view", "message", "pay", "consent"] as const satisfies (keyof Rights)[]).filter(
    (name) => rights[name],
  );
  if (held.length === 4) return t("child.rights.all");
  if (held.length === 0) return t("child.rights.none");
  return t("child.rights.may", { list: format.list(held.map((name) => t(`child.rights.${name}`))) });
}

/** Guardians with their rights in words, then teachers with what they teach. */
export function WhoMaySee({
  record,
  me,
  locale,
  words,
}: {
  record: ChildRecord;
  me: string;
  locale: Locale;
  words: Words;
}) {
  const { t, format } = words;
  const { guardians, teachers, child } = record;
  return (
    <Section id="who" title={t("child.who_title", { name: child.firstName })}>
      <div className="grid gap-4">
        <div>
          <h3 className="mb-2 text-base">{t("child.guardians")}</h3>
          <ItemList label={t("child.guardians")}>
            {guardians.map((guardian) => (
              <Item
                key={guardian.id}
                picture={<Avatar name={guardian.name} seed={guardian.id} className="self-start" />}
                title={guardian.id === me ? `${guardian.name} (${t("child.you")})` : guardian.name}
                aside={guardian.isPrimary ? <Badge tone="accent">{t("child.primary")}</Badge> : null}
                text={`${t(`child.relation.${guardian.relation}`)} · ${rightsLine(guardian, words)}`}
              />
            ))}
          </ItemList>
        </div>
        <div>
          <h3 className="mb-2 text-base">{t("child.teachers")}</h3>
          <Teachers
            teachers={teachers}
            locale={locale}
            words={words}
            none={t("child.no_teachers")}
            teaches={(areas) => t("child.teaches", { areas })}
            list={format.list}
          />
        </div>
      </div>
    </Section>
  );
}

/** Who teaches, and what. */
export function Teachers({
  teachers,
  locale,
  none,
  teaches,
  list,
}: {
  teachers: ChildRecord["teachers"];
  locale: Locale;
  words?: Words;
  none: string;
  teaches: (areas: string) => string;
  list: (words: readonly string[]) => string;
}) {
  if (teachers.length === 0) return <p className="text-muted">{none}</p>;
  return (
    <ItemList>
      {teachers.map((teacher) => (
        <Item
          key={teacher.id}
          picture={<Avatar name={teacher.name} seed={teacher.id} className="self-start" />}
          title={teacher.name}
          text={teaches(list(teacher.areas.map((area) => (locale === "sw" ? area.nameSw : area.name))))}
        />
      ))}
    </ItemList>
  );
}

/** Consents in words, by recipient: what they see and until when, what was refused, what has run out. */
export function Sharing({ record, words, consent }: { record: ChildRecord; words: Words; consent: Translate }) {
  const { day, format } = words;
  const lines = sharings(record.consents, record.today);
  const names = (types: readonly string[]) => format.list(types.map((type) => consent(`record.${type}`)));
  return (
    <Section id="sharing" title={consent("title", { name: record.child.firstName })}>
      {lines.length === 0 ? (
        <div className="rounded border border-line bg-surface px-4 py-4">
          <p className="font-semibold">{consent("none_title")}</p>
          <p className="text-muted text-small">{consent("none_text")}</p>
        </div>
      ) : (
        <ItemList>
          {lines.map((line) => (
            <Item
              key={`${line.recipientType} ${line.recipientName ?? ""}`}
              title={line.recipientName ?? consent(`all.${line.recipientType}`)}
              text={
                <>
                  {byEnd(line.sees).map(({ until, endsSoon, types }) => (
                    <span key={until ?? "open"} className="block">
                      {consent("sees", { list: names(types) })},{" "}
                      <span className={endsSoon ? "font-semibold text-warn" : undefined}>
                        {until === null
                          ? consent("no_end")
                          : consent(endsSoon ? "ends_soon" : "until", { day: day(until, "long") })}
                      </span>
                    </span>
                  ))}
                  {line.refused.length ? (
                    <span className="block">{consent("refused", { list: names(line.refused) })}</span>
                  ) : null}
                  {line.ended.length ? (
                    <span className="block">{consent("ended", { list: names(line.ended) })}</span>
                  ) : null}
                </>
              }
            />
          ))}
        </ItemList>
      )}
      <p className="mt-2 text-muted text-small">{consent("note", { name: record.child.firstName })}</p>
    </Section>
  );
}

/** Records that share an end are said together. */
function byEnd(sees: ReturnType<typeof sharings>[number]["sees"]) {
  const ends = new Map<string | null, { until: string | null; endsSoon: boolean; types: string[] }>();
  for (const { dataType, until, endsSoon } of sees) {
    const end = ends.get(until) ?? { until, endsSoon, types: [] };
    ends.set(until, end);
    end.types.push(dataType);
  }
  return [...ends.values()].sort((a, b) => ((a.until ?? "9999") < (b.until ?? "9999") ? -1 : 1));
}
