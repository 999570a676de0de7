import { v7 as uuid } from "uuid";
import type { z } from "zod";
import { positionAfter } from "@/lib/position";
import type { Ctx } from "@/server/platform/actor";
import type { Db } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { editableCourses } from "./courses.policy";
import { noteCourse, takeCourse, tellTeam } from "./courses.service";
import {
  type addLessonInput,
  type addModuleInput,
  type editLessonInput,
  type editModuleInput,
  type lessonCompetencyInput,
  type lessonInput,
  MAX_COMPETENCIES,
  MAX_LESSONS,
  MAX_MODULES,
  type moduleInput,
  type moveLessonInput,
  type moveModuleInput,
} from "./lessons.schema";

type Input<S extends z.ZodType> = z.output<S>;
const missing = (what: "module" | "lesson") => new AppError("NOT_FOUND", `${what}.not_found`);

/** A module whose course is taken for this unit. */
export async function takeModule(db: Db, ctx: Ctx, id: string) {
  const module = await db.courseModule.findFirst({
    where: { id, course: editableCourses(ctx.actor) },
    select: { id: true, courseId: true, title: true },
  });
  if (!module) throw missing("module");
  return { ...module, course: await takeCourse(db, ctx, module.courseId) };
}

/** A lesson whose course is taken for this unit. */
export async function takeLesson(db: Db, ctx: Ctx, id: string) {
  const lesson = await db.lesson.findFirst({
    where: { id, course: editableCourses(ctx.actor) },
    select: { id: true, courseId: true, moduleId: true, title: true },
  });
  if (!lesson) throw missing("lesson");
  return { ...lesson, course: await takeCourse(db, ctx, lesson.courseId) };
}

const byPosition = { orderBy: { position: "asc" }, select: { id: true, position: true } } as const;
const modulesOf = (db: Db, courseId: string) => db.courseModule.findMany({ where: { courseId }, ...byPosition });
const lessonsOf = (db: Db, moduleId: string) => db.lesson.findMany({ where: { moduleId }, ...byPosition });

/** A free place in a list; the neighbour that was named may have gone meanwhile. */
function placeAfter(rows: readonly { id: string; position: string }[], afterId: string | null): string {
  const position = positionAfter(rows, afterId);
  if (position === null) throw new AppError("CONFLICT", "conflict");
  return position;
}

/** Adds a module at the end of the course. */
export function addModule(ctx: Ctx, { courseId, title }: Input<typeof addModuleInput>): Promise<{ id: string }> {
  const id = uuid();
  return ctx.work(async (db) => {
    await takeCourse(db, ctx, courseId);
    const others = await modulesOf(db, courseId);
    if (others.length >= MAX_MODULES) throw new AppError("CONFLICT", "course.full");
    const position = placeAfter(others, others.at(-1)?.id ?? null);
    await db.courseModule.create({ data: { id, courseId, title, position }, select: { id: true } });
    await noteCourse(db, ctx, "module_added", courseId, { after: { id, title } });
    await tellTeam(db, courseId);
    return { id };
  });
}

/** Changes what a module is called, what it is about, and when it opens. */
export function editModule(ctx: Ctx, input: Input<typeof editModuleInput>): Promise<{ saved: true }> {
  const { id, title, summary, opensOn } = input;
  return ctx.work(async (db) => {
    const { courseId } = await takeModule(db, ctx, id);
    const day = opensOn === undefined ? {} : { opensOn: opensOn === null ? null : new Date(`${opensOn}T00:00:00Z`) };
    await db.courseModule.update({ where: { id }, data: { title, summary: summary || null, ...day } });
    await noteCourse(db, ctx, "module_edited", courseId, { after: { id, title, opensOn } });
    await tellTeam(db, courseId);
    return { saved: true };
  });
}

/** Puts a module elsewhere in its course. */
export function moveModule(ctx: Ctx, { id, afterId }: Input<typeof moveModuleInput>): Promise<{ moved: true }> {
  return ctx.work(async (db) => {
    const { courseId } = await takeModule(db, ctx, id);
    const others = (await modulesOf(db, courseId)).filter((one) => one.id !== id);
    await db.courseModule.update({ where: { id }, data: { position: placeAfter(others, afterId) } });
    await noteCourse(db, ctx, "module_moved", courseId, { after: { id, afterId } });
    await tellTeam(db, courseId);
    return { moved: true };
  });
}

/** Lessons somebody follows are not taken from under them: how far they are would be lost with the lesson. */
function refuseFollowed(course: { enrolledCount: number }, lessons: number): void {
  if (course.enrolledCount > 0 && lessons > 0) throw new AppError("CONFLICT", "lesson.followed");
}

/** Throws a module away, and its lessons with it. */
export function removeModule(ctx: Ctx, { id }: Input<typeof moduleInput>): Promise<{ removed: true }> {
  return ctx.work(async (db) => {
    const { courseId, course, title } = await takeModule(db, ctx, id);
    refuseFollowed(course, await db.lesson.count({ where: { moduleId: id } }));
    await db.courseModule.delete({ where: { id } });
    await noteCourse(db, ctx, "module_removed", courseId, { before: { id, title } });
    await tellTeam(db, courseId);
    return { removed: true };
  });
}

/** Adds a lesson at the end of a module. */
export function addLesson(ctx: Ctx, { moduleId, title }: Input<typeof addLessonInput>): Promise<{ id: string }> {
  const id = uuid();
  return ctx.work(async (db) => {
    const { courseId } = await takeModule(db, ctx, moduleId);
    if ((await db.lesson.count({ where: { courseId } })) >= MAX_LESSONS) throw new AppError("CONFLICT", "course.full");
    const others = await lessonsOf(db, moduleId);
    const position = placeAfter(others, others.at(-1)?.id ?? null);
    await db.lesson.create({ data: { id, courseId, moduleId, title, position }, select: { id: true } });
    await noteCourse(db, ctx, "lesson_added", courseId, { after: { id, title } });
    await tellTeam(db, courseId);
    return { id };
  });
}

/** Changes what is said about a lesson: its name, its minutes, when it counts as done, whether anybody may read it. */
export function editLesson(ctx: Ctx, { id, ...fields }: Input<typeof editLessonInput>): Promise<{ saved: true }> {
  return ctx.work(async (db) => {
    const { courseId } = await takeLesson(db, ctx, id);
    await db.lesson.update({ where: { id }, data: fields });
    await noteCourse(db, ctx, "lesson_edited", courseId, { after: { id, ...fields } });
    await tellTeam(db, courseId);
    return { saved: true };
  });
}

/** Puts a lesson elsewhere in its module, or into another one of the same course. */
export function moveLesson(ctx: Ctx, input: Input<typeof moveLessonInput>): Promise<{ moved: true }> {
  const { id, moduleId, afterId } = input;
  return ctx.work(async (db) => {
    const { courseId } = await takeLesson(db, ctx, id);
    const module = await db.courseModule.findFirst({ where: { id: moduleId, courseId }, select: { id: true } });
    if (!module) throw missing("module");
    const others = (await lessonsOf(db, moduleId)).filter((one) => one.id !== id);
    await db.lesson.update({ where: { id }, data: { moduleId, position: placeAfter(others, afterId) } });
    await noteCourse(db, ctx, "lesson_moved", courseId, { after: { id, moduleId, afterId } });
    await tellTeam(db, courseId);
    return { moved: true };
  });
}

/** Throws a lesson away, with everything it said. */
export function removeLesson(ctx: Ctx, { id }: Input<typeof lessonInput>): Promise<{ removed: true }> {
  return ctx.work(async (db) => {
    const { courseId, course, title } = await takeLesson(db, ctx, id);
    refuseFollowed(course, 1);
    await db.lesson.delete({ where: { id } });
    await noteCourse(db, ctx, "lesson_removed", courseId, { before: { id, title } });
    await tellTeam(db, courseId);
    return { removed: true };
  });
}

/** Says that a lesson is meant to teach a competency of the curriculum. */
export function addCompetency(ctx: Ctx, input: Input<typeof lessonCompetencyInput>): Promise<{ added: true }> {
  return ctx.work(async (db) => {
    const { courseId } = await takeLesson(db, ctx, input.lessonId);
    const competency = await db.competency.findFirst({
      where: { id: input.competencyId, retiredAt: null },
      select: { code: true },
    });
    if (!competency) throw new AppError("NOT_FOUND", "not_found");
    const held = await db.lessonCompetency.count({ where: { lessonId: input.lessonId } });
    if (held >= MAX_COMPETENCIES) throw new AppError("CONFLICT", "lesson.competencies_full");
    await db.lessonCompetency.createMany({ data: [input], skipDuplicates: true });
    await noteCourse(db, ctx, "competency_added", courseId, { after: { lesson: input.lessonId, ...competency } });
    await tellTeam(db, courseId);
    return { added: true };
  });
}

/** Takes a competency from a lesson. */
export function removeCompetency(ctx: Ctx, input: Input<typeof lessonCompetencyInput>): Promise<{ removed: true }> {
  return ctx.work(async (db) => {
    const { courseId } = await takeLesson(db, ctx, input.lessonId);
    await db.lessonCompetency.deleteMany({ where: input });
    await noteCourse(db, ctx, "competency_removed", courseId, { before: input });
    await tellTeam(db, courseId);
    return { removed: true };
  });
}
