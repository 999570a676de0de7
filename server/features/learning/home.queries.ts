import type { Day } from "@/lib/days";
import { recognitionSql } from "@/server/features/recognition/recognition.queries";
import type { Recognition } from "@/server/features/recognition/recognition.schema";
import type { Ctx } from "@/server/platform/actor";
import { type InJson, moment, together } from "@/server/platform/db/together";
import { Sql } from "@/server/platform/db/work";
import { coursesSql } from "./learning.queries";
import type { CourseCard, LearningHome } from "./learning.schema";

/** Courses among which the next lesson is looked for. */
const fewCourses = 6;

/** Days of the last year on which the child learned, by Nairobi's calendar and by when it happened. */
function learningDaysSql({ now }: Ctx): Sql.Sql {
  const yearAgo = new Date(now.getTime() - 366 * 86_400_000);
  return Sql.sql`
    SELECT DISTINCT ("occurredAt" AT TIME ZONE 'Africa/Nairobi')::date::text AS day FROM "StudentActivity"
    WHERE "studentId" IN (SELECT app.my_students()) AND "occurredAt" > ${yearAgo} AND kind IN ('LESSON', 'LESSON_DONE', 'ANSWERS', 'SUBMITTED')`;
}

const cardOf = ({ lastActivityAt, completedAt, ...card }: InJson<CourseCard>): CourseCard => ({
  ...card,
  lastActivityAt: moment(lastActivityAt),
  completedAt: moment(completedAt),
});

/** What a child's home says about learning: the lesson to go on with, the days, and what was earned. One read. */
export function readLearningHome(ctx: Ctx): Promise<LearningHome> {
  return ctx.work(async (db) => {
    const { courses, days, recognition } = await together<{
      courses: InJson<CourseCard>;
      days: { day: Day };
      recognition: Recognition;
    }>(db, { courses: coursesSql(ctx, fewCourses), days: learningDaysSql(ctx), recognition: recognitionSql(ctx) });
    const course = courses.find(({ next }) => next && !next.done && !next.opensOn);
    return {
      course: course ? cardOf(course) : null,
      follows: courses.length > 0,
      days: days.map(({ day }) => day),
      recognition: recognition[0] ?? { points: 0, pointsThisWeek: 0, count: 0, latest: [] },
    };
  });
}
