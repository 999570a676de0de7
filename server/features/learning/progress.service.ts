import { quizzesOf } from "@/server/features/courses/lesson.schema";
import type { Ctx } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import type { Db } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { enqueue } from "@/server/platform/outbox";
import { lessonCompleted } from "./learning.events";
import { lessonInReach, readBody, readProgress } from "./learning.queries";
import type { Saved, SaveProgress } from "./learning.schema";
import { merged, type Progress, settled } from "./progress.domain";

type Key = { studentId: string; lessonId: string; courseId: string };
const oneMonth = 30 * 86_400_000;

/** When a sitting began: not in the future, and not longer ago than a device keeps its reports. */
const begunAt = (startedAt: Date, now: Date) =>
  new Date(Math.min(now.getTime(), Math.max(startedAt.getTime(), now.getTime() - oneMonth)));

/** Reports of one lesson follow each other, so that two devices add up instead of overwriting. */
const oneAtATime = (db: Db, { studentId, lessonId }: Key) =>
  db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`progress:${studentId}:${lessonId}`}, 0))`;

type Sitting = { occurredAt: Date; seconds: number };
/** What this sitting has counted so far. Another child's or another lesson's id is taken for no sitting of this one. */
const sittingOf = (db: Db, { studentId, lessonId }: Key, id: string): Promise<Sitting | null> =>
  db.studentActivity.findFirst({
    where: { id, studentId, lessonId, kind: "LESSON" },
    select: { occurredAt: true, seconds: true },
  });

async function keepSitting(db: Db, key: Key, id: string, before: Sitting | null, now: Sitting): Promise<void> {
  if (!before) await db.studentActivity.createMany({ data: { id, kind: "LESSON", ...key, ...now } });
  else if (before.seconds < now.seconds)
    await db.studentActivity.updateMany({
      where: { id, occurredAt: before.occurredAt },
      data: { seconds: now.seconds },
    });
}

async function keepProgress(db: Db, key: Key, progress: Progress): Promise<void> {
  const { studentId, lessonId } = key;
  const answers = Object.fromEntries(
    Object.entries(progress.answers).map(([id, { at, ...given }]) => [id, { ...given, at: at?.toISOString() }]),
  );
  await db.lessonProgress.upsert({
    where: { studentId_lessonId: { studentId, lessonId } },
    create: { ...key, ...progress, answers },
    update: { ...progress, answers },
    select: { lessonId: true },
  });
}

/** The first time a lesson is finished: a line of the child's activity, one of the log, and word to whoever rewards it. */
async function tellCompleted(ctx: Ctx, db: Db, key: Key, completedAt: Date): Promise<void> {
  const { studentId, lessonId } = key;
  await db.studentActivity.createMany({ data: { kind: "LESSON_DONE", ...key, occurredAt: completedAt } });
  await audit(db, ctx, {
    action: "lesson.completed",
    subjectType: "Lesson",
    subjectId: lessonId,
    studentId,
    after: { completedAt },
  });
  await enqueue(
    db,
    lessonCompleted,
    { studentId, lessonId, completedAt: completedAt.toISOString() },
    `${studentId}:${lessonId}`,
  );
}

/**
 * Keeps what one sitting has seen so far. May be sent again, late and in any order: devices that disagree are merged, and
 * nothing is lost. A locked lesson takes nothing.
 */
export function saveProgress(ctx: Ctx, input: SaveProgress): Promise<Saved> {
  return ctx.work(async (db) => {
    const { lesson, rule, studentId, courseId } = await lessonInReach(ctx, db, input.lessonId);
    if (lesson.lock) throw new AppError("FORBIDDEN", "lesson.locked");
    const key = { studentId, lessonId: input.lessonId, courseId };
    await oneAtATime(db, key);
    const stored = await readProgress(db, key);
    const sitting = await sittingOf(db, key, input.sitting);
    const quizzes = quizzesOf(await readBody(db, key.lessonId));
    const { progress, counted } = merged(stored, settled(input, ctx.now), { rule, quizzes }, sitting?.seconds ?? 0);
    await keepProgress(db, key, progress);
    await keepSitting(db, key, input.sitting, sitting, {
      occurredAt: begunAt(input.startedAt, ctx.now),
      seconds: counted,
    });
    if (progress.completedAt && !stored.completedAt) await tellCompleted(ctx, db, key, progress.completedAt);
    return { percent: progress.percent, completed: progress.completedAt !== null };
  });
}
