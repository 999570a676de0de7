import { v7 as uuid } from "uuid";
import type { z } from "zod";
import { shownAs } from "@/lib/file-types";
import { orphanAll } from "@/server/features/files/files.service";
import { refuseShown } from "@/server/features/files/files.shown.service";
import type { Ctx } from "@/server/platform/actor";
import type { Db } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { editableCourses } from "./courses.policy";
import { noteCourse, takeCourse, tellTeam } from "./courses.service";
import { fileBlock } from "./lesson.files.domain";
import type { Block } from "./lesson.schema";
import { takeLesson } from "./lessons.service";
import {
  type AddResource,
  type EditResource,
  MAX_RESOURCES,
  type resourceInput,
  type ShowFile,
} from "./resources.schema";

/** A lesson must be one of the course's own. */
async function refuseForeignLesson(db: Db, courseId: string, lessonId: string | null): Promise<void> {
  if (lessonId === null) return;
  const lesson = await db.lesson.findFirst({ where: { id: lessonId, courseId }, select: { id: true } });
  if (!lesson) throw new AppError("NOT_FOUND", "lesson.not_found");
}

/** A resource whose course is taken for this unit. */
export async function takeResource(db: Db, ctx: Ctx, id: string) {
  const resource = await db.courseResource.findFirst({
    where: { id, course: editableCourses(ctx.actor) },
    select: { id: true, courseId: true, title: true, fileId: true, addedById: true, createdAt: true },
  });
  if (!resource) throw new AppError("NOT_FOUND", "resource.not_found");
  await takeCourse(db, ctx, resource.courseId);
  return resource;
}

/** Puts a file into a course whose unit has been taken; one that is there already stays as it is. */
async function putResource(db: Db, ctx: Ctx, { courseId, lessonId, fileId, title }: AddResource) {
  const there = await db.courseResource.findFirst({ where: { courseId, lessonId, fileId }, select: { id: true } });
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
}

/** Puts a file the person has sent into a course. Said twice, it is there once. */
export function addResource(ctx: Ctx, input: AddResource): Promise<{ id: string }> {
  return ctx.work(async (db) => {
    await takeCourse(db, ctx, input.courseId);
    await refuseForeignLesson(db, input.courseId, input.lessonId);
    const file = await db.storedFile.findFirst({
      where: { id: input.fileId, purpose: "course", ownerId: ctx.actor.userId },
      select: { id: true },
    });
    if (!file) throw new AppError("NOT_FOUND", "file.not_found");
    return putResource(db, ctx, input);
  });
}

/**
 * Lets a lesson show a file the person has sent, or one its course holds already, and gives the block to put into the
 * text. The file stands with the lesson from then on, so that whoever reads the lesson may open it.
 */
export function showFile(ctx: Ctx, { lessonId, fileId, words, transcript }: ShowFile): Promise<Block> {
  return ctx.work(async (db) => {
    const { courseId } = await takeLesson(db, ctx, lessonId);
    const file = await db.storedFile.findFirst({
      where: {
        id: fileId,
        purpose: "course",
        OR: [{ ownerId: ctx.actor.userId }, { resources: { some: { courseId } } }],
      },
      select: { id: true, name: true, mime: true, size: true, width: true, height: true, scan: true },
    });
    if (!file || file.scan === "INFECTED") throw new AppError("NOT_FOUND", "file.not_found");
    if (file.scan === "PENDING") throw new AppError("CONFLICT", "file.being_checked");
    await putResource(db, ctx, { courseId, lessonId, fileId, title: file.name });
    return fileBlock({ ...file, kind: shownAs(file.mime), size: Number(file.size) }, words, transcript);
  });
}

/** Changes what a file is called, and with which lesson it is shown. */
export function editResource(ctx: Ctx, { resourceId: id, title, lessonId }: EditResource): Promise<{ saved: true }> {
  return ctx.work(async (db) => {
    const { courseId, fileId } = await takeResource(db, ctx, id);
    await refuseForeignLesson(db, courseId, lessonId);
    if (lessonId !== null) await refuseShown(db, fileId, [id], lessonId);
    await db.courseResource.update({ where: { id }, data: { title, lessonId }, select: { id: true } });
    await noteCourse(db, ctx, "resource_edited", courseId, { after: { id, title, lessonId } });
    await tellTeam(db, courseId);
    return { saved: true };
  });
}

/**
 * Removes those of these files that are the person's own and that no course holds any more and no question shows, with
 * their bytes. The database looks also where the person may not: into a colleague's copy of the course.
 */
export async function dropUnusedFiles(db: Db, ctx: Ctx, fileIds: readonly string[]): Promise<void> {
  const files = await db.$queryRaw<{ id: string; storageKey: string; variants: unknown }[]>`
    SELECT id, "storageKey", variants FROM "StoredFile" WHERE id = ANY(${[...fileIds]}::uuid[]) AND purpose = 'course'
      AND "ownerId" = ${ctx.actor.userId}::uuid AND NOT app.sent_file_stands(id)`;
  if (files.length === 0) return;
  await db.storedFile.deleteMany({ where: { id: { in: files.map(({ id }) => id) } } });
  await orphanAll(db, files);
}

/** What a file was before goes with it when it leaves its course; gives all that stood in its place. */
async function forgetVersions(db: Db, courseId: string, fileId: string): Promise<string[]> {
  if ((await db.courseResource.count({ where: { courseId, fileId } })) > 0) return [];
  const version = await db.courseFileVersion.findUnique({ where: { courseId_fileId: { courseId, fileId } } });
  if (!version) return [fileId];
  const series = { seriesId: version.seriesId };
  const files = await db.courseFileVersion.findMany({ where: series, select: { fileId: true } });
  await db.courseFileVersion.deleteMany({ where: series });
  return files.map((one) => one.fileId);
}

/** Takes a file out of a course; one that then stands nowhere is removed with its bytes, if it is the person's own. */
export function removeResource(
  ctx: Ctx,
  { resourceId: id }: z.output<typeof resourceInput>,
): Promise<{ removed: true }> {
  return ctx.work(async (db) => {
    const resource = await takeResource(db, ctx, id);
    const { courseId, title, fileId } = resource;
    await refuseShown(db, fileId, [id]);
    await db.courseResource.delete({ where: { id } });
    await dropUnusedFiles(db, ctx, await forgetVersions(db, courseId, fileId));
    await noteCourse(db, ctx, "resource_removed", courseId, { before: { id, title, fileId } });
    await tellTeam(db, courseId);
    return { removed: true };
  });
}
