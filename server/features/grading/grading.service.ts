import { v7 as uuid } from "uuid";
import type { z } from "zod";
import { markEssay } from "@/server/features/assessment/attempts.essays.service";
import { levelOf } from "@/server/features/assessment/levels.domain";
import { readScales } from "@/server/features/assessment/scales.queries";
import type { Ctx } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import type { Db, Prisma } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { enqueue } from "@/server/platform/outbox";
import { type Held, holdWork, takeClaim, tellGraders } from "./claims.service";
import { isFitting, isTold, percentOf, type Told } from "./grading.domain";
import { workReturned } from "./grading.events";
import { tellFamily } from "./grading.notices.service";
import { type ChangeMark, type Marks, marks as marksSchema, type returnInput, type SaveDraft } from "./grading.schema";

type Written = { marks: Marks; feedback: string };
type Figures = { percent: number | null; scaleCode: string | null; levelCode: string | null };

/** What marks come to on the child's scale; nothing while one is missing. A mark told before stays on its scale. */
async function figuresOf(db: Db, ctx: Ctx, work: Held, marks: Marks): Promise<Figures> {
  const { criteria } = work.task;
  if (!isFitting(criteria, marks)) throw new AppError("CONFLICT", "grading.rubric_changed");
  const percent = percentOf(criteria, marks);
  if (percent === null) return { percent, scaleCode: null, levelCode: null };
  const child = await db.student.findUnique({ where: { id: work.studentId }, select: { grade: true } });
  const { codeOf, levels } = await readScales(db, ctx.now);
  const scaleCode = work.grade?.scaleCode ?? codeOf(child?.grade ?? work.course.grade);
  if (!scaleCode) throw new AppError("CONFLICT", "grading.no_scale");
  const level = levelOf(percent, scaleCode, levels);
  return { percent, scaleCode, levelCode: level?.code ?? null };
}

const toldOf = (grade: NonNullable<Held["grade"]>): Told => ({
  marks: marksSchema.parse(grade.marks),
  percent: grade.percent,
  levelCode: grade.levelCode,
  feedback: grade.feedback,
  status: grade.status,
});

type Next = Written & Figures & { status: "DRAFT" | "RELEASED"; releasedAt?: Date; audioFileId?: string | null };

/**
 * Writes a grade on top of the one the person saw; one that is newer stays, and so do both of two first ones. What the
 * history tells of it is written in the same unit, and what an essay's attempt comes to once the mark counts.
 */
async function writeGrade(
  db: Db,
  ctx: Ctx,
  work: Held,
  revision: number,
  next: Next,
  reason?: string,
): Promise<number> {
  const data = { ...next, gradedById: ctx.actor.userId, revision: revision + 1 };
  const { count } =
    revision === 0
      ? await db.submissionGrade.createMany({
          data: { ...data, submissionId: work.id, studentId: work.studentId, courseId: work.courseId },
          skipDuplicates: true,
        })
      : await db.submissionGrade.updateMany({ where: { submissionId: work.id, revision }, data });
  if (count === 0) throw new AppError("CONFLICT", "grading.newer");
  const { scaleCode: _scale, releasedAt: _at, audioFileId: _audio, ...after } = next;
  const before = work.grade ? toldOf(work.grade) : null;
  if (isTold(before, after))
    await db.gradeChange.createMany({
      data: {
        id: uuid(),
        submissionId: work.id,
        studentId: work.studentId,
        courseId: work.courseId,
        changedById: ctx.actor.userId,
        ...(before ? { before: before satisfies Prisma.InputJsonObject } : {}),
        after: after satisfies Prisma.InputJsonObject,
        reason: reason ?? null,
        createdAt: ctx.now,
      },
    });
  if (work.responseId && next.status === "RELEASED" && next.percent !== null)
    await markEssay(db, ctx, {
      id: work.responseId,
      score: Math.round(next.percent * 10) / 1000,
      feedback: next.feedback,
    });
  return revision + 1;
}

const note = (db: Db, ctx: Ctx, work: Held, action: string, after: Record<string, unknown>) =>
  audit(db, ctx, {
    action: `grade.${action}`,
    subjectType: "submission",
    subjectId: work.id,
    studentId: work.studentId,
    after,
  });

/** What became of a proposal is known when the work goes back: taken as it was, or changed by a person. */
async function settleProposals(db: Db, ctx: Ctx, submissionId: string, marks: Marks): Promise<void> {
  const decided = { decidedById: ctx.actor.userId, decidedAt: ctx.now };
  const open = { submissionId, status: "OPEN" as const };
  await db.gradeProposal.updateMany({
    where: { ...open, marks: { equals: marks } },
    data: { ...decided, status: "ACCEPTED" },
  });
  await db.gradeProposal.updateMany({ where: open, data: { ...decided, status: "CHANGED" } });
}

/** A recording must have been sent as one, for this child. */
async function assertSpoken(db: Db, work: Held, audioFileId: string | null): Promise<void> {
  if (!audioFileId) return;
  const file = await db.storedFile.findFirst({
    where: { id: audioFileId, purpose: "feedback", studentId: work.studentId },
    select: { id: true },
  });
  if (!file) throw new AppError("NOT_FOUND", "file.not_found");
}

/** Keeps marks and words while they are being written. The family sees nothing of it. */
export function saveDraft(ctx: Ctx, input: SaveDraft): Promise<{ revision: number }> {
  const { id, revision, marks, feedback, audioFileId } = input;
  return ctx.work(async (db) => {
    const work = await holdWork(db, ctx, id);
    if (work.grade?.status === "RELEASED") throw new AppError("CONFLICT", "grading.returned_already");
    await takeClaim(db, ctx, work);
    const figures = await figuresOf(db, ctx, work, marks);
    await assertSpoken(db, work, audioFileId);
    const next = { marks, feedback, audioFileId, ...figures, status: "DRAFT" as const };
    const made = await writeGrade(db, ctx, work, revision, next);
    await db.submission.updateMany({ where: { id, status: "SUBMITTED" }, data: { status: "GRADED" } });
    await note(db, ctx, work, "drafted", { revision: made, ...figures });
    return { revision: made };
  });
}

/** Work for an assignment is rewarded when it comes back; an essay with its attempt. */
async function rewardWork(db: Db, ctx: Ctx, { id, task, studentId, submittedAt }: Held): Promise<void> {
  if (task.kind === "essay") return;
  const handedInAt = (submittedAt ?? ctx.now).toISOString();
  await enqueue(db, workReturned, { studentId, assignmentId: task.assignmentId, submissionId: id, handedInAt }, id);
}

/** Gives marked work back: from now on the child and the family see the marks, and they count as evidence. */
export function returnWork(ctx: Ctx, { id, revision }: z.output<typeof returnInput>): Promise<{ returned: true }> {
  return ctx.work(async (db) => {
    const work = await holdWork(db, ctx, id);
    if (work.grade?.status === "RELEASED") throw new AppError("CONFLICT", "grading.returned_already");
    await takeClaim(db, ctx, work);
    if (!work.grade) throw new AppError("CONFLICT", "grading.unmarked");
    const { marks, feedback } = toldOf(work.grade);
    const figures = await figuresOf(db, ctx, work, marks);
    if (figures.percent === null) throw new AppError("CONFLICT", "grading.unmarked");
    const next = { marks, feedback, ...figures, status: "RELEASED" as const, releasedAt: ctx.now };
    await writeGrade(db, ctx, work, revision, next);
    await settleProposals(db, ctx, id, marks);
    await db.submission.update({
      where: { id },
      data: { status: "RETURNED", claimedById: null, claimedUntil: null },
      select: { id: true },
    });
    await db.studentActivity.createMany({
      data: {
        id: uuid(),
        occurredAt: ctx.now,
        studentId: work.studentId,
        kind: "RETURNED",
        courseId: work.courseId,
        subjectId: id,
        recordedAt: ctx.now,
      },
    });
    await tellFamily(db, work, "work.returned", id);
    await rewardWork(db, ctx, work);
    await note(db, ctx, work, "returned", { revision: revision + 1, ...figures });
    await tellGraders(db, work.courseId);
    return { returned: true };
  });
}

/** Writes another mark over one the family knows; nothing where it is the same. Gives its revision. */
async function rewrite(
  db: Db,
  ctx: Ctx,
  work: Held,
  { revision, marks, feedback, reason }: ChangeMark,
): Promise<number> {
  if (work.grade?.status !== "RELEASED") throw new AppError("CONFLICT", "grading.not_returned");
  if (work.grade.revision !== revision) throw new AppError("CONFLICT", "grading.newer");
  const figures = await figuresOf(db, ctx, work, marks);
  if (figures.percent === null) throw new AppError("CONFLICT", "grading.unmarked");
  const { status } = work.grade;
  const after = { marks, feedback, percent: figures.percent, levelCode: figures.levelCode, status };
  if (!isTold(toldOf(work.grade), after)) return revision;
  const made = await writeGrade(db, ctx, work, revision, { marks, feedback, ...figures, status }, reason);
  await note(db, ctx, work, "changed", { revision: made, ...figures, reason });
  return made;
}

/** Changes a mark the family knows already: with a reason, which stays in its history, and telling them. */
export function changeMark(ctx: Ctx, input: ChangeMark): Promise<{ revision: number }> {
  return ctx.work(async (db) => {
    const work = await holdWork(db, ctx, input.id);
    const revision = await rewrite(db, ctx, work, input);
    if (revision === input.revision) throw new AppError("CONFLICT", "grading.unchanged");
    await tellFamily(db, work, "work.mark_changed", `${work.id}:${revision}`);
    await tellGraders(db, work.courseId);
    return { revision };
  });
}

/** Answers a family that asked to have a mark looked at again: it stays or it changes, and either way they are told why. */
export function answerRegrade(ctx: Ctx, input: ChangeMark): Promise<{ outcome: "KEPT" | "CHANGED" }> {
  return ctx.work(async (db) => {
    const work = await holdWork(db, ctx, input.id);
    const revision = await rewrite(db, ctx, work, input);
    const outcome = revision === input.revision ? ("KEPT" as const) : ("CHANGED" as const);
    const asked = await db.regradeRequest.findFirst({
      where: { submissionId: work.id, status: "ASKED" },
      select: { id: true },
    });
    if (!asked) throw new AppError("CONFLICT", "grading.not_asked");
    await db.regradeRequest.update({
      where: { id: asked.id },
      data: { status: outcome, answer: input.reason, answeredById: ctx.actor.userId, answeredAt: ctx.now },
      select: { id: true },
    });
    await note(db, ctx, work, "answered", { outcome, answer: input.reason });
    await tellFamily(db, work, outcome === "KEPT" ? "regrade.kept" : "regrade.changed", asked.id);
    await tellGraders(db, work.courseId);
    return { outcome };
  });
}
