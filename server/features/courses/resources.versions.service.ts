import { v7 as uuid } from "uuid";
import { shownAs } from "@/lib/file-types";
import type { Ctx } from "@/server/platform/actor";
import type { Db } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { noteCourse, tellTeam } from "./courses.service";
import { showInLessons } from "./lessons.body.service";
import { MAX_VERSIONS, type ReplaceFile } from "./resources.schema";
import { takeResource } from "./resources.service";

const facts = { id: true, mime: true, size: true, width: true, height: true, scan: true } as const;
type Resource = Awaited<ReturnType<typeof takeResource>>;
type Taken = { id: string; size: bigint; width: number | null; height: number | null };

/** A file the person has sent that stands nowhere in the course yet and is shown as the one before it was. */
async function takeSent(db: Db, ctx: Ctx, { courseId, fileId: before }: Resource, id: string): Promise<Taken> {
  const elsewhere = { resources: { none: { courseId } }, versions: { none: { courseId } } };
  const file = await db.storedFile.findFirst({
    where: { id, purpose: "course", ownerId: ctx.actor.userId, scan: { not: "INFECTED" }, ...elsewhere },
    select: facts,
  });
  if (!file) throw new AppError("NOT_FOUND", "file.not_found");
  if (file.scan === "PENDING") throw new AppError("CONFLICT", "file.being_checked");
  const { mime } = await db.storedFile.findUniqueOrThrow({ where: { id: before }, select: { mime: true } });
  if (shownAs(file.mime) !== shownAs(mime)) throw new AppError("BAD_INPUT", "resource.other_kind");
  return file;
}

/** Writes down that a file takes the place of another, which begins the series where there is none. */
async function keepInSeries(db: Db, ctx: Ctx, resource: Resource, fileId: string): Promise<void> {
  const { courseId, fileId: before, addedById, createdAt } = resource;
  const known = await db.courseFileVersion.findUnique({ where: { courseId_fileId: { courseId, fileId: before } } });
  const seriesId = known?.seriesId ?? uuid();
  const first = { courseId, fileId: before, seriesId, number: 1, addedById, createdAt };
  const last = known
    ? await db.courseFileVersion.aggregate({ where: { seriesId }, _max: { number: true } })
    : { _max: { number: 1 } };
  const number = (last._max.number ?? 0) + 1;
  if (number > MAX_VERSIONS) throw new AppError("CONFLICT", "resource.many_versions");
  const next = { courseId, fileId, seriesId, number, addedById: ctx.actor.userId, createdAt: ctx.now };
  await db.courseFileVersion.createMany({ data: known ? [next] : [first, next] });
}

/** Shows a file wherever the course showed the one before: beside lessons, in their texts, as its cover. */
async function showInstead(db: Db, ctx: Ctx, { courseId, fileId: before }: Resource, file: Taken): Promise<void> {
  const { id: fileId } = file;
  await db.courseResource.updateMany({ where: { courseId, fileId: before }, data: { fileId } });
  await db.course.updateMany({ where: { id: courseId, coverFileId: before }, data: { coverFileId: fileId } });
  await showInLessons(db, ctx, { courseId, before, file: { ...file, size: Number(file.size) } });
  await tellTeam(db, courseId);
}

/** Puts a file just sent into the place of one the course has, under the same name; the earlier one is kept. */
export function replaceFile(ctx: Ctx, { resourceId, fileId }: ReplaceFile): Promise<{ saved: true }> {
  return ctx.work(async (db) => {
    const resource = await takeResource(db, ctx, resourceId);
    const file = await takeSent(db, ctx, resource, fileId);
    await keepInSeries(db, ctx, resource, fileId);
    await showInstead(db, ctx, resource, file);
    await noteCourse(db, ctx, "resource_replaced", resource.courseId, {
      before: { id: resourceId, fileId: resource.fileId },
      after: { id: resourceId, fileId },
    });
    return { saved: true };
  });
}

/** Shows again what a file was before; what it is now is kept as well. */
export function restoreFile(ctx: Ctx, { resourceId, fileId }: ReplaceFile): Promise<{ saved: true }> {
  return ctx.work(async (db) => {
    const resource = await takeResource(db, ctx, resourceId);
    const { courseId, fileId: before } = resource;
    const shown = await db.courseFileVersion.findUnique({ where: { courseId_fileId: { courseId, fileId: before } } });
    const earlier = await db.courseFileVersion.findFirst({
      where: { courseId, fileId, seriesId: shown?.seriesId ?? uuid() },
      select: { file: { select: facts } },
    });
    if (!earlier) throw new AppError("NOT_FOUND", "resource.no_version");
    if (fileId === before) return { saved: true };
    await showInstead(db, ctx, resource, earlier.file);
    await noteCourse(db, ctx, "resource_restored", courseId, {
      before: { id: resourceId, fileId: before },
      after: { id: resourceId, fileId },
    });
    return { saved: true };
  });
}
