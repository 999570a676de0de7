import { v7 as uuid } from "uuid";
import { addDays, type Day, dateOf, dayAt, dayOf } from "@/lib/days";
import { notify } from "@/server/features/notify/notify.service";
import { type Ctx, systemActor } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import { type Db, type Prisma, work } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import type { CloseInput, PlanInput } from "./interventions.schema";
import { ownLearner, refuseWords, tellFamily } from "./learners.service";

/** A review lies ahead, and within half a year: a plan that nobody looks at again is none. */
const furthest = 182;

function refuseDays(ctx: Ctx, { startsOn, reviewOn }: { startsOn?: Day; reviewOn: Day }): void {
  const today = dayAt(ctx.now);
  const fields: Record<string, string> = {};
  if (startsOn && (startsOn < addDays(today, -7) || startsOn > addDays(today, furthest)))
    fields.startsOn = "intervention.start";
  if (reviewOn <= (startsOn && startsOn > today ? startsOn : today) || reviewOn > addDays(today, furthest * 2))
    fields.reviewOn = "intervention.review";
  if (Object.keys(fields).length > 0) throw new AppError("BAD_INPUT", "bad_input", { fields });
}

/** Plans help for a learner; its guardians are told. It is under way at once when it begins today or began before. */
export function planIntervention(ctx: Ctx, input: PlanInput): Promise<{ id: string }> {
  const { studentId, aim, plan, startsOn, reviewOn } = input;
  refuseDays(ctx, input);
  refuseWords({ aim, plan });
  const id = uuid();
  const status = startsOn <= dayAt(ctx.now) ? "RUNNING" : "PLANNED";
  return ctx.work(async (db) => {
    await ownLearner(ctx, db, studentId);
    await db.intervention.createMany({
      data: {
        id,
        studentId,
        ownerId: ctx.actor.userId,
        aim,
        plan,
        status,
        startsOn: dateOf(startsOn),
        reviewOn: dateOf(reviewOn),
        toldFamily: true,
      },
    });
    await tellFamily(db, ctx, studentId, { type: "learner.plan_made", params: { aim }, fact: id, tab: "learning" });
    await audit(db, ctx, {
      action: "intervention.planned",
      subjectType: "intervention",
      subjectId: id,
      studentId,
      after: { aim, plan, status, startsOn, reviewOn },
    });
    return { id };
  });
}

const open = ["PLANNED", "RUNNING"] as const;

/** A plan of one's own that has not ended, about a learner of one's class. */
async function openPlan(ctx: Ctx, db: Db, id: string) {
  const plan = await db.intervention.findFirst({
    where: { id, ownerId: ctx.actor.userId, toldFamily: true },
    select: { studentId: true, status: true, reviewOn: true },
  });
  if (!plan) throw new AppError("NOT_FOUND", "intervention.not_found");
  if (!open.some((status) => status === plan.status)) throw new AppError("CONFLICT", "intervention.ended");
  return plan;
}

/** Changes a plan that is still in one of these states; who comes second is told. */
async function moveOn(
  db: Db,
  id: string,
  from: readonly ("PLANNED" | "RUNNING")[],
  data: Prisma.InterventionUpdateManyMutationInput,
): Promise<void> {
  const { count } = await db.intervention.updateMany({ where: { id, status: { in: [...from] } }, data });
  if (count === 0) throw new AppError("CONFLICT", "conflict");
}

/** Begins a plan today, earlier or later than it was meant to. */
export function startIntervention(ctx: Ctx, { id }: { id: string }): Promise<{ status: "RUNNING" }> {
  return ctx.work(async (db) => {
    const plan = await openPlan(ctx, db, id);
    await moveOn(db, id, ["PLANNED"], { status: "RUNNING", startsOn: dateOf(dayAt(ctx.now)) });
    await audit(db, ctx, {
      action: "intervention.started",
      subjectType: "intervention",
      subjectId: id,
      studentId: plan.studentId,
      before: { status: plan.status },
      after: { status: "RUNNING" },
    });
    return { status: "RUNNING" };
  });
}

/** Goes on with a plan until another day of review. */
export function extendIntervention(ctx: Ctx, input: { id: string; reviewOn: Day }): Promise<{ reviewOn: Day }> {
  const { id, reviewOn } = input;
  refuseDays(ctx, input);
  return ctx.work(async (db) => {
    const plan = await openPlan(ctx, db, id);
    await moveOn(db, id, open, { reviewOn: dateOf(reviewOn), remindedAt: null });
    await audit(db, ctx, {
      action: "intervention.extended",
      subjectType: "intervention",
      subjectId: id,
      studentId: plan.studentId,
      before: { reviewOn: plan.reviewOn && dayOf(plan.reviewOn) },
      after: { reviewOn },
    });
    return { reviewOn };
  });
}

/** Ends a plan with the word of its teacher for what came of it; its guardians are told. */
export function closeIntervention(ctx: Ctx, { id, result, outcome }: CloseInput): Promise<{ result: string }> {
  refuseWords({ outcome });
  return ctx.work(async (db) => {
    const plan = await openPlan(ctx, db, id);
    const status = result === "STOPPED" ? "DROPPED" : "DONE";
    await moveOn(db, id, open, { status, result, outcome, endedOn: dateOf(dayAt(ctx.now)) });
    await tellFamily(db, ctx, plan.studentId, {
      type: "learner.plan_ended",
      params: { result },
      fact: id,
      tab: "learning",
    });
    await audit(db, ctx, {
      action: "intervention.ended",
      subjectType: "intervention",
      subjectId: id,
      studentId: plan.studentId,
      before: { status: plan.status },
      after: { status, result, outcome },
    });
    return { result };
  });
}

const bite = 100;

/**
 * Tells teachers of plans whose day of review has come. One bite in one unit; `more` when some are left. Safe to repeat:
 * what was told is marked in the same unit, until the day is moved.
 */
export function remindOfReviews(now = new Date()): Promise<{ reminded: number; more: boolean }> {
  return work(systemActor("families"), async (db) => {
    const due = await db.intervention.findMany({
      where: { remindedAt: null, status: { in: [...open] }, reviewOn: { lte: dateOf(dayAt(now)) } },
      orderBy: [{ reviewOn: "asc" }, { id: "asc" }],
      take: bite,
      select: {
        id: true,
        ownerId: true,
        aim: true,
        studentId: true,
        reviewOn: true,
        student: { select: { firstName: true } },
      },
    });
    for (const { id, ownerId, aim, studentId, reviewOn, student } of due)
      if (aim && reviewOn)
        await notify(db, {
          userId: ownerId,
          type: "learner.review_due",
          params: { child: student.firstName, aim, on: dayOf(reviewOn) },
          href: `/dashboard/instructor/interventions/${id}`,
          studentId,
          dedupeKey: `${id}:${dayOf(reviewOn)}`,
        });
    const ids = due.map(({ id }) => id);
    if (ids.length) await db.intervention.updateMany({ where: { id: { in: ids } }, data: { remindedAt: now } });
    return { reminded: due.length, more: due.length === bite };
  });
}
