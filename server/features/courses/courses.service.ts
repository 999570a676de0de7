import { v7 as uuid } from "uuid";
import type { z } from "zod";
import { certificatesBegun } from "@/server/features/recognition/certificates.events";
import { certificateRule } from "@/server/features/recognition/certificates.schema";
import type { Ctx } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import type { Db, Prisma } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { live } from "@/server/platform/live";
import { enqueue } from "@/server/platform/outbox";
import { documentOf, isOpenToChange, leadsBack, slugOf } from "./courses.domain";
import { editableCourses, ownCourses } from "./courses.policy";
import { readTeam } from "./courses.queries";
import type { courseInput, createCourseInput, EditCourse } from "./courses.schema";

/** Open pages of everybody who teaches the course are drawn anew. */
export async function tellTeam(db: Db, courseId: string): Promise<void> {
  const team = await readTeam(db, courseId);
  await live(
    db,
    team.map(({ id }) => id),
    "changed",
    { topic: "courses" },
  );
}

export const noteCourse = (
  db: Db,
  ctx: Ctx,
  action: string,
  id: string,
  change: { before?: object; after?: object } = {},
) =>
  audit(db, ctx, {
    action: `course.${action}`,
    subjectType: "course",
    subjectId: id,
    before: (change.before as Record<string, unknown>) ?? null,
    after: (change.after as Record<string, unknown>) ?? null,
  });

async function refuseUnknownArea(db: Db, code: string): Promise<void> {
  const area = await db.learningArea.findUnique({ where: { code }, select: { code: true } });
  if (!area) throw new AppError("BAD_INPUT", "bad_input", { fields: { learningAreaCode: "field.choice" } });
}

/**
 * Takes the course for the length of this unit, so that two people who order, add or submit at once follow each other.
 * NOT_FOUND when it is not the caller's to change, CONFLICT while it is being reviewed or lies in the archive.
 */
export async function takeCourse(db: Db, ctx: Ctx, id: string) {
  const course = await db.course.findFirst({
    where: { AND: [{ id }, editableCourses(ctx.actor)] },
    select: { id: true },
  });
  if (!course) throw new AppError("NOT_FOUND", "course.not_found");
  await db.$queryRaw`SELECT 1 FROM "Course" WHERE id = ${id}::uuid FOR UPDATE`;
  const taken = await db.course.findUniqueOrThrow({
    where: { id },
    select: { id: true, status: true, title: true, grade: true, learningAreaCode: true, enrolledCount: true },
  });
  if (!isOpenToChange(taken.status)) throw new AppError("CONFLICT", `course.closed_${taken.status.toLowerCase()}`);
  return taken;
}

/** One row, not read back: a policy that asks who teaches a course cannot know a row of the same statement. */
export const insertCourse = (db: Db, data: Prisma.CourseCreateManyInput) => db.course.createMany({ data: [data] });

/** Begins a course: a draft nobody sees but its team. */
export function createCourse(ctx: Ctx, input: z.output<typeof createCourseInput>): Promise<{ id: string }> {
  const id = uuid();
  return ctx.work(async (db) => {
    await refuseUnknownArea(db, input.learningAreaCode);
    await insertCourse(db, {
      id,
      slug: slugOf(input.title, id),
      ownerId: ctx.actor.userId,
      summary: "",
      description: documentOf("") as Prisma.InputJsonObject,
      ...input,
    });
    await noteCourse(db, ctx, "created", id, { after: input });
    return { id };
  });
}

/** Replaces the courses that come before this one; a circle nobody could begin is refused. */
async function setPrerequisites(db: Db, id: string, wanted: readonly string[]): Promise<void> {
  const requires = [...new Set(wanted)];
  const refuse = (message: string) => new AppError("BAD_INPUT", "bad_input", { fields: { requires: message } });
  const seen = await db.course.count({ where: { id: { in: requires } } });
  if (seen !== requires.length) throw refuse("field.choice");
  const edges = await db.$queryRaw<{ courseId: string; requiredId: string }[]>`
    WITH RECURSIVE reached AS (
      SELECT p."courseId", p."requiredId" FROM "CoursePrerequisite" p WHERE p."courseId" = ANY(${requires}::uuid[])
      UNION SELECT p."courseId", p."requiredId" FROM "CoursePrerequisite" p JOIN reached r ON p."courseId" = r."requiredId")
    SELECT * FROM reached`;
  if (leadsBack(id, requires, edges)) throw refuse("field.circle");
  await db.coursePrerequisite.deleteMany({ where: { courseId: id, requiredId: { notIn: requires } } });
  await db.coursePrerequisite.createMany({
    data: requires.map((requiredId) => ({ courseId: id, requiredId })),
    skipDuplicates: true,
  });
}

async function givesCertificates(db: Db, id: string): Promise<boolean> {
  const { certificate } = await db.course.findUniqueOrThrow({ where: { id }, select: { certificate: true } });
  return certificateRule.parse(certificate).given;
}

/** Changes what a course says about itself, if nobody has changed it since the person looked. */
export function editCourse(ctx: Ctx, input: EditCourse): Promise<{ revision: number }> {
  const { id, revision, requires, description, audience, requirements, ...fields } = input;
  return ctx.work(async (db) => {
    await takeCourse(db, ctx, id);
    await refuseUnknownArea(db, input.learningAreaCode);
    const gave = await givesCertificates(db, id);
    const { count } = await db.course.updateMany({
      where: { id, revision },
      data: {
        ...fields,
        audience: audience || null,
        requirements: requirements || null,
        description: documentOf(description) as Prisma.InputJsonObject,
        revision: { increment: 1 },
      },
    });
    if (count === 0) throw new AppError("CONFLICT", "course.changed");
    await setPrerequisites(db, id, requires);
    if (fields.certificate.given && !gave)
      await enqueue(db, certificatesBegun, { courseId: id, revision }, `${id}:${revision}`);
    await noteCourse(db, ctx, "edited", id, {
      after: { title: fields.title, revision: revision + 1, price: fields.price },
    });
    await tellTeam(db, id);
    return { revision: revision + 1 };
  });
}

/** Puts a course away: families no longer find it; who follows it goes on. */
export const archiveCourse = (ctx: Ctx, { id }: z.output<typeof courseInput>) =>
  moveOwn(ctx, id, ["DRAFT", "PUBLISHED"], () => "ARCHIVED", "archived");

/** Brings a course back to where it was: among the published, or among the drafts. */
export const restoreCourse = (ctx: Ctx, { id }: z.output<typeof courseInput>) =>
  moveOwn(ctx, id, ["ARCHIVED"], (publishedAt) => (publishedAt ? "PUBLISHED" : "DRAFT"), "restored");

type Status = "DRAFT" | "PUBLISHED" | "ARCHIVED";
function moveOwn(ctx: Ctx, id: string, from: Status[], to: (publishedAt: Date | null) => Status, action: string) {
  return ctx.work(async (db) => {
    const course = await db.course.findFirst({
      where: { AND: [{ id }, ownCourses(ctx.actor)] },
      select: { status: true, publishedAt: true },
    });
    if (!course) throw new AppError("NOT_FOUND", "course.not_found");
    const status = to(course.publishedAt);
    const { count } = await db.course.updateMany({
      where: { id, status: { in: from } },
      data: { status, revision: { increment: 1 } },
    });
    if (count === 0) throw new AppError("CONFLICT", "conflict");
    await noteCourse(db, ctx, action, id, { before: { status: course.status }, after: { status } });
    await tellTeam(db, id);
    return { status };
  });
}

/** Throws a draft away for good; what families have seen is put into the archive instead. */
export function discardCourse(ctx: Ctx, { id }: z.output<typeof courseInput>): Promise<{ discarded: true }> {
  return ctx.work(async (db) => {
    const course = await db.course.findFirst({
      where: { AND: [{ id }, ownCourses(ctx.actor)] },
      select: { title: true },
    });
    if (!course) throw new AppError("NOT_FOUND", "course.not_found");
    await tellTeam(db, id);
    // What hangs on it is kept from going with a course by mistake; of a draft nobody has taken any of it.
    const ofDraft = { courseId: id, course: { status: "DRAFT", publishedAt: null } } as const;
    await db.assignment.deleteMany({ where: ofDraft });
    await db.assessment.deleteMany({ where: ofDraft });
    const { count } = await db.course.deleteMany({ where: { id, status: "DRAFT", publishedAt: null } });
    if (count === 0) throw new AppError("CONFLICT", "course.not_discarded");
    await noteCourse(db, ctx, "discarded", id, { before: { title: course.title } });
    return { discarded: true };
  });
}
