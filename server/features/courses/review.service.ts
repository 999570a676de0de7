import { v7 as uuid } from "uuid";
import type { z } from "zod";
import { notify } from "@/server/features/notify/notify.service";
import type { Ctx } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import type { Db } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { editableCourses } from "./courses.policy";
import { readTeam } from "./courses.queries";
import type { courseInput } from "./courses.schema";
import { noteCourse, takeCourse, tellTeam } from "./courses.service";
import { readOutline } from "./lessons.queries";
import { blockersOf, remarksOf } from "./review.domain";
import type { moderationInput, sendBackInput } from "./review.schema";

/** Hands a course in. From now on it stays as it is until somebody has read it. */
export function submitCourse(ctx: Ctx, { id }: z.output<typeof courseInput>): Promise<{ id: string }> {
  const itemId = uuid();
  return ctx.work(async (db) => {
    const { status, title } = await takeCourse(db, ctx, id);
    if (status !== "DRAFT") throw new AppError("CONFLICT", "course.published_already");
    const course = await db.course.findUniqueOrThrow({
      where: { id },
      select: { summary: true, whatYouLearn: true, price: true, drip: true },
    });
    const modules = await readOutline(db, id);
    if (blockersOf(course, modules).length > 0) throw new AppError("CONFLICT", "course.not_ready");
    await db.course.update({ where: { id }, data: { status: "REVIEW", submittedAt: ctx.now } });
    await db.moderationItem.create({
      data: {
        id: itemId,
        subjectType: "course",
        subjectId: id,
        title,
        submittedById: ctx.actor.userId,
        findings: remarksOf(course, modules),
      },
      select: { id: true },
    });
    await noteCourse(db, ctx, "submitted", id, { after: { review: itemId } });
    await tellTeam(db, id);
    return { id: itemId };
  });
}

/** Takes a course back before it was decided, by whoever handed it in. */
export function withdrawCourse(ctx: Ctx, { id }: z.output<typeof courseInput>): Promise<{ withdrawn: true }> {
  return ctx.work(async (db) => {
    const course = await db.course.findFirst({
      where: { AND: [{ id }, editableCourses(ctx.actor)] },
      select: { id: true },
    });
    if (!course) throw new AppError("NOT_FOUND", "course.not_found");
    const { count } = await db.moderationItem.updateMany({
      where: { subjectId: id, status: "WAITING", submittedById: ctx.actor.userId },
      data: { status: "WITHDRAWN" },
    });
    if (count === 0) throw new AppError("CONFLICT", "review.decided");
    await db.course.updateMany({ where: { id, status: "REVIEW" }, data: { status: "DRAFT", submittedAt: null } });
    await noteCourse(db, ctx, "withdrawn", id);
    await tellTeam(db, id);
    return { withdrawn: true };
  });
}

type Decision = { status: "APPROVED" | "SENT_BACK"; feedback: string | null };

/** Decides about a waiting course; two who decide at once: one does, the other is told. Nobody judges their own. */
async function decide(db: Db, ctx: Ctx, id: string, decision: Decision) {
  const item = await db.moderationItem.findFirst({
    where: { id, subjectType: "course" },
    select: { subjectId: true, submittedById: true, title: true },
  });
  if (!item) throw new AppError("NOT_FOUND", "review.not_found");
  const team = await readTeam(db, item.subjectId);
  const people = [...new Set([item.submittedById, ...team.filter(({ owner }) => owner).map((one) => one.id)])];
  if (people.includes(ctx.actor.userId) || team.some((one) => one.id === ctx.actor.userId))
    throw new AppError("FORBIDDEN", "review.own");
  const { count } = await db.moderationItem.updateMany({
    where: { id, status: "WAITING" },
    data: { ...decision, decidedById: ctx.actor.userId, decidedAt: ctx.now },
  });
  if (count === 0) throw new AppError("CONFLICT", "review.decided");
  return { ...item, people };
}

async function tellDecision(
  db: Db,
  ctx: Ctx,
  id: string,
  item: Awaited<ReturnType<typeof decide>>,
  { status, feedback }: Decision,
) {
  const published = status === "APPROVED";
  for (const userId of item.people)
    await notify(db, {
      userId,
      type: published ? "course.published" : "course.sent_back",
      params: { course: item.title },
      href: `/dashboard/instructor/courses/${item.subjectId}`,
      dedupeKey: id,
    });
  await audit(db, ctx, {
    action: published ? "course.approved" : "course.sent_back",
    subjectType: "course",
    subjectId: item.subjectId,
    after: { review: id, feedback },
  });
  await tellTeam(db, item.subjectId);
}

/** Puts a course before families. */
export function approveCourse(ctx: Ctx, { id }: z.output<typeof moderationInput>): Promise<{ published: true }> {
  const decision: Decision = { status: "APPROVED", feedback: null };
  return ctx.work(async (db) => {
    const item = await decide(db, ctx, id, decision);
    await db.course.update({ where: { id: item.subjectId }, data: { status: "PUBLISHED", publishedAt: ctx.now } });
    await tellDecision(db, ctx, id, item, decision);
    return { published: true };
  });
}

/** Gives a course back to its author with what to change. */
export function sendBackCourse(ctx: Ctx, input: z.output<typeof sendBackInput>): Promise<{ sentBack: true }> {
  const decision: Decision = { status: "SENT_BACK", feedback: input.feedback };
  return ctx.work(async (db) => {
    const item = await decide(db, ctx, input.id, decision);
    await db.course.update({ where: { id: item.subjectId }, data: { status: "DRAFT", submittedAt: null } });
    await tellDecision(db, ctx, input.id, item, decision);
    return { sentBack: true };
  });
}
