import { v7 as uuid } from "uuid";
import type { Actor, Ctx } from "@/server/platform/actor";
import { systemActor } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import { type Db, work } from "@/server/platform/db/work";
import { answer as answerSchema, isBlank } from "./answers.schema";
import { nextItem } from "./attempts.domain";
import { handEssaysOn } from "./attempts.essays.service";
import { type Running, readAnswered, running, tellGraded, writeFigures } from "./attempts.figures.service";
import { isOverdue } from "./attempts.policy";
import { attemptState } from "./attempts.schema";
import { question } from "./question.schema";
import { scoreAnswer } from "./scoring.domain";

/** Who is named in the log: the child who acted, or the job. */
export type Acting = Pick<Ctx<Actor>, "actor" | "ip" | "userAgent" | "requestId" | "now">;

/**
 * What a learner may not do is done as the service: it alone reads keys before the end, writes marks and moves an
 * attempt on. Whether the child may ask for it is decided before, in a unit of the child's own.
 */
export const asAssessment = <T>(fn: (db: Db) => Promise<T>): Promise<T> => work(systemActor("assessment"), fn);

/** An open attempt, held until the unit ends so that nobody else moves it on or ends it; null once it has ended. */
export async function holdRunning(db: Db, id: string): Promise<Running | null> {
  await db.$queryRaw`SELECT id FROM "Attempt" WHERE id = ${id}::uuid FOR UPDATE`;
  return db.attempt.findFirst({ where: { id, status: "OPEN" }, select: running });
}

/** Shows the next question, or ends the attempt when there is none. */
export async function goOn(db: Db, acting: Acting, attempt: Running): Promise<void> {
  const answered = await readAnswered(db, attempt);
  const item = nextItem(attemptState.parse(attempt.state), answered);
  if (!item) return endAttempt(db, acting, attempt, acting.now);
  await db.response.createMany({
    data: {
      id: uuid(),
      attemptId: attempt.id,
      studentId: attempt.studentId,
      courseId: attempt.courseId,
      questionId: item.questionId,
      versionId: item.versionId,
      place: answered.length + 1,
      difficulty: item.difficulty,
      points: item.points,
      createdAt: acting.now,
    },
    // Two devices that go on at once are shown the same question.
    skipDuplicates: true,
  });
}

/** The longest a question counts as worked on: a page left open is not work. */
const longestSeconds = 3_600;

/**
 * Settles what stands as the answer to a question and scores it by the key; an essay with words in it waits for a
 * person. False when it was settled already.
 */
export async function settleAnswer(db: Db, where: { attemptId: string; place: number }, at: Date): Promise<boolean> {
  // Held, so that what is scored is what stands: a save in between waits, and then finds the answer settled.
  await db.$queryRaw`SELECT id FROM "Response" WHERE "attemptId" = ${where.attemptId}::uuid AND place = ${where.place} FOR UPDATE`;
  const found = await db.response.findUnique({
    where: { attemptId_place: where },
    select: {
      id: true,
      answer: true,
      answeredAt: true,
      createdAt: true,
      version: { select: { body: true, key: { select: { key: true } } } },
    },
  });
  if (!found || found.answeredAt) return false;
  const given = answerSchema.nullable().parse(found.answer);
  const asked = question.parse({ body: found.version.body, key: found.version.key?.key });
  const score = given === null || isBlank(given) ? 0 : scoreAnswer(asked, given).score;
  await db.response.update({
    where: { id: found.id },
    data: {
      score,
      gradedBy: score === null ? null : "KEY",
      answeredAt: at,
      seconds: Math.min(longestSeconds, Math.max(0, Math.round((at.getTime() - found.createdAt.getTime()) / 1000))),
    },
    select: { id: true },
  });
  return true;
}

/** Ends an attempt at a moment: what stands counts, a question left blank earns nothing. Safe to repeat. */
export async function endAttempt(db: Db, acting: Acting, attempt: Running, at: Date): Promise<void> {
  const { id, studentId, courseId } = attempt;
  const { count } = await db.attempt.updateMany({
    where: { id, status: "OPEN" },
    data: { status: "SUBMITTED", submittedAt: at },
  });
  if (count === 0) return;
  const left = await db.response.findFirst({ where: { attemptId: id, answeredAt: null }, select: { place: true } });
  if (left) await settleAnswer(db, { attemptId: id, place: left.place }, at);
  const figures = await writeFigures(db, attempt, acting.now);
  await tellGraded(db, attempt, figures.percent, at);
  await handEssaysOn(db, attempt, at);
  const worked = await db.response.aggregate({ where: { attemptId: id }, _sum: { seconds: true } });
  await db.studentActivity.createMany({
    data: {
      id: uuid(),
      occurredAt: at,
      studentId,
      kind: "ANSWERS",
      courseId,
      subjectId: id,
      seconds: Math.min(86_400, worked._sum.seconds ?? 0),
      recordedAt: acting.now,
    },
  });
  await audit(db, acting, {
    action: "attempt.ended",
    subjectType: "attempt",
    subjectId: id,
    studentId,
    before: { status: "OPEN" },
    after: figures,
  });
}

/**
 * Gives one answer of an ended attempt another mark by its key, and the attempt the figures that follow. Null when the
 * mark is no longer the one that was known: somebody else has marked it meanwhile.
 */
export async function remarkAttempt(
  db: Db,
  acting: Acting,
  { id, attemptId, before, after }: { id: string; attemptId: string; before: number; after: number },
  why: { reason: string; askedBy: string },
): Promise<{ attemptId: string; assessmentId: string; studentId: string; title: string } | null> {
  await db.$queryRaw`SELECT id FROM "Attempt" WHERE id = ${attemptId}::uuid FOR UPDATE`;
  const { count } = await db.response.updateMany({
    where: { id, score: before, gradedBy: "KEY" },
    data: { score: after },
  });
  if (count === 0) return null;
  const attempt = await db.attempt.findUniqueOrThrow({
    where: { id: attemptId },
    select: {
      ...running,
      percent: true,
      levelCode: true,
      assessmentId: true,
      assessment: { select: { title: true } },
    },
  });
  const figures = await writeFigures(db, attempt, acting.now);
  await audit(db, acting, {
    action: "answer.remarked",
    subjectType: "attempt",
    subjectId: attemptId,
    studentId: attempt.studentId,
    before: { score: before, percent: attempt.percent, levelCode: attempt.levelCode },
    after: { score: after, percent: figures.percent, levelCode: figures.levelCode, ...why },
  });
  const { assessmentId, studentId, assessment } = attempt;
  return { attemptId, assessmentId, studentId, title: assessment.title };
}

/** Closes attempts whose time is up, at the moment it was up: all of one child, or a bite of the whole school's. */
export async function closeOverdue(
  acting: Acting,
  of: { studentId?: string } = {},
): Promise<{ closed: number; more: boolean }> {
  const bite = 20;
  const due = await asAssessment((db) =>
    db.attempt.findMany({
      where: { ...isOverdue(acting.now), ...of },
      orderBy: { deadlineAt: "asc" },
      take: bite,
      select: { ...running, deadlineAt: true },
    }),
  );
  // Each in a short unit of its own.
  for (const attempt of due)
    await asAssessment((db) => endAttempt(db, acting, attempt, attempt.deadlineAt ?? acting.now));
  return { closed: due.length, more: due.length === bite };
}
