import { v7 as uuid } from "uuid";
import type { z } from "zod";
import { noteCourse, takeCourse, tellTeam } from "@/server/features/courses/courses.service";
import type { Ctx } from "@/server/platform/actor";
import type { Db } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { brokenPromises, dueAtOf, firstCriteria, gapsOf, opensAtOf } from "./assignments.domain";
import { editableAssignments } from "./assignments.policy";
import {
  type aimInput,
  type assignmentInput,
  type createAssignmentInput,
  type EditAssignment,
  MAX_AIMS,
  MAX_ASSIGNMENTS,
} from "./assignments.schema";
import type { SaveRubric } from "./rubric.schema";

type Of = z.output<typeof assignmentInput>;

/** Those who hand in and those who change the terms of it wait for each other; many may hand in at once. */
const holdTerms = (db: Db, id: string) =>
  db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`assignment:${id}`}, 0))`;

/** An assignment whose course is taken and whose terms are held for this unit; not found when it is not one's own to change. */
async function takeAssignment(db: Db, ctx: Ctx, id: string) {
  const found = await db.assignment.findFirst({
    where: { AND: [{ id }, editableAssignments(ctx.actor)] },
    select: { courseId: true },
  });
  if (!found) throw new AppError("NOT_FOUND", "assignment.not_found");
  await takeCourse(db, ctx, found.courseId);
  await holdTerms(db, id);
  const assignment = await db.assignment.findUniqueOrThrow({
    where: { id },
    include: { rubric: { select: { id: true, revision: true, createdById: true } } },
  });
  const [{ handedIn } = { handedIn: false }] = await db.$queryRaw<
    { handedIn: boolean }[]
  >`SELECT app.is_handed_in_to(${id}::uuid) AS "handedIn"`;
  return { ...assignment, handedIn };
}

/** Leaves a line in the course's log and has the team's open pages drawn anew. */
async function told(db: Db, ctx: Ctx, courseId: string, act: string, change: { before?: object; after?: object }) {
  await noteCourse(db, ctx, `assignment_${act}`, courseId, change);
  await tellTeam(db, courseId);
}

/** Begins an assignment with a rubric of its own: a draft that learners do not see. */
export function createAssignment(ctx: Ctx, input: z.output<typeof createAssignmentInput>): Promise<{ id: string }> {
  const { courseId, title } = input;
  const [id, rubricId] = [uuid(), uuid()];
  return ctx.work(async (db) => {
    await takeCourse(db, ctx, courseId);
    if ((await db.assignment.count({ where: { courseId } })) >= MAX_ASSIGNMENTS)
      throw new AppError("CONFLICT", "course.full");
    const { language } = await db.course.findUniqueOrThrow({ where: { id: courseId }, select: { language: true } });
    const createdById = ctx.actor.userId;
    const criteria = firstCriteria[language === "sw" ? "sw" : "en"];
    await db.rubric.create({ data: { id: rubricId, courseId, title, criteria, createdById }, select: { id: true } });
    await db.assignment.create({
      data: { id, courseId, rubricId, title, instructions: "", createdById },
      select: { id: true },
    });
    await told(db, ctx, courseId, "created", { after: { id, title } });
    return { id };
  });
}

/** Changes what an assignment asks; what was promised to those who have handed in stays. */
export function editAssignment(ctx: Ctx, input: EditAssignment): Promise<{ revision: number }> {
  const { assignmentId: id, revision, opensOn: _opens, dueOn: _due, dueTime: _time, ...fields } = input;
  const data = { ...fields, opensAt: opensAtOf(input), dueAt: dueAtOf(input) };
  return ctx.work(async (db) => {
    const before = await takeAssignment(db, ctx, id);
    const broken = before.handedIn ? brokenPromises(before, data) : {};
    if (Object.keys(broken).length) throw new AppError("BAD_INPUT", "bad_input", { fields: broken });
    const { count } = await db.assignment.updateMany({
      where: { id, revision },
      data: { ...data, revision: { increment: 1 } },
    });
    if (count === 0) throw new AppError("CONFLICT", "assignment.changed");
    await told(db, ctx, before.courseId, "edited", {
      before: { title: before.title, dueAt: before.dueAt },
      after: { id, title: data.title, dueAt: data.dueAt, revision: revision + 1 },
    });
    return { revision: revision + 1 };
  });
}

/** Replaces the rubric. Once work is handed in it stays: a mark must go on meaning what it meant. */
export function saveRubric(ctx: Ctx, { assignmentId, revision, criteria }: SaveRubric): Promise<{ revision: number }> {
  return ctx.work(async (db) => {
    const { rubric, courseId, handedIn } = await takeAssignment(db, ctx, assignmentId);
    if (handedIn) throw new AppError("CONFLICT", "assignment.handed_in");
    const { count } = await db.rubric.updateMany({
      where: { id: rubric.id, revision },
      data: { criteria, revision: { increment: 1 } },
    });
    if (count === 0) throw new AppError("CONFLICT", "assignment.changed");
    await told(db, ctx, courseId, "rubric_saved", { after: { id: assignmentId, criteria: criteria.length } });
    return { revision: revision + 1 };
  });
}

/** Shows an assignment to those who follow the course. */
export function publishAssignment(ctx: Ctx, { assignmentId: id }: Of): Promise<{ published: true }> {
  return ctx.work(async (db) => {
    const before = await takeAssignment(db, ctx, id);
    const [gap] = gapsOf(before, ctx.now);
    if (gap) throw new AppError("CONFLICT", `assignment.gap_${gap}`);
    await db.assignment.update({ where: { id }, data: { status: "PUBLISHED" }, select: { id: true } });
    await told(db, ctx, before.courseId, "published", { before: { status: before.status }, after: { id } });
    return { published: true };
  });
}

/** Takes no more work; what came stays and is graded. */
export function closeAssignment(ctx: Ctx, { assignmentId: id }: Of): Promise<{ closed: true }> {
  return ctx.work(async (db) => {
    const { courseId, status } = await takeAssignment(db, ctx, id);
    if (status !== "PUBLISHED") throw new AppError("CONFLICT", "conflict");
    await db.assignment.update({ where: { id }, data: { status: "ARCHIVED" }, select: { id: true } });
    await told(db, ctx, courseId, "closed", { before: { status }, after: { id } });
    return { closed: true };
  });
}

/** Throws an assignment away that nobody has begun to work on. */
export function discardAssignment(ctx: Ctx, { assignmentId: id }: Of): Promise<{ discarded: true }> {
  return ctx.work(async (db) => {
    const { courseId, status, title, rubricId } = await takeAssignment(db, ctx, id);
    if (status !== "DRAFT") throw new AppError("CONFLICT", "assignment.not_discarded");
    await db.assignment.delete({ where: { id } });
    await db.rubric.deleteMany({ where: { id: rubricId, assignments: { none: {} } } });
    await told(db, ctx, courseId, "discarded", { before: { id, title } });
    return { discarded: true };
  });
}

/** Takes an assignment whose aims are still open: once work is handed in, they say what the work is evidence of. */
async function takeAims(db: Db, ctx: Ctx, id: string): Promise<{ courseId: string }> {
  const assignment = await takeAssignment(db, ctx, id);
  if (assignment.handedIn) throw new AppError("CONFLICT", "assignment.handed_in");
  return assignment;
}

/** Says that an assignment shows a competency of the curriculum. */
export function addAim(ctx: Ctx, input: z.output<typeof aimInput>): Promise<{ added: true }> {
  const { assignmentId, competencyId } = input;
  return ctx.work(async (db) => {
    const { courseId } = await takeAims(db, ctx, assignmentId);
    const competency = await db.competency.findFirst({
      where: { id: competencyId, retiredAt: null },
      select: { code: true },
    });
    if (!competency) throw new AppError("NOT_FOUND", "not_found");
    if ((await db.assignmentCompetency.count({ where: { assignmentId } })) >= MAX_AIMS)
      throw new AppError("CONFLICT", "lesson.competencies_full");
    await db.assignmentCompetency.createMany({ data: [input], skipDuplicates: true });
    await told(db, ctx, courseId, "aim_added", { after: { id: assignmentId, ...competency } });
    return { added: true };
  });
}

/** Takes a competency from an assignment. */
export function removeAim(ctx: Ctx, input: z.output<typeof aimInput>): Promise<{ removed: true }> {
  return ctx.work(async (db) => {
    const { courseId } = await takeAims(db, ctx, input.assignmentId);
    await db.assignmentCompetency.deleteMany({ where: input });
    await told(db, ctx, courseId, "aim_removed", { before: input });
    return { removed: true };
  });
}
