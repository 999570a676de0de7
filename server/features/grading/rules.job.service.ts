import { v7 as uuid } from "uuid";
import { proseText } from "@/lib/prose";
import { questionBody } from "@/server/features/assessment/question.schema";
import { systemActor } from "@/server/platform/actor";
import { type Db, work } from "@/server/platform/db/work";
import { percentOf } from "./grading.domain";
import { marks } from "./grading.schema";
import { type Example, proposeMarks } from "./proposals.domain";
import { readCriteria } from "./rubric.schema";
import { mostAlike } from "./similarity.domain";

/** More pieces of one assignment are not compared: the newest say most. */
const mostCompared = 1_000;
/** Returned work that proposals look at. */
const mostExamples = 200;
/** Waiting pieces given a proposal in one go. */
const mostProposed = 100;

const asAssessment = <T>(fn: (db: Db) => Promise<T>): Promise<T> => work(systemActor("assessment"), fn);

/**
 * Looks for the work of the same assignment or question most of whose words this one also has, and writes how much; what was handed
 * in earlier stays as it was judged. Safe to repeat.
 */
export function compareWork(submissionId: string): Promise<{ similarity: number | null }> {
  return asAssessment(async (db) => {
    const own = await db.submission.findFirst({
      where: { id: submissionId, status: { not: "DRAFT" } },
      select: {
        assignmentId: true,
        studentId: true,
        text: true,
        assignment: { select: { instructions: true } },
        response: { select: { questionId: true, version: { select: { body: true } } } },
      },
    });
    // Taken back meanwhile.
    if (!own) return { similarity: null };
    const { assignment, response } = own;
    const same = response ? { response: { questionId: response.questionId } } : { assignmentId: own.assignmentId };
    const others = await db.submission.findMany({
      where: { ...same, studentId: { not: own.studentId }, status: { not: "DRAFT" } },
      orderBy: [{ submittedAt: "desc" }, { id: "desc" }],
      take: mostCompared,
      select: { id: true, text: true },
    });
    const asked = response ? questionBody.parse(response.version.body).stem : (assignment?.instructions ?? "");
    const found = mostAlike(own.text, proseText(asked), others);
    const similarity = found?.share ?? 0;
    await db.submission.update({
      where: { id: submissionId },
      data: { similarity, similarToId: found?.id ?? null },
      select: { id: true },
    });
    return { similarity };
  });
}

async function readExamples(db: Db, assignmentId: string): Promise<Example[]> {
  const rows = await db.submission.findMany({
    where: { assignmentId, status: "RETURNED", grade: { status: "RELEASED" } },
    orderBy: [{ submittedAt: "desc" }, { id: "desc" }],
    take: mostExamples,
    select: { text: true, grade: { select: { marks: true } } },
  });
  return rows.flatMap(({ text, grade }) => (grade ? [{ text, marks: marks.parse(grade.marks) }] : []));
}

/** Waiting work without a proposal, the longest waiting first, held: none is taken back while it is being looked at. */
async function holdWaiting(db: Db, assignmentId: string) {
  const next = await db.submission.findMany({
    where: { assignmentId, status: "SUBMITTED", proposals: { none: { status: "OPEN" } } },
    orderBy: [{ submittedAt: "asc" }, { id: "asc" }],
    take: mostProposed,
    select: { id: true },
  });
  const held = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM "Submission" WHERE id = ANY(${next.map(({ id }) => id)}::uuid[]) AND status = 'SUBMITTED' ORDER BY id FOR UPDATE`;
  return db.submission.findMany({
    where: { id: { in: held.map(({ id }) => id) } },
    orderBy: { id: "asc" },
    select: { id: true, studentId: true, courseId: true, text: true, _count: { select: { files: true } } },
  });
}

/**
 * Proposes marks for the waiting work of an assignment that has no proposal yet, by its rules. A proposal is never a
 * grade; it waits for a person. Safe to repeat.
 */
export function proposeWork(assignmentId: string): Promise<{ proposed: number }> {
  return asAssessment(async (db) => {
    const assignment = await db.assignment.findUnique({
      where: { id: assignmentId },
      select: { rubric: { select: { criteria: true } } },
    });
    if (!assignment) return { proposed: 0 };
    await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`proposals:${assignmentId}`}, 0))`;
    const criteria = readCriteria(assignment.rubric.criteria);
    const examples = await readExamples(db, assignmentId);
    const waiting = await holdWaiting(db, assignmentId);
    const rows = waiting.flatMap(({ id, studentId, courseId, text, _count }) => {
      const found = proposeMarks({ text, files: _count.files }, criteria, examples);
      if (!found) return [];
      const { reason, ...proposed } = found;
      return [{ id: uuid(), submissionId: id, studentId, courseId, ...proposed, reason: JSON.stringify(reason) }];
    });
    await db.gradeProposal.createMany({
      data: rows.map((row) => ({ ...row, percent: percentOf(criteria, row.marks) ?? 0, engine: "rules" })),
    });
    return { proposed: rows.length };
  });
}

/** Assignments looked at in one go. */
const bite = 50;

/**
 * Proposes for the next assignments that have waiting work without a proposal: what was handed in before enough of it had
 * been marked. `next` is where to go on; null at the end.
 */
export async function proposeWaiting(after: string | null): Promise<{ proposed: number; next: string | null }> {
  const found = await asAssessment((db) =>
    db.assignment.findMany({
      where: {
        submissions: { some: { status: "SUBMITTED", proposals: { none: { status: "OPEN" } } } },
        ...(after ? { id: { gt: after } } : {}),
      },
      orderBy: { id: "asc" },
      take: bite,
      select: { id: true },
    }),
  );
  let proposed = 0;
  // Each in a short unit of its own.
  for (const { id } of found) proposed += (await proposeWork(id)).proposed;
  return { proposed, next: found.length === bite ? (found.at(-1)?.id ?? null) : null };
}
