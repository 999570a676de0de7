import type { z } from "zod";
import { readTeam } from "@/server/features/courses/courses.queries";
import type { Ctx } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import type { Db } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { live } from "@/server/platform/live";
import { heldUntil, holderOf } from "./grading.domain";
import { gradedWork } from "./grading.policy";
import type { claimInput, workInput } from "./grading.schema";
import { taskFields, taskOf } from "./task.queries";

/** Open pages of everybody who marks in the course are drawn anew. */
export async function tellGraders(db: Db, courseId: string): Promise<void> {
  const team = await readTeam(db, courseId);
  const graders = team.filter(({ canGrade }) => canGrade).map(({ id }) => id);
  await live(db, graders, "changed", { topic: "grading" });
}

export type Held = Awaited<ReturnType<typeof holdWork>>;

/**
 * A piece of work one may mark, kept for the length of this unit, so that two who act on it at once follow each other.
 * NOT_FOUND when it is not the caller's to mark.
 */
export async function holdWork(db: Db, ctx: Ctx, id: string) {
  const found = await db.submission.findFirst({
    where: { AND: [{ id }, gradedWork(ctx.actor)] },
    select: { id: true },
  });
  if (!found) throw new AppError("NOT_FOUND", "grading.not_found");
  await db.$queryRaw`SELECT 1 FROM "Submission" WHERE id = ${id}::uuid FOR UPDATE`;
  const { assignment, response, ...work } = await db.submission.findUniqueOrThrow({
    where: { id },
    select: {
      ...taskFields,
      id: true,
      studentId: true,
      responseId: true,
      courseId: true,
      status: true,
      submittedAt: true,
      claimedById: true,
      claimedUntil: true,
      course: { select: { grade: true } },
      grade: true,
    },
  });
  return { ...work, task: taskOf({ assignment, response }), holder: holderOf(work, ctx.now) };
}

/** Writes that the work is in one's own hands from now; somebody else's hands are respected unless one takes it over. */
export async function takeClaim(db: Db, ctx: Ctx, work: Held, { takeOver = false } = {}): Promise<Date> {
  const me = ctx.actor.userId;
  if (work.holder && work.holder !== me && !takeOver) throw new AppError("CONFLICT", "grading.held");
  const until = heldUntil(ctx.now);
  await db.submission.update({
    where: { id: work.id },
    data: { claimedById: me, claimedUntil: until },
    select: { id: true },
  });
  if (work.holder === me) return until;
  await audit(db, ctx, {
    action: work.holder ? "work.taken_over" : "work.claimed",
    subjectType: "submission",
    subjectId: work.id,
    studentId: work.studentId,
    before: { holder: work.holder },
  });
  await tellGraders(db, work.courseId);
  return until;
}

/** Takes a piece of work in hand, or gives another sign of having it. Others see it at once. */
export function claimWork(ctx: Ctx, { id, takeOver }: z.output<typeof claimInput>): Promise<{ until: Date }> {
  return ctx.work(async (db) => ({ until: await takeClaim(db, ctx, await holdWork(db, ctx, id), { takeOver }) }));
}

/** Lays a piece of work down; what somebody else holds stays in their hands. */
export function letGo(ctx: Ctx, { id }: z.output<typeof workInput>): Promise<{ free: true }> {
  return ctx.work(async (db) => {
    const work = await holdWork(db, ctx, id);
    if (work.holder !== ctx.actor.userId) return { free: true };
    await db.submission.update({
      where: { id },
      data: { claimedById: null, claimedUntil: null },
      select: { id: true },
    });
    await audit(db, ctx, {
      action: "work.let_go",
      subjectType: "submission",
      subjectId: id,
      studentId: work.studentId,
    });
    await tellGraders(db, work.courseId);
    return { free: true };
  });
}
