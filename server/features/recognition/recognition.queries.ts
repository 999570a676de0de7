import { dateOf, dayAt, mondayOf } from "@/lib/days";
import type { Ctx } from "@/server/platform/actor";
import { Sql } from "@/server/platform/db/work";

/** How many of a child's badges a home shows. */
const latest = 3;
/** Midnight in Nairobi is 21:00 UTC of the day before. */
const beginning = (now: Date) => new Date(dateOf(mondayOf(dayAt(now))).getTime() - 3 * 3_600_000);
const mine = Sql.sql`(SELECT app.my_students())`;

/** What a child has earned, in one row: points, those of this week, and the newest badges. */
export const recognitionSql = ({ now }: Ctx) => Sql.sql`
  SELECT coalesce((SELECT sum(points) FROM "PointsLog" WHERE "studentId" IN ${mine}), 0)::int AS points,
    coalesce((SELECT sum(points) FROM "PointsLog" WHERE "studentId" IN ${mine} AND "earnedAt" >= ${beginning(now)}), 0)::int AS "pointsThisWeek",
    (SELECT count(*)::int FROM "BadgeAward" WHERE "studentId" IN ${mine}) AS count,
    coalesce((SELECT jsonb_agg(award) FROM (
      SELECT b.code, b.title, b."titleSw", b.details, b."detailsSw", b.tier FROM "BadgeAward" w JOIN "Badge" b ON b.code = w."badgeCode"
      WHERE w."studentId" IN ${mine} ORDER BY w."awardedAt" DESC, b.code LIMIT ${latest}) award), '[]') AS latest`;
