import { NotebookPen } from "lucide-react";
import { levelName } from "@/components/assessment/levels";
import { Status } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Item, ItemList } from "@/components/ui/item";
import { Section } from "@/components/ui/section";
import type { DoneRow, TodoRow, WorkList } from "@/server/features/assignments/work.queries";
import type { WorkWords } from "./words";

const hrefOf = (assignmentId: string) => `/dashboard/student/work/${assignmentId}`;

/** One line: when it is due, or was, or opens. */
function dueWords({ dueAt, late, closed }: TodoRow, { t, format }: WorkWords): string {
  if (closed === "late" || closed === "closed") return t("work.shut");
  if (!dueAt) return t("work.no_due");
  return t(late ? "work.overdue" : "work.due", { when: format.dateTime(dueAt) });
}

function Todo({ row, ...words }: WorkWords & { row: TodoRow }) {
  const { t } = words;
  const act = t(row.closed ? "work.look" : row.begun ? "work.go_on" : "work.begin");
  return (
    <Item
      icon={NotebookPen}
      tone={row.late ? "warn" : row.begun ? "accent" : "off"}
      title={row.title}
      text={[row.course, dueWords(row, words)].join(" · ")}
      action={
        <ButtonLink
          href={hrefOf(row.id)}
          variant={row.begun ? "main" : "plain"}
          className="min-h-12 px-5"
          aria-label={`${act}: ${row.title}`}
        >
          {act}
        </ButtonLink>
      }
    />
  );
}

function Done({ row, t, format, now }: WorkWords & { row: DoneRow }) {
  const result = row.level ? levelName(row.level, format.locale) : null;
  return (
    <Item
      title={
        <a href={hrefOf(row.assignmentId)} className="text-accent underline-offset-4 hover:underline">
          {row.title}
        </a>
      }
      aside={
        <Status tone={row.standing === "returned" ? "good" : "info"}>
          {row.standing === "returned" ? (result ?? t("work.returned")) : t("work.waits")}
        </Status>
      }
      text={[
        row.course,
        t("work.handed_in", { when: format.moment(row.submittedAt, now) }),
        ...(row.isLate ? [t("work.late")] : []),
      ].join(" · ")}
    />
  );
}

/** On the child's home: the next pieces of work; nothing when there are none. */
export function DueWork({ rows, ...words }: WorkWords & { rows: readonly TodoRow[] }) {
  if (rows.length === 0) return null;
  const { t } = words;
  return (
    <Section
      id="due-work"
      title={t("work.due_title")}
      link={{ href: "/dashboard/student/work", label: t("work.due_all") }}
    >
      <ItemList>
        {rows.map((row) => (
          <Todo key={row.id} row={row} {...words} />
        ))}
      </ItemList>
    </Section>
  );
}

/** SU-4: what there is to do, and what came of what was done. */
export function WorkListView({ list, first, ...words }: WorkWords & { list: WorkList; first: boolean }) {
  const { t } = words;
  const { todo, done, next } = list;
  if (first && todo.length === 0 && done.length === 0)
    return <EmptyState icon={NotebookPen} title={t("work.none")} text={t("work.none_text")} />;
  return (
    <div className="grid max-w-3xl gap-8">
      {first ? (
        <Section id="todo" title={t("work.todo")}>
          {todo.length ? (
            <ItemList>
              {todo.map((row) => (
                <Todo key={row.id} row={row} {...words} />
              ))}
            </ItemList>
          ) : (
            <p className="text-muted">{t("work.none_todo")}</p>
          )}
        </Section>
      ) : null}
      {done.length ? (
        <Section id="done" title={t("work.done")}>
          <ItemList>
            {done.map((row) => (
              <Done key={row.id} row={row} {...words} />
            ))}
          </ItemList>
        </Section>
      ) : null}
      <div className="flex flex-wrap gap-2">
        {first ? null : <ButtonLink href="/dashboard/student/work">{t("work.newest")}</ButtonLink>}
        {next ? <ButtonLink href={`?cursor=${next}`}>{t("work.older")}</ButtonLink> : null}
      </div>
    </div>
  );
}
