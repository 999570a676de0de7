import { v7 as uuid } from "uuid";
import type { z } from "zod";
import { orphan } from "@/server/features/files/files.service";
import type { Ctx } from "@/server/platform/actor";
import type { Db } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { editableCourses } from "./courses.policy";
import { noteCourse, takeCourse, tellTeam } from "./courses.service";
import { type AddResource, type EditResource, MAX_RESOURCES, type resourceInput } from "./resources.schema";

/** A lesson must be one of the course's own. */
async function refuseForeignLesson(db: Db, courseId: string, lessonId: string | null): Promise<void> {
  if (lessonId === null) return;
  const lesson = await db.lesson.findFirst({ where: { id: lessonId, courseId }, select: { id: true } });
  if (!lesson) throw new AppError("NOT_FOUND", "lesson.not_found");
}

/** A resource whose course is taken for this unit. */
async function takeResource(db: Db, ctx: Ctx, id: string) {
  const resource = await db.courseResource.findFirst({
    where: { id, course: editableCourses(ctx.actor) },
    select: { id: true, courseId: true, title: true, fileId: true },
  });
  if (!resource) throw new AppError("NOT_FOUND", "resource.not_found");
  await takeCourse(db, ctx, resource.courseId);
  return resource;
}

/** Puts a file the person has sent into a course. Said twice, it is there once. */
export function addResource(ctx: Ctx, input: AddResource): Promise<{ id: string }> {
  const { courseId, lessonId, fileId, title } = input;
  return ctx.work(async (db) => {
    await takeCourse(db, ctx, courseId);
    await refuseForeignLesson(db, courseId, lessonId);
    const file = await db.storedFile.findFirst({
      where: { id: fileId, purpose: "course", ownerId: ctx.actor.userId },
      select: { resources: { where: { courseId, lessonId }, select: { id: true } } },
    });
    if (!file) throw new AppError("NOT_FOUND", "file.not_found");
    const [there] = file.resources;
    if (there) return there;
    if ((await db.courseResource.count({ where: { courseId } })) >= MAX_RESOURCES)
      throw new AppError("CONFLICT", "course.full");
    const id = uuid();
    await db.courseResource.createMany({
      data: { id, courseId, lessonId, fileId, title, addedById: ctx.actor.userId },
    });
    await noteCourse(db, ctx, "resource_added", courseId, { after: { id, title, fileId, lessonId } });
    await tellTeam(db, courseId);
    return { id };
  });
}

/** Changes what a file is called, and with which lesson it is shown. */
export function editResource(ctx: Ctx, { resourceId: id, title, lessonId }: EditResource): Promise<{ saved: true }> {
  return ctx.work(async (db) => {
    const { courseId } = await takeResource(db, ctx, id);
    await refuseForeignLesson(db, courseId, lessonId);
    await db.courseResource.update({ where: { id }, data: { title, lessonId }, select: { id: true } });
    await noteCourse(db, ctx, "resource_edited", courseId, { after: { id, title, lessonId } });
    await tellTeam(db, courseId);
    return { saved: true };
  });
}

/** Takes a file out of a course; one that stood nowhere else is removed with its bytes, if it is the person's own. */
export function removeResource(
  ctx: Ctx,
  { resourceId: id }: z.output<typeof resourceInput>,
): Promise<{ removed: true }> {
  return ctx.work(async (db) => {
    const { courseId, title, fileId } = await takeResource(db, ctx, id);
    await db.courseResource.delete({ where: { id } });
    const file = await db.storedFile.findFirst({
      where: { id: fileId, ownerId: ctx.actor.userId, resources: { none: {} } },
      select: { storageKey: true, variants: true },
    });
    if (file) {
      await db.storedFile.deleteMany({ where: { id: fileId } });
      const smaller = (file.variants as { storageKey: string }[]).map(({ storageKey }) => storageKey);
      await orphan(db, fileId, [file.storageKey, ...smaller]);
    }
    await noteCourse(db, ctx, "resource_removed", courseId, { before: { id, title, fileId } });
    await tellTeam(db, courseId);
    return { removed: true };
  });
}
