import { NotebookPen, Plus } from "lucide-react";
import { statusTone } from "@/components/assessment/status-tone";
import type { CourseWords } from "@/components/courses/words";
import { SchemaForm } from "@/components/forms/schema-form";
import { Status } from "@/components/ui/badge";
import { Dialog, DialogTrigger } from "@/components/ui/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { Icon } from "@/components/ui/icon";
import { Item, ItemList } from "@/components/ui/item";
import { Section } from "@/components/ui/section";
import type { AssignmentRow } from "@/server/features/assignments/assignments.queries";
import { createAssignmentInput } from "@/server/features/assignments/assignments.schema";
import type { T } from "@/server/platform/i18n";

type Words = CourseWords & { a: T };

/** The assignments of a course, with how much of each has come and waits. */
export function SetList({ rows, course, a, format }: Words & { rows: readonly AssignmentRow[] }) {
  if (rows.length === 0) return <EmptyState icon={NotebookPen} title={a("set.none")} text={a("set.none_text")} />;
  return (
    <Section id="assignments" title={a("set.title")} note={a("set.note", { count: rows.length })}>
      <ItemList>
        {rows.map(({ id, title, status, dueAt, handedIn, toGrade }) => (
          <Item
            key={id}
            title={
              <a
                href={`/dashboard/instructor/courses/${course.id}/assignments/${id}`}
                className="text-accent underline-offset-4 hover:underline"
              >
                {title}
              </a>
            }
            aside={<Status tone={statusTone[status]}>{a(`set.status.${status}`)}</Status>}
            text={`${dueAt ? a("set.due", { when: format.dateTime(dueAt) }) : a("set.no_due")} · ${a("set.counts", { handedIn, toGrade })}`}
          />
        ))}
      </ItemList>
    </Section>
  );
}

/** Begins an assignment with its name, and goes to its page. */
export function NewAssignment({ course, a, ui }: Words) {
  return (
    <>
      <DialogTrigger dialog="new-assignment" variant="main">
        <Icon as={Plus} size={16} />
        {a("set.new")}
      </DialogTrigger>
      <Dialog
        id="new-assignment"
        title={a("set.new_title")}
        description={a("set.new_text")}
        closeLabel={ui("close")}
        insistent
      >
        <SchemaForm
          schema={createAssignmentInput}
          procedure="assignments.create"
          t={ui}
          submit={a("set.create")}
          words={{ title: { label: a("form.title.label") } }}
          hidden={{ courseId: course.id }}
          after={{ href: `/dashboard/instructor/courses/${course.id}/assignments/{id}` }}
        />
      </Dialog>
    </>
  );
}
