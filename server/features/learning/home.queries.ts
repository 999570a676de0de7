import type { Day } from "@/lib/days";
import { readRecognition } from "@/server/features/recognition/recognition.queries";
import type { Ctx } from "@/server/platform/actor";
import type { Db } from "@/server/platform/db/work";
import { readCourses } from "./learning.queries";
import type { LearningHome } from "./learning.schema";

/** Courses among which the next lesson is looked for. */
const fewCourses = 6;

/** Days of the last year on which the child learned, by Nairobi's calendar and by when it happened. One read. */
async function readLearningDays(ctx: Ctx, db: Db): Promise<Day[]> {
  const yearAgo = new Date(ctx.now.getTime() - 366 * 86_400_000);
  const rows = await db.$queryRaw<{ day: Day }[]>`
    SELECT DISTINCT ("occurredAt" AT TIME ZONE 'Africa/Nairobi')::date::text AS day FROM "StudentActivity"
    WHERE "studentId" IN (SELECT app.my_students()) AND "occurredAt" > ${yearAgo} AND kind IN ('LESSON', 'LESSON_DONE', 'ANSWERS', 'SUBMITTED')`;
  return rows.map(({ day }) => day);
}

/** What a child's home says about learning: the lesson to go on with, the days, and what was earned. Three reads. */
export function readLearningHome(ctx: Ctx): Promise<LearningHome> {
  return ctx.work(async (db) => {
    const courses = await readCourses(ctx, db, fewCourses);
    return {
      course: courses.find(({ next }) => next && !next.done && !next.opensOn) ?? null,
      follows: courses.length > 0,
      days: await readLearningDays(ctx, db),
      recognition: await readRecognition(ctx, db),
    };
  });
}
