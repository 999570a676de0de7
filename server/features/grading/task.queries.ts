import type { Prose } from "@/lib/prose";
import { questionBody, questionKey, stemShown } from "@/server/features/assessment/question.schema";
import type { Prisma } from "@/server/platform/db/work";
import { essayCriteria, type MarkNames } from "./essay.domain";
import { type Criterion, readCriteria } from "./rubric.schema";

/** What of a piece of work says what it was made for: an assignment, or the question of an attempt it answers. */
export const taskFields = {
  assignment: { select: { id: true, title: true, instructions: true, rubric: { select: { criteria: true } } } },
  response: {
    select: {
      place: true,
      version: { select: { body: true, key: { select: { key: true } } } },
      attempt: { select: { id: true, number: true, assessment: { select: { id: true, title: true } } } },
    },
  },
} as const satisfies Prisma.SubmissionSelect;
export type TaskRow = Prisma.SubmissionGetPayload<{ select: typeof taskFields }>;

type Asked = { title: string; instructions: Prose; criteria: Criterion[] };
/** What a piece of work was made for. */
export type Task =
  | (Asked & { kind: "assignment"; assignmentId: string })
  | (Asked & { kind: "essay"; assessmentId: string; attemptId: string; attempt: number; sample: Prose | null });

/** The task of a piece of work; an essay's criteria carry the names of levels, where these are given. */
export function taskOf({ assignment, response }: TaskRow, names?: MarkNames): Task {
  if (assignment)
    return {
      kind: "assignment",
      assignmentId: assignment.id,
      title: assignment.title,
      instructions: assignment.instructions,
      criteria: readCriteria(assignment.rubric.criteria),
    };
  // The database lets no piece of work be of neither.
  if (!response) throw new Error("work without a task");
  const { version, attempt } = response;
  // Where an assessment keeps its key, a family is told neither criteria nor sample.
  const key = questionKey.safeParse(version.key?.key).data;
  const essay = key?.type === "essay" ? key : null;
  return {
    kind: "essay",
    assessmentId: attempt.assessment.id,
    attemptId: attempt.id,
    attempt: attempt.number,
    title: attempt.assessment.title,
    instructions: stemShown(questionBody.parse(version.body)),
    criteria: essay ? essayCriteria(essay, names) : [],
    sample: essay?.sample ?? null,
  };
}
