import type { z } from "zod";
import type { Ctx } from "@/server/platform/actor";
import type { Db } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { limit } from "@/server/platform/rate-limit";
import { ownCourses } from "./courses.policy";
import type { changeTeacherInput, shareCourseInput, teacherInput } from "./courses.schema";
import { noteCourse, tellTeam } from "./courses.service";

async function requireOwn(db: Db, ctx: Ctx, courseId: string): Promise<void> {
  const course = await db.course.findFirst({
    where: { AND: [{ id: courseId }, ownCourses(ctx.actor)] },
    select: { id: true },
  });
  if (!course) throw new AppError("NOT_FOUND", "course.not_found");
}

/** Lets a colleague teach a course too. A wrong address is told beside the field; guessing addresses is slow. */
export async function shareCourse(ctx: Ctx, input: z.output<typeof shareCourseInput>): Promise<{ name: string }> {
  const { courseId, email, ...rights } = input;
  await limit("course.share", ctx.actor.userId, 30, 3600);
  return ctx.work(async (db) => {
    await requireOwn(db, ctx, courseId);
    const [teacher] = await db.$queryRaw<{ id: string; name: string }[]>`
      SELECT id, name FROM app.teacher_by_email(${email}::citext)`;
    const refuse = (message: string) => new AppError("BAD_INPUT", "bad_input", { fields: { email: message } });
    if (!teacher) throw refuse("field.no_teacher");
    if (teacher.id === ctx.actor.userId) throw refuse("field.yourself");
    const { count } = await db.courseInstructor.createMany({
      data: [{ courseId, userId: teacher.id, addedById: ctx.actor.userId, ...rights }],
      skipDuplicates: true,
    });
    if (count === 0) throw refuse("field.teaches_already");
    await noteCourse(db, ctx, "teacher_added", courseId, { after: { userId: teacher.id, ...rights } });
    await tellTeam(db, courseId);
    return { name: teacher.name };
  });
}

/** Changes what a co-instructor may do. */
export function changeTeacher(ctx: Ctx, input: z.output<typeof changeTeacherInput>): Promise<{ changed: true }> {
  const { courseId, userId, ...rights } = input;
  return ctx.work(async (db) => {
    await requireOwn(db, ctx, courseId);
    const { count } = await db.courseInstructor.updateMany({ where: { courseId, userId }, data: rights });
    if (count === 0) throw new AppError("NOT_FOUND", "person.not_found");
    await noteCourse(db, ctx, "teacher_changed", courseId, { after: { userId, ...rights } });
    await tellTeam(db, courseId);
    return { changed: true };
  });
}

/** Ends a colleague's part in a course. What they wrote stays. */
export function removeTeacher(ctx: Ctx, input: z.output<typeof teacherInput>): Promise<{ removed: true }> {
  const { courseId, userId } = input;
  return ctx.work(async (db) => {
    await requireOwn(db, ctx, courseId);
    await tellTeam(db, courseId);
    const { count } = await db.courseInstructor.deleteMany({ where: { courseId, userId } });
    if (count === 0) throw new AppError("NOT_FOUND", "person.not_found");
    await noteCourse(db, ctx, "teacher_removed", courseId, { before: { userId } });
    return { removed: true };
  });
}
