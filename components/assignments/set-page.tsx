import type { ReactNode } from "react";
import { statusTone } from "@/components/assessment/status-tone";
import { CompetencyPicker } from "@/components/courses/competency-picker";
import type { CourseWords } from "@/components/courses/words";
import { ActionButton } from "@/components/forms/action-button";
import { type FormWords, wordsOf } from "@/components/forms/fields";
import { SchemaForm } from "@/components/forms/schema-form";
import { FactList, RecordPage } from "@/components/shell/record-page";
import { Status } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import { dayAt, schoolZone } from "@/lib/days";
import { formats } from "@/lib/format";
import type { Page } from "@/lib/keyset";
import type { AssignmentRecord } from "@/server/features/assignments/assignments.queries";
import { editAssignmentInput, lateRules } from "@/server/features/assignments/assignments.schema";
import type { Competency } from "@/server/features/curriculum/curriculum.schema";
import { markCodes } from "@/server/features/grading/marks.schema";
import type { T } from "@/server/platform/i18n";
import { RubricEditor, type RubricLabels } from "./rubric-editor";
import { RubricView } from "./rubric-view";

type Words = CourseWords & { assignment: AssignmentRecord; a: T };
const kinds = ["takesText", "takesPhotos", "takesFiles"] as const;
/** When a day is named without an hour. */
const usualHour = "18:00";

const formWords = (a: T): FormWords =>
  wordsOf(a, "form", {
    title: {},
    instructions: { kind: "textarea" },
    opensOn: {},
    dueOn: {},
    dueTime: { kind: "time" },
    takesText: {},
    takesPhotos: {},
    takesFiles: {},
    maxFiles: {},
    lateRule: { options: lateRules },
    mayTakeBack: {},
  });

const rubricLabels = (a: T): RubricLabels => ({
  name: a("rubric.name"),
  weight: a("rubric.weight"),
  times: Array.from({ length: 10 }, (_, at) => a("rubric.times", { count: at + 1 })),
  levels: Object.fromEntries(markCodes.map((code) => [code, a(`rubric.levels.${code}`)])),
  criterion: a("rubric.criterion", { number: "{number}" }),
  add: a("rubric.add"),
  remove: a("rubric.remove", { number: "{number}" }),
  save: a("rubric.save"),
  saved: a("rubric.saved"),
  saving: a("rubric.saving"),
});

/** What may be done with the assignment as a whole, by where it stands. */
function Acts({ assignment, course, a, ui }: Words) {
  const { id: assignmentId, status, title } = assignment;
  const act = { input: { assignmentId }, failed: a("set.failed"), size: "small" } as const;
  if (status === "PUBLISHED")
    return (
      <div>
        <ActionButton
          {...act}
          procedure="assignments.close"
          done={a("set.closed")}
          confirm={{
            title: a("set.close_title"),
            text: a("set.close_text"),
            action: a("set.close"),
            cancel: ui("cancel"),
          }}
        >
          {a("set.close")}
        </ActionButton>
      </div>
    );
  return (
    <div className="flex flex-wrap gap-2">
      <ActionButton {...act} procedure="assignments.publish" variant="main" done={a("set.published")}>
        {a(status === "DRAFT" ? "set.publish" : "set.reopen")}
      </ActionButton>
      {status === "DRAFT" ? (
        <ActionButton
          {...act}
          procedure="assignments.discard"
          variant="ghost"
          href={`/dashboard/instructor/courses/${course.id}/assignments`}
          confirm={{
            title: a("set.discard_title", { title }),
            text: a("set.discard_text"),
            action: a("set.discard"),
            cancel: ui("cancel"),
          }}
        >
          {a("set.discard")}
        </ActionButton>
      ) : null}
    </div>
  );
}

function Frame({ children, ...words }: Words & { children: ReactNode }) {
  const { assignment, course, a, ui, format } = words;
  const { dueAt, handedIn, toGrade, status } = assignment;
  return (
    <RecordPage
      title={assignment.title}
      subtitle={course.title}
      mark={<Status tone={statusTone[status]}>{a(`set.status.${status}`)}</Status>}
      action={<ButtonLink href={`/dashboard/instructor/courses/${course.id}/assignments`}>{a("set.back")}</ButtonLink>}
      facts={
        <FactList
          facts={[
            { label: a("set.due_label"), value: dueAt ? format.dateTime(dueAt) : a("set.no_due") },
            {
              label: a("set.takes"),
              value: format.list(kinds.filter((kind) => assignment[kind]).map((kind) => a(`set.kinds.${kind}`))),
            },
            { label: a("set.handed_in"), value: format.number(handedIn) },
            { label: a("set.to_grade"), value: format.number(toGrade) },
          ]}
        />
      }
      factsTitle={a("set.facts")}
      closeLabel={ui("close")}
    >
      {children}
    </RecordPage>
  );
}

function Terms({ assignment, a, ui }: Words) {
  const { id, revision, dueAt } = assignment;
  const school = formats("en", schoolZone);
  return (
    <Section id="about" title={a("set.about")}>
      <div className="max-w-[44rem] rounded border border-line bg-surface p-4 sm:p-6">
        <SchemaForm
          schema={editAssignmentInput}
          procedure="assignments.edit"
          t={ui}
          submit={a("set.save")}
          words={formWords(a)}
          values={{
            ...assignment,
            dueOn: dueAt ? dayAt(dueAt) : null,
            dueTime: dueAt ? school.time(dueAt) : usualHour,
          }}
          hidden={{ assignmentId: id, revision }}
          after={{ toast: a("set.saved"), refresh: true }}
        />
      </div>
    </Section>
  );
}

/** One assignment for those who set it: what learners do, what it is looked at for, what it is evidence of. */
export function SetPage({ found, asked, ...words }: Words & { found: Page<Competency> | null; asked: string }) {
  const { assignment, course, a } = words;
  const { closed, rubric, competencies } = assignment;
  const changes = course.abilities.edit;
  return (
    <Frame {...words}>
      {changes ? <Acts {...words} /> : null}
      {closed ? <Notice>{a("set.closed_note")}</Notice> : null}
      {changes ? <Terms {...words} /> : <p className="max-w-read whitespace-pre-line">{assignment.instructions}</p>}
      <Section id="rubric" title={a("rubric.title")}>
        <p className="mb-3 max-w-read text-muted">{a("rubric.note")}</p>
        {changes && !closed ? (
          <RubricEditor key={rubric.revision} assignmentId={assignment.id} given={rubric} labels={rubricLabels(a)} />
        ) : (
          <RubricView criteria={rubric.criteria} language={course.language} t={a} />
        )}
      </Section>
      <CompetencyPicker
        {...words}
        target={{
          held: competencies,
          open: changes && !closed,
          add: "assignments.addAim",
          remove: "assignments.removeAim",
          input: { assignmentId: assignment.id },
        }}
        found={found}
        asked={asked}
      />
    </Frame>
  );
}
