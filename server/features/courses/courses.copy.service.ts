import { v7 as uuid } from "uuid";
import type { z } from "zod";
import type { Ctx } from "@/server/platform/actor";
import type { Db, Prisma } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { slugOf } from "./courses.domain";
import { editableCourses } from "./courses.policy";
import type { courseInput } from "./courses.schema";
import { insertCourse, noteCourse } from "./courses.service";

/** A new id for each row of a course, the same one whenever it is asked for. */
function renaming(): (id: string) => string {
  const names = new Map<string, string>();
  return (id) => {
    const name = names.get(id) ?? uuid();
    names.set(id, name);
    return name;
  };
}

/** Copies what a course teaches; not who follows it, how it was rated, or who else teaches it. */
async function copyOutline(db: Db, ctx: Ctx, from: string, to: string): Promise<void> {
  const fresh = renaming();
  const modules = await db.courseModule.findMany({ where: { courseId: from } });
  const lessons = await db.lesson.findMany({
    where: { courseId: from },
    include: { content: true, competencies: true },
  });
  const resources = await db.courseResource.findMany({ where: { courseId: from } });
  const times = { createdAt: ctx.now, updatedAt: ctx.now };
  await db.courseModule.createMany({
    data: modules.map((one) => ({ ...one, ...times, id: fresh(one.id), courseId: to })),
  });
  await db.lesson.createMany({
    data: lessons.map(({ content: _, competencies: __, ...one }) => ({
      ...one,
      ...times,
      id: fresh(one.id),
      moduleId: fresh(one.moduleId),
      courseId: to,
    })),
  });
  await db.lessonContent.createMany({
    data: lessons.flatMap(({ id, content }) =>
      content
        ? [{ lessonId: fresh(id), body: content.body as Prisma.InputJsonValue, text: content.text, updatedAt: ctx.now }]
        : [],
    ),
  });
  await db.lessonCompetency.createMany({
    data: lessons.flatMap(({ id, competencies }) =>
      competencies.map(({ competencyId }) => ({ lessonId: fresh(id), competencyId })),
    ),
  });
  await db.courseResource.createMany({
    data: resources.map((one) => ({
      ...one,
      id: fresh(one.id),
      courseId: to,
      lessonId: one.lessonId && fresh(one.lessonId),
      addedById: ctx.actor.userId,
      createdAt: ctx.now,
    })),
  });
}

/** Makes a draft of one's own out of a course one may edit, with its modules, lessons and files. */
export function duplicateCourse(ctx: Ctx, input: z.output<typeof courseInput>): Promise<{ id: string }> {
  const id = uuid();
  return ctx.work(async (db) => {
    const found = await db.course.findFirst({
      where: { AND: [{ id: input.id }, editableCourses(ctx.actor)] },
      select: {
        organizationId: true,
        grade: true,
        learningAreaCode: true,
        language: true,
        title: true,
        summary: true,
        description: true,
        whatYouLearn: true,
        audience: true,
        requirements: true,
        drip: true,
        price: true,
        inPlan: true,
        coverFileId: true,
        coverAlt: true,
        certificate: true,
        allowsReviews: true,
        allowsQuestions: true,
        allowsComments: true,
      },
    });
    if (!found) throw new AppError("NOT_FOUND", "course.not_found");
    await insertCourse(db, {
      ...found,
      id,
      slug: slugOf(found.title, id),
      ownerId: ctx.actor.userId,
      description: found.description as Prisma.InputJsonValue,
      certificate: found.certificate as Prisma.InputJsonValue,
    });
    await copyOutline(db, ctx, input.id, id);
    await noteCourse(db, ctx, "duplicated", id, { after: { from: input.id } });
    return { id };
  });
}
