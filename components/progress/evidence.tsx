import { Status } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button";
import { Item, ItemList } from "@/components/ui/item";
import { Section } from "@/components/ui/section";
import { dayAt } from "@/lib/days";
import type { Evidence } from "@/server/features/progress/progress.schema";
import type { ProgressWords } from "./words";

const toneOf = (score: number) => (score >= 0.995 ? "good" : score >= 0.5 ? "info" : "warn");

/** Every answer and piece of work behind one sub-strand. */
export function EvidenceList({
  page,
  title,
  back,
  more,
  workHref,
  words,
}: {
  page: { rows: readonly Evidence[]; next: string | null };
  title: string;
  back: string;
  /** The address of the next page. */
  more: (cursor: string) => string;
  /** Where a piece of work is read, for who may read it. */
  workHref?: (row: Evidence) => string;
  words: ProgressWords;
}) {
  const { p, day, format } = words;
  return (
    <Section id="evidence" title={title} link={{ href: back, label: p("evidence.back") }}>
      <ItemList>
        {page.rows.map((row) => (
          <Item
            key={`${row.id} ${row.competency}`}
            title={
              row.kind === "work" && workHref ? (
                <a href={workHref(row)} className="text-accent underline-offset-4 hover:underline">
                  {row.title}
                </a>
              ) : (
                row.title
              )
            }
            aside={
              <Status tone={toneOf(row.score)}>
                {row.kind === "answer" && row.score >= 0.995
                  ? p("evidence.right")
                  : row.kind === "answer" && row.score < 0.005
                    ? p("evidence.wrong")
                    : p("percent", { value: format.number(Math.round(100 * row.score)) })}
              </Status>
            }
            text={
              <>
                <span className="block">{row.competency}</span>
                <span className="block">
                  {p(`evidence.${row.kind}`, { course: row.course, day: day(dayAt(row.at), "date") })}
                </span>
              </>
            }
          />
        ))}
      </ItemList>
      {page.rows.length === 0 ? <p className="text-muted">{p("evidence.none")}</p> : null}
      {page.next ? (
        <ButtonLink href={more(page.next)} className="mt-3">
          {p("older")}
        </ButtonLink>
      ) : null}
    </Section>
  );
}
