import { dateOf, dayAt, mondayOf } from "@/lib/days";
import type { Ctx } from "@/server/platform/actor";
import { type Db, Sql } from "@/server/platform/db/work";
import type { Recognition } from "./recognition.schema";

/** How many of a child's badges a home shows. */
const latest = 3;
/** Midnight in Nairobi is 21:00 UTC of the day before. */
const beginning = (now: Date) => new Date(dateOf(mondayOf(dayAt(now))).getTime() - 3 * 3_600_000);
const mine = Sql.sql`(SELECT app.my_students())`;

/** What a child has earned: points, those of this week, and the newest badges. One read. */
export async function readRecognition(ctx: Ctx, db: Db): Promise<Recognition> {
  const [found] = await db.$queryRaw<Recognition[]>`
    SELECT coalesce((SELECT sum(points) FROM "PointsLog" WHERE "studentId" IN ${mine}), 0)::int AS points,
      coalesce((SELECT sum(points) FROM "PointsLog" WHERE "studentId" IN ${mine} AND "earnedAt" >= ${beginning(ctx.now)}), 0)::int AS "pointsThisWeek",
      (SELECT count(*)::int FROM "BadgeAward" WHERE "studentId" IN ${mine}) AS count,
      coalesce((SELECT jsonb_agg(award) FROM (
        SELECT b.code, b.title, b."titleSw", b.details, b."detailsSw", b.tier, w."awardedAt" FROM "BadgeAward" w JOIN "Badge" b ON b.code = w."badgeCode"
        WHERE w."studentId" IN ${mine} ORDER BY w."awardedAt" DESC, b.code LIMIT ${latest}) award), '[]') AS latest`;
  return found ?? { points: 0, pointsThisWeek: 0, count: 0, latest: [] };
}
