import { v7 as uuid } from "uuid";
import type { z } from "zod";
import type { Ctx } from "@/server/platform/actor";
import type { Db, Prisma } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { noteCourse } from "./courses.service";
import { filesOf, type LessonDoc, readLesson, textOf } from "./lesson.schema";
import { type restoreLessonInput, SITTING_MINUTES, type saveLessonInput } from "./lessons.schema";
import { takeLesson } from "./lessons.service";

type Lesson = { id: string; courseId: string; title: string };
type Content = { body: unknown; text: string; version: number; updatedAt: Date };

/** Keeps what stands, to go back to: once per number, and nothing of a lesson that said nothing. */
async function keepVersion(db: Db, ctx: Ctx, lesson: Lesson, content: Content): Promise<void> {
  if (content.version === 0 || content.text === "") return;
  await db.lessonVersion.createMany({
    data: [
      {
        id: uuid(),
        lessonId: lesson.id,
        number: content.version,
        title: lesson.title,
        body: content.body as Prisma.InputJsonValue,
        authorId: ctx.actor.userId,
        createdAt: content.updatedAt,
      },
    ],
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

/** Saves what a lesson says. The first save of a sitting keeps what stood before it. */
export function saveLesson(ctx: Ctx, input: z.output<typeof saveLessonInput>) {
  return ctx.work(async (db) => {
    const lesson = await takeLesson(db, ctx, input.id);
    const before = await db.lessonContent.findUnique({ where: { lessonId: lesson.id } });
    await refuseForeignFiles(db, lesson, before?.body, input.body);
    const pause = before ? ctx.now.getTime() - before.updatedAt.getTime() : 0;
    if (before && (input.instead || pause > SITTING_MINUTES * 60_000)) await keepVersion(db, ctx, lesson, before);
    const from = input.instead ? (before?.version ?? 0) : input.version;
    const written = await write(db, lesson, from, input.body);
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
    if (before) await keepVersion(db, ctx, lesson, before);
    const written = await write(db, lesson, input.version, readLesson(old.body));
    await noteCourse(db, ctx, "lesson_restored", lesson.courseId, {
      after: { lesson: lesson.id, number: input.number },
    });
    return written;
  });
}
