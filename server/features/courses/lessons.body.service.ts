import { v7 as uuid } from "uuid";
import type { z } from "zod";
import type { Ctx } from "@/server/platform/actor";
import type { Db, Prisma } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { noteCourse } from "./courses.service";
import { type FileFacts, withFile } from "./lesson.files.domain";
import { filesOf, type LessonDoc, readLesson, textOf } from "./lesson.schema";
import { type restoreLessonInput, SITTING_MINUTES, type saveLessonInput } from "./lessons.schema";
import { takeLesson } from "./lessons.service";

type Lesson = { id: string; courseId: string; title: string };
type Content = { body: unknown; text: string; version: number; updatedAt: Date };

/** Keeps what stands, to go back to: once per number, and nothing of a lesson that said nothing. */
async function keepVersions(db: Db, ctx: Ctx, lessons: readonly { lesson: Lesson; content: Content }[]): Promise<void> {
  const written = lessons.filter(({ content }) => content.version > 0 && content.text !== "");
  await db.lessonVersion.createMany({
    data: written.map(({ lesson, content }) => ({
      id: uuid(),
      lessonId: lesson.id,
      number: content.version,
      title: lesson.title,
      body: content.body as Prisma.InputJsonValue,
      authorId: ctx.actor.userId,
      createdAt: content.updatedAt,
    })),
    skipDuplicates: true,
  });
}

/** Writes the body over the version the writer began from; a newer one is a conflict. */
async function write(db: Db, lesson: Lesson, from: number, body: LessonDoc): Promise<{ version: number }> {
  const data = { body: body as Prisma.InputJsonObject, text: textOf(body), version: from + 1 };
  const { count } =
    from === 0
      ? await db.lessonContent.createMany({ data: [{ lessonId: lesson.id, ...data }], skipDuplicates: true })
      : await db.lessonContent.updateMany({ where: { lessonId: lesson.id, version: from }, data });
  if (count === 0) throw new AppError("CONFLICT", "lesson.changed");
  return { version: data.version };
}

/** A lesson shows files that stand with it or with its whole course; what it showed before may stay. */
async function refuseForeignFiles(db: Db, lesson: Lesson, before: unknown, body: LessonDoc): Promise<void> {
  const shown = filesOf(body);
  const known = new Set(shown.length ? filesOf(readLesson(before)) : []);
  const added = shown.filter((fileId) => !known.has(fileId));
  if (added.length === 0) return;
  const held = await db.courseResource.findMany({
    where: { courseId: lesson.courseId, fileId: { in: added }, OR: [{ lessonId: lesson.id }, { lessonId: null }] },
    distinct: ["fileId"],
    select: { fileId: true },
  });
  if (held.length < added.length) throw new AppError("NOT_FOUND", "file.not_found");
}

/**
 * A text that shows what its files are now: what another file took the place of is not shown again, neither by a writer
 * who began before nor by an old text that is brought back.
 */
async function withNewestFiles(db: Db, courseId: string, body: LessonDoc): Promise<LessonDoc> {
  const shown = filesOf(body);
  if (shown.length === 0) return body;
  const replaced = await db.$queryRaw<(FileFacts & { before: string })[]>`
    SELECT DISTINCT o."fileId" AS before, f.id, f.size::int AS size, f.width, f.height
    FROM "CourseFileVersion" o JOIN "CourseFileVersion" n ON n."seriesId" = o."seriesId"
    JOIN "CourseResource" r ON r."courseId" = n."courseId" AND r."fileId" = n."fileId" JOIN "StoredFile" f ON f.id = n."fileId"
    WHERE o."courseId" = ${courseId}::uuid AND o."fileId" = ANY(${shown}::uuid[])
      AND NOT EXISTS (SELECT FROM "CourseResource" s WHERE s."courseId" = o."courseId" AND s."fileId" = o."fileId")`;
  return replaced.reduce((text, { before, ...file }) => withFile(text, before, file), body);
}

/** Shows a file in every text of a course that showed the one before it; what stood there is kept. Three statements. */
export async function showInLessons(
  db: Db,
  ctx: Ctx,
  { courseId, before, file }: { courseId: string; before: string; file: FileFacts },
): Promise<void> {
  const found = await db.$queryRaw<(Lesson & Content)[]>`
    SELECT l.id, l."courseId", l.title, x.body, x.text, x.version, x."updatedAt"
    FROM "Lesson" l JOIN "LessonContent" x ON x."lessonId" = l.id
    WHERE l."courseId" = ${courseId}::uuid AND x.body::text LIKE ${`%${before}%`}`;
  await keepVersions(
    db,
    ctx,
    found.map((one) => ({ lesson: one, content: one })),
  );
  const shown = found.map(({ id, body }) => ({ id, body: withFile(body, before, file) }));
  await db.$executeRaw`
    UPDATE "LessonContent" x SET body = n.body, version = x.version + 1, "updatedAt" = ${ctx.now}
    FROM jsonb_to_recordset(${JSON.stringify(shown)}::jsonb) AS n(id uuid, body jsonb) WHERE x."lessonId" = n.id`;
}

/** Saves what a lesson says. The first save of a sitting keeps what stood before it. */
export function saveLesson(ctx: Ctx, input: z.output<typeof saveLessonInput>) {
  return ctx.work(async (db) => {
    const lesson = await takeLesson(db, ctx, input.id);
    const before = await db.lessonContent.findUnique({ where: { lessonId: lesson.id } });
    const body = await withNewestFiles(db, lesson.courseId, input.body);
    await refuseForeignFiles(db, lesson, before?.body, body);
    const pause = before ? ctx.now.getTime() - before.updatedAt.getTime() : 0;
    if (before && (input.instead || pause > SITTING_MINUTES * 60_000))
      await keepVersions(db, ctx, [{ lesson, content: before }]);
    const from = input.instead ? (before?.version ?? 0) : input.version;
    const written = await write(db, lesson, from, body);
    await noteCourse(db, ctx, "lesson_written", lesson.courseId, { after: { lesson: lesson.id, ...written } });
    return { ...written, savedAt: ctx.now };
  });
}

/** Brings back what a lesson said before; what stands now is kept as well. */
export function restoreLesson(ctx: Ctx, input: z.output<typeof restoreLessonInput>) {
  return ctx.work(async (db) => {
    const lesson = await takeLesson(db, ctx, input.id);
    const old = await db.lessonVersion.findUnique({
      where: { lessonId_number: { lessonId: lesson.id, number: input.number } },
      select: { body: true },
    });
    if (!old) throw new AppError("NOT_FOUND", "lesson.no_version");
    const before = await db.lessonContent.findUnique({ where: { lessonId: lesson.id } });
    if (before) await keepVersions(db, ctx, [{ lesson, content: before }]);
    const body = await withNewestFiles(db, lesson.courseId, readLesson(old.body));
    const written = await write(db, lesson, input.version, body);
    await noteCourse(db, ctx, "lesson_restored", lesson.courseId, {
      after: { lesson: lesson.id, number: input.number },
    });
    return written;
  });
}
