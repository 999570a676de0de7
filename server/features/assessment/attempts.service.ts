import { isDeepStrictEqual } from "node:util";
import { v7 as uuid } from "uuid";
import type { Ctx } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import type { Db } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { adaptiveConfig } from "./adaptive.schema";
import { fitsQuestion } from "./answers.schema";
import { deadlineOf, inOrder, refusalOf } from "./attempts.domain";
import { readPaper } from "./attempts.paper.queries";
import { ownChild, readRules, takesAnswers } from "./attempts.policy";
import { type AssessmentRoom, readRoom } from "./attempts.queries";
import { asAssessment, closeOverdue, endAttempt, goOn, holdRunning, settleAnswer } from "./attempts.run.service";
import type { AnswerInput, AttemptState } from "./attempts.schema";
import { questionBody } from "./question.schema";
import { readScales } from "./scales.queries";

/** The room of an assessment; what ran out of time in the meantime is closed first, so that it is found with its result. */
export async function enterRoom(ctx: Ctx, input: { assessmentId: string }): Promise<AssessmentRoom> {
  const child = await ctx.work((db) => ownChild(db, ctx));
  await closeOverdue(ctx, { studentId: child.id });
  return readRoom(ctx, input);
}

/** Begins an attempt, or goes on with the one under way: a child has one open attempt of an assessment. */
export async function startAttempt(ctx: Ctx, { assessmentId }: { assessmentId: string }): Promise<{ id: string }> {
  const { child, assessment, allowance } = await ctx.work((db) => readRules(db, ctx, assessmentId));
  await closeOverdue(ctx, { studentId: child.id });
  return asAssessment(async (db) => {
    const mine = { assessmentId, studentId: child.id };
    const open = await db.attempt.findFirst({ where: { ...mine, status: "OPEN" }, select: { id: true } });
    if (open) return open;
    const taken = await db.attempt.count({ where: mine });
    const refusal = refusalOf(assessment, allowance, taken, ctx.now);
    if (refusal) throw new AppError("CONFLICT", `attempt.${refusal}`);
    const id = uuid();
    const state = await writeState(db, assessment, id);
    if (state.paper.length === 0) throw new AppError("CONFLICT", "attempt.empty");
    const row = {
      ...mine,
      id,
      courseId: assessment.courseId,
      number: taken + 1,
      startedAt: ctx.now,
      deadlineAt: deadlineOf(assessment, allowance, ctx.now),
      state,
      scaleCode: (await readScales(db, ctx.now)).codeOf(child.grade),
    };
    const { count } = await db.attempt.createMany({ data: row, skipDuplicates: true });
    // Another press was quicker: its attempt is the one.
    if (count === 0) return otherOpen(db, mine);
    await goOn(db, ctx, row);
    await audit(db, ctx, {
      action: "attempt.started",
      subjectType: "attempt",
      subjectId: id,
      studentId: child.id,
      after: { assessmentId, number: row.number, deadlineAt: row.deadlineAt?.toISOString() ?? null },
    });
    return { id };
  });
}

async function otherOpen(db: Db, mine: { assessmentId: string; studentId: string }): Promise<{ id: string }> {
  const open = await db.attempt.findFirst({ where: { ...mine, status: "OPEN" }, select: { id: true } });
  if (!open) throw new AppError("CONFLICT", "conflict");
  return open;
}

async function writeState(
  db: Db,
  {
    id,
    mode,
    shuffle,
    adaptiveConfig: config,
  }: { id: string; mode: "FIXED" | "ADAPTIVE"; shuffle: boolean; adaptiveConfig: unknown },
  seed: string,
): Promise<AttemptState> {
  const paper = await readPaper(db, id);
  return mode === "ADAPTIVE"
    ? { seed, adapts: adaptiveConfig.parse(config), paper }
    : { seed, adapts: null, paper: inOrder(paper, shuffle, seed) };
}

/** Keeps an answer while it is being written. */
export function saveAnswer(ctx: Ctx, input: AnswerInput): Promise<{ revision: number }> {
  return ctx.work(async (db) => keepAnswer(db, ctx, input, await assertAsked(db, ctx, input)));
}

/** Settles an answer, has it scored, and shows the next question; what it earned is told when the attempt has ended. */
export async function confirmAnswer(ctx: Ctx, input: AnswerInput): Promise<{ ended: boolean }> {
  const { studentId } = await ctx.work(async (db) => {
    const own = await assertAsked(db, ctx, input);
    await keepAnswer(db, ctx, input, own);
    return own;
  });
  return asAssessment(async (db) => {
    const attempt = await holdRunning(db, input.attemptId);
    if (!attempt) return { ended: true };
    if (await settleAnswer(db, { attemptId: attempt.id, place: input.place }, ctx.now)) {
      await audit(db, ctx, {
        action: "answer.confirmed",
        subjectType: "attempt",
        subjectId: attempt.id,
        studentId,
        after: { place: input.place },
      });
      await goOn(db, ctx, attempt);
    }
    return { ended: (await holdRunning(db, attempt.id)) === null };
  });
}

/** Ends the attempt now. Said twice, it ends once. */
export async function finishAttempt(ctx: Ctx, { attemptId }: { attemptId: string }): Promise<{ ended: true }> {
  const { studentId } = await ctx.work((db) => ownAttempt(db, ctx, attemptId));
  await closeOverdue(ctx, { studentId });
  return asAssessment(async (db) => {
    const attempt = await holdRunning(db, attemptId);
    if (attempt) await endAttempt(db, ctx, attempt, ctx.now);
    return { ended: true };
  });
}

/** The child's own attempt; anybody else's is not there. */
async function ownAttempt(db: Db, ctx: Ctx, id: string): Promise<{ studentId: string }> {
  const child = await ownChild(db, ctx);
  const found = await db.attempt.findFirst({ where: { id, studentId: child.id }, select: { studentId: true } });
  if (!found) throw new AppError("NOT_FOUND", "attempt.not_found");
  return found;
}

/** The question must have been shown in an attempt of the child's own, and the answer must speak of it. */
async function assertAsked(
  db: Db,
  ctx: Ctx,
  { attemptId, place, answer }: AnswerInput,
): Promise<{ studentId: string }> {
  const own = await ownAttempt(db, ctx, attemptId);
  const shown = await db.response.findUnique({
    where: { attemptId_place: { attemptId, place } },
    select: { version: { select: { body: true } } },
  });
  if (!shown) throw new AppError("NOT_FOUND", "attempt.not_found");
  if (!fitsQuestion(questionBody.parse(shown.version.body), answer))
    throw new AppError("BAD_INPUT", "bad_input", { fields: { answer: "field.invalid" } });
  return own;
}

/** Writes an answer on top of the one this device knew; one that is newer stays. */
async function keepAnswer(
  db: Db,
  ctx: Ctx,
  input: AnswerInput,
  { studentId }: { studentId: string },
): Promise<{ revision: number }> {
  const { attemptId, place, revision, answer } = input;
  const { count } = await db.response.updateMany({
    where: { attemptId, place, revision, answeredAt: null, attempt: takesAnswers(ctx.now) },
    data: { answer, revision: revision + 1 },
  });
  if (count === 0) return assertKept(db, ctx, input);
  await audit(db, ctx, {
    action: "answer.saved",
    subjectType: "attempt",
    subjectId: attemptId,
    studentId,
    after: { place, revision: revision + 1 },
  });
  return { revision: revision + 1 };
}

/** Nothing was written: an answer sent twice is kept once, anything else says why it was not taken. */
async function assertKept(
  db: Db,
  ctx: Ctx,
  { attemptId, place, answer, revision }: AnswerInput,
): Promise<{ revision: number }> {
  const { attempt, ...stands } = await db.response.findUniqueOrThrow({
    where: { attemptId_place: { attemptId, place } },
    select: { answer: true, revision: true, answeredAt: true, attempt: { select: { status: true, deadlineAt: true } } },
  });
  const isSame = isDeepStrictEqual(stands.answer, answer);
  // A press that arrives again, even while the first one settles: exactly this answer is settled.
  if (stands.answeredAt && isSame) return { revision: stands.revision };
  const isOver = attempt.status !== "OPEN" || (attempt.deadlineAt && attempt.deadlineAt <= ctx.now);
  if (!isOver && stands.answeredAt) throw new AppError("CONFLICT", "attempt.answered");
  // The same revision and yet not written: the time was up in this moment.
  if (isOver || stands.revision === revision) throw new AppError("CONFLICT", "attempt.ended");
  if (!isSame) throw new AppError("CONFLICT", "attempt.newer");
  return { revision: stands.revision };
}
