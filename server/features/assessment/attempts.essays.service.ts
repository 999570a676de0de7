import { v7 as uuid } from "uuid";
import { notifyGraders } from "@/server/features/assignments/graders.notices.service";
import { workHandedIn } from "@/server/features/assignments/work.events";
import type { Ctx } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import type { Db } from "@/server/platform/db/work";
import { enqueue } from "@/server/platform/outbox";
import { answer as answerSchema } from "./answers.schema";
import { running, tellGraded, writeFigures } from "./attempts.figures.service";

type Ended = { id: string; studentId: string; courseId: string };

/**
 * Makes the essays of an attempt that has ended into work for whoever marks in the course: as they stand, since nothing
 * of an ended attempt changes. Done by the service, in the unit that ends the attempt.
 */
export async function handEssaysOn(db: Db, { id: attemptId, studentId, courseId }: Ended, at: Date): Promise<void> {
  const waiting = await db.response.findMany({
    where: { attemptId, score: null, answeredAt: { not: null } },
    orderBy: { place: "asc" },
    select: { id: true, answer: true },
  });
  const work = waiting.flatMap(({ id: responseId, answer }) => {
    const given = answerSchema.parse(answer);
    return given.type === "essay" ? [{ id: uuid(), responseId, text: given.text }] : [];
  });
  const [first] = work;
  if (!first) return;
  await db.submission.createMany({
    data: work.map((one) => ({ ...one, studentId, courseId, status: "SUBMITTED", revision: 1, submittedAt: at })),
  });
  for (const { id } of work) await enqueue(db, workHandedIn, { submissionId: id, assignmentId: null }, id);
  const { assessment } = await db.attempt.findUniqueOrThrow({
    where: { id: attemptId },
    select: { assessment: { select: { title: true } } },
  });
  const [pupil] = await db.$queryRaw<{ child: string }[]>`
    SELECT child FROM app.attempt_audience(${attemptId}::uuid) WHERE "isChild"`;
  const names = { child: pupil?.child ?? "", work: assessment.title };
  // However many essays it has, it is one thing to hear of.
  await notifyGraders(db, first.id, "work.handed_in", names, studentId);
}

/**
 * Gives an essay the mark a person has returned, and its attempt the figures that follow: in the unit and the name of
 * whoever marks. Two who return essays of one attempt at once follow each other.
 */
export async function markEssay(
  db: Db,
  ctx: Ctx,
  { id, score, feedback }: { id: string; score: number; feedback: string },
): Promise<void> {
  const { attemptId, score: before } = await db.response.findUniqueOrThrow({
    where: { id },
    select: { attemptId: true, score: true },
  });
  await db.$queryRaw`SELECT id FROM "Attempt" WHERE id = ${attemptId}::uuid FOR UPDATE`;
  await db.response.update({
    where: { id },
    data: { score, feedback, gradedBy: "HUMAN", gradedById: ctx.actor.userId },
    select: { id: true },
  });
  const attempt = await db.attempt.findUniqueOrThrow({
    where: { id: attemptId },
    select: { ...running, percent: true, submittedAt: true },
  });
  const figures = await writeFigures(db, attempt, ctx.now);
  await audit(db, ctx, {
    action: "answer.marked",
    subjectType: "attempt",
    subjectId: attemptId,
    studentId: attempt.studentId,
    before: { score: before, percent: attempt.percent },
    after: { score, percent: figures.percent, levelCode: figures.levelCode },
  });
  await tellGraded(db, attempt, figures.percent, attempt.submittedAt ?? ctx.now);
}
