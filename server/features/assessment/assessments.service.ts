import { v7 as uuid } from "uuid";
import type { z } from "zod";
import { positionAfter, positionBetween } from "@/lib/position";
import { shuffleSeeded } from "@/lib/seeded";
import type { Ctx } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import type { Db, Prisma } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { adaptiveConfig } from "./adaptive.schema";
import { pathFlaws, schoolMoment, unready } from "./assessments.domain";
import { assessableCourses, changeable, workedOn } from "./assessments.policy";
import {
  type AddRandom,
  type AssessmentStatus,
  type addItemsInput,
  type createAssessmentInput,
  type EditAssessment,
  type editItemInput,
  MAX_ITEMS,
  type moveItemInput,
  type WaysInput,
} from "./assessments.schema";
import { visibleQuestions } from "./bank.policy";

type Input<S extends z.ZodType> = z.output<S>;
const noteAssessment = (db: Db, ctx: Ctx, action: string, id: string, after: Record<string, unknown>) =>
  audit(db, ctx, { action: `assessment.${action}`, subjectType: "assessment", subjectId: id, after });

/** Begins an assessment in a course: a draft no learner sees. */
export function createAssessment(ctx: Ctx, input: Input<typeof createAssessmentInput>): Promise<{ id: string }> {
  const id = uuid();
  return ctx.work(async (db) => {
    const course = await db.course.findFirst({
      where: { AND: [{ id: input.courseId }, assessableCourses(ctx.actor)] },
      select: { id: true },
    });
    if (!course) throw new AppError("NOT_FOUND", "course.not_found");
    await db.assessment.createMany({ data: [{ id, ...input, createdById: ctx.actor.userId }] });
    await noteAssessment(db, ctx, "created", id, input);
    return { id };
  });
}

const itemFields = { id: true, position: true, questionId: true, rightItemId: true, wrongItemId: true } as const;

/**
 * An assessment taken for this unit, so that two who order, add or draw at once follow each other. NOT_FOUND when one
 * does not work on it, FORBIDDEN when one may only look.
 */
async function take(db: Db, ctx: Ctx, id: string) {
  const seen = await db.assessment.count({ where: { AND: [{ id }, workedOn(ctx.actor)] } });
  if (seen === 0) throw new AppError("NOT_FOUND", "assessment.not_found");
  const mine = await db.assessment.count({ where: { AND: [{ id }, changeable(ctx.actor)] } });
  if (mine === 0) throw new AppError("FORBIDDEN", "assessment.not_yours");
  await db.$queryRaw`SELECT 1 FROM "Assessment" WHERE id = ${id}::uuid FOR UPDATE`;
  return db.assessment.findUniqueOrThrow({
    where: { id },
    select: {
      id: true,
      status: true,
      mode: true,
      adaptiveConfig: true,
      items: { orderBy: [{ position: "asc" }, { id: "asc" }], select: itemFields },
    },
  });
}
type Taken = Awaited<ReturnType<typeof take>>;

/** The assessment of an item, taken. */
async function takeOf(db: Db, ctx: Ctx, itemId: string): Promise<Taken> {
  const item = await db.assessmentItem.findFirst({ where: { id: itemId }, select: { assessmentId: true } });
  if (!item) throw new AppError("NOT_FOUND", "assessment.not_found");
  return take(db, ctx, item.assessmentId);
}

/** Whatever changed, lists show it as changed now. */
const touch = (db: Db, id: string) => db.assessment.updateMany({ where: { id }, data: { revision: { increment: 1 } } });

/** Changes how an assessment is taken, if nobody has changed it since the person looked. */
export function editAssessment(ctx: Ctx, input: EditAssessment): Promise<{ revision: number }> {
  const { id, revision, opensOn, opensTime, dueOn, dueTime, choose, length, least, ...fields } = input;
  const [opensAt, dueAt] = [schoolMoment(opensOn, opensTime), schoolMoment(dueOn, dueTime)];
  if (opensAt && dueAt && dueAt <= opensAt)
    throw new AppError("BAD_INPUT", "bad_input", { fields: { dueOn: "field.until_after_from" } });
  if (least > length) throw new AppError("BAD_INPUT", "bad_input", { fields: { least: `field.too_big|${length}` } });
  return ctx.work(async (db) => {
    const stands = await take(db, ctx, id);
    const adapts = { ...adaptiveConfig.parse(stands.adaptiveConfig), choose, length, least };
    const { count } = await db.assessment.updateMany({
      where: { id, revision },
      data: { ...fields, opensAt, dueAt, adaptiveConfig: adapts, revision: revision + 1 },
    });
    if (count === 0) throw new AppError("CONFLICT", "assessment.changed");
    await noteAssessment(db, ctx, "edited", id, { ...fields, ...adapts, opensAt, dueAt });
    return { revision: revision + 1 };
  });
}

/** Puts questions at the end, each once. */
async function append(db: Db, taken: Taken, questionIds: readonly string[]): Promise<number> {
  const held = new Set(taken.items.map(({ questionId }) => questionId));
  const fresh = questionIds.filter((id) => !held.has(id));
  if (held.size + fresh.length > MAX_ITEMS) throw new AppError("CONFLICT", "assessment.full");
  let last = taken.items.at(-1)?.position ?? null;
  const rows = fresh.map((questionId) => {
    last = positionBetween(last, null);
    return { id: uuid(), assessmentId: taken.id, questionId, position: last };
  });
  await db.assessmentItem.createMany({ data: rows });
  if (rows.length) await touch(db, taken.id);
  return rows.length;
}

/** Adds a question that was picked. */
export function addItem(ctx: Ctx, input: Input<typeof addItemsInput>): Promise<{ added: number }> {
  return ctx.work(async (db) => {
    const taken = await take(db, ctx, input.assessmentId);
    const question = await db.question.findFirst({
      where: { AND: [{ id: input.questionId, status: "ACTIVE" }, visibleQuestions(ctx.actor)] },
      select: { id: true },
    });
    if (!question) throw new AppError("NOT_FOUND", "question.not_found");
    const added = await append(db, taken, [question.id]);
    await noteAssessment(db, ctx, "question_added", taken.id, { questionId: question.id, added });
    return { added };
  });
}

/** Questions drawn from are the newest so many that fit; more need a narrower filter. */
const drawnFrom = 2_000;

/** Adds questions drawn at random among those that fit a filter and are not in the assessment yet. */
export function addRandom(ctx: Ctx, { assessmentId, count, ...filter }: AddRandom): Promise<{ added: number }> {
  return ctx.work(async (db) => {
    const taken = await take(db, ctx, assessmentId);
    const { grade, learningAreaCode, type, difficulty, tag } = filter;
    const where: Prisma.QuestionWhereInput = {
      status: "ACTIVE",
      grade,
      learningAreaCode,
      id: { notIn: taken.items.map(({ questionId }) => questionId) },
      ...(type && { type }),
      ...(difficulty && { difficulty: Number(difficulty) }),
      ...(tag && { tags: { has: tag } }),
    };
    const fitting = await db.question.findMany({
      where: { AND: [where, visibleQuestions(ctx.actor)] },
      orderBy: [{ updatedAt: "desc" }, { id: "asc" }],
      take: drawnFrom,
      select: { id: true },
    });
    if (fitting.length < count)
      throw new AppError("BAD_INPUT", "bad_input", { fields: { count: `field.too_few_fit|${fitting.length}` } });
    const drawn = shuffleSeeded(fitting, uuid()).slice(0, count);
    const added = await append(
      db,
      taken,
      drawn.map(({ id }) => id),
    );
    await noteAssessment(db, ctx, "questions_drawn", taken.id, { ...filter, added });
    return { added };
  });
}

/** Puts a question elsewhere in the order. */
export function moveItem(ctx: Ctx, { itemId, afterId }: Input<typeof moveItemInput>): Promise<{ moved: true }> {
  return ctx.work(async (db) => {
    const taken = await takeOf(db, ctx, itemId);
    const position = positionAfter(
      taken.items.filter(({ id }) => id !== itemId),
      afterId,
    );
    if (position === null) throw new AppError("CONFLICT", "conflict");
    await db.assessmentItem.updateMany({ where: { id: itemId }, data: { position } });
    await touch(db, taken.id);
    await noteAssessment(db, ctx, "question_moved", taken.id, { itemId, afterId });
    return { moved: true };
  });
}

/** Says how many points a question is worth. */
export function editItem(ctx: Ctx, { itemId, points }: Input<typeof editItemInput>): Promise<{ points: number }> {
  return ctx.work(async (db) => {
    const taken = await takeOf(db, ctx, itemId);
    await db.assessmentItem.updateMany({ where: { id: itemId }, data: { points } });
    await touch(db, taken.id);
    await noteAssessment(db, ctx, "points_set", taken.id, { itemId, points });
    return { points };
  });
}

/** Takes a question out, and with it both ways of every question that led to it: one alone would be a dead end. */
export function removeItem(ctx: Ctx, { itemId }: { itemId: string }): Promise<{ removed: true }> {
  return ctx.work(async (db) => {
    const taken = await takeOf(db, ctx, itemId);
    await db.assessmentItem.updateMany({
      where: { assessmentId: taken.id, OR: [{ rightItemId: itemId }, { wrongItemId: itemId }] },
      data: { rightItemId: null, wrongItemId: null },
    });
    await db.assessmentItem.deleteMany({ where: { id: itemId } });
    await touch(db, taken.id);
    await noteAssessment(db, ctx, "question_removed", taken.id, { itemId });
    return { removed: true };
  });
}

/** Draws where a question leads, right and wrong, or takes both back; rings and dead ends are refused at their place. */
export function setWays(ctx: Ctx, { itemId, rightItemId, wrongItemId }: WaysInput): Promise<{ saved: true }> {
  return ctx.work(async (db) => {
    const taken = await takeOf(db, ctx, itemId);
    const drawn = taken.items.map((item) => (item.id === itemId ? { ...item, rightItemId, wrongItemId } : item));
    const [flaw] = pathFlaws(drawn);
    if (flaw) {
      // A ring may close in another question than the one whose way was drawn; the sentence names that one.
      const field = flaw.itemId === itemId ? flaw.field : rightItemId ? "rightItemId" : "wrongItemId";
      throw new AppError("BAD_INPUT", "bad_input", { fields: { [field]: flaw.message } });
    }
    await db.assessmentItem.updateMany({ where: { id: itemId }, data: { rightItemId, wrongItemId } });
    await touch(db, taken.id);
    await noteAssessment(db, ctx, "path_drawn", taken.id, { itemId, rightItemId, wrongItemId });
    return { saved: true };
  });
}

function turn(ctx: Ctx, id: string, status: AssessmentStatus): Promise<{ status: AssessmentStatus }> {
  return ctx.work(async (db) => {
    const taken = await take(db, ctx, id);
    const why = status === "PUBLISHED" ? unready(taken) : null;
    if (why) throw new AppError("CONFLICT", `assessment.${why}`);
    await db.assessment.updateMany({ where: { id }, data: { status, revision: { increment: 1 } } });
    await noteAssessment(db, ctx, status === "PUBLISHED" ? "published" : "closed", id, { before: taken.status });
    return { status };
  });
}

/** Opens an assessment to the learners of its course, once it has questions and its paths are whole. */
export const publishAssessment = (ctx: Ctx, { id }: { id: string }) => turn(ctx, id, "PUBLISHED");
/** Closes it: no attempt begins any more, results stay. */
export const closeAssessment = (ctx: Ctx, { id }: { id: string }) => turn(ctx, id, "ARCHIVED");
