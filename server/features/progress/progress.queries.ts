import { addDays, type Day, dateOf, dayAt, mondayOf } from "@/lib/days";
import { decodeCursor, encodeCursor } from "@/lib/keyset";
import { proseText } from "@/lib/prose";
import type { Grade } from "@/lib/school-calendar";
import { questionBody } from "@/server/features/assessment/question.schema";
import { learnersInSight } from "@/server/features/learners/learners.policy";
import type { Ctx } from "@/server/platform/actor";
import { auditChildRead } from "@/server/platform/audit";
import { type Db, Sql } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { windowDays } from "./progress.domain";
import {
  type ActiveDay,
  type Award,
  type CoreCompetency,
  type CoreShown,
  coreCompetencies,
  type Evidence,
  type EvidenceInput,
  type FeedRow,
  type Journey,
  type Level,
  type SubStrandShown,
  type Week,
} from "./progress.schema";

/** The child in sight of the person asking, or NOT_FOUND, whoever's it may be. */
async function childOf(ctx: Ctx, db: Db, studentId: string): Promise<{ grade: Grade }> {
  const found = await db.student.findFirst({
    where: { AND: [learnersInSight(ctx), { id: studentId }] },
    select: { grade: true },
  });
  if (!found) throw new AppError("NOT_FOUND", "child.not_found");
  await auditChildRead(db, ctx, [studentId], "progress");
  return found;
}

const day = (column: Sql.Sql) => Sql.sql`(${column} AT TIME ZONE 'Africa/Nairobi')::date`;

/** Evidence gathered twice in one reading of it: by core competency and by sub-strand. */
async function readShown(
  db: Db,
  studentId: string,
  since: Day,
): Promise<{ cores: CoreShown[]; parts: SubStrandShown[] }> {
  const rows = await db.$queryRaw<(SubStrandShown & { core: CoreCompetency | null; position: number })[]>`
    WITH shown AS MATERIALIZED (
      SELECT e.score, e.at, c."coreCompetencies", c."learningAreaCode", c.strand, c."subStrand", c.code
      FROM app.evidence(${studentId}::uuid, ${since}::date::timestamp AT TIME ZONE 'Africa/Nairobi') e JOIN "Competency" c ON c.id = e."competencyId")
    SELECT core, NULL AS area, NULL AS "areaName", NULL AS "areaNameSw", NULL AS strand, NULL AS "subStrand", 0 AS position, NULL AS first,
           count(*)::int AS count, 100 * avg(score)::float AS percent, max(${day(Sql.sql`at`)})::text AS "lastOn"
    FROM shown, unnest("coreCompetencies") core GROUP BY core
    UNION ALL
    SELECT NULL, a.code, a.name, a."nameSw", s.strand, s."subStrand", a.position, min(s.code),
           count(*)::int, 100 * avg(s.score)::float, max(${day(Sql.sql`s.at`)})::text
    FROM shown s JOIN "LearningArea" a ON a.code = s."learningAreaCode" GROUP BY a.code, s.strand, s."subStrand"
    ORDER BY position, first`;
  const cores = coreCompetencies.map((core) => {
    const row = rows.find((one) => one.core === core);
    return { core, shown: row ? { count: row.count, percent: row.percent, lastOn: row.lastOn } : null };
  });
  return { cores, parts: rows.filter(({ core }) => core === null) };
}

/** Levels of the scale a grade is told on at a day, best first. */
export async function readLevels(db: Db, grade: Grade, on: Day): Promise<Level[]> {
  return db.$queryRaw<Level[]>`
    SELECT l.code, l.name, l."nameSw", l."minPercent", l.points FROM "ScaleLevel" l
    WHERE l."scaleCode" = (SELECT u."scaleCode" FROM "ScaleUse" u WHERE u.grade = ${grade}::"Grade" AND u."validFrom" <= ${on}::date ORDER BY u."validFrom" DESC LIMIT 1)
    ORDER BY l.position`;
}

/** This week and the one before, counted by the time things happened. */
async function readWeeks(db: Db, studentId: string, today: Day): Promise<Journey["weeks"]> {
  const monday = mondayOf(today);
  const before = addDays(monday, -7);
  const rows = await db.$queryRaw<(Week & { current: boolean })[]>`
    SELECT ${day(Sql.sql`"occurredAt"`)} >= ${monday}::date AS current,
           count(*) FILTER (WHERE kind = 'LESSON_DONE')::int AS lessons, coalesce(sum(seconds), 0)::int AS seconds,
           count(*) FILTER (WHERE kind = 'SUBMITTED')::int AS "handedIn", count(*) FILTER (WHERE kind = 'RETURNED')::int AS returned
    FROM "StudentActivity" WHERE "studentId" = ${studentId}::uuid AND "occurredAt" >= ${before}::date::timestamp AT TIME ZONE 'Africa/Nairobi' GROUP BY 1`;
  const answers = await db.$queryRaw<{ current: boolean; answers: number; right: number }[]>`
    SELECT ${day(Sql.sql`"answeredAt"`)} >= ${monday}::date AS current, count(*)::int AS answers, count(*) FILTER (WHERE score >= 0.5)::int AS right
    FROM "Response" WHERE "studentId" = ${studentId}::uuid AND score IS NOT NULL AND "answeredAt" >= ${before}::date::timestamp AT TIME ZONE 'Africa/Nairobi' GROUP BY 1`;
  const weekOf = (current: boolean, from: Day): Week => {
    const none = { lessons: 0, seconds: 0, handedIn: 0, returned: 0, answers: 0, right: 0 };
    const { current: _, ...done } = {
      current,
      ...none,
      ...rows.find((one) => one.current === current),
      ...answers.find((one) => one.current === current),
    };
    return { ...done, from };
  };
  return { now: weekOf(true, monday), before: weekOf(false, before) };
}

/** The lesson to go on with: the first unfinished one of the course the child was in last. */
async function readNext(db: Db, studentId: string): Promise<Journey["next"]> {
  const [row] = await db.$queryRaw<NonNullable<Journey["next"]>[]>`
    SELECT e."courseId", l.title, c.title AS course
    FROM (SELECT "courseId" FROM "Enrollment" WHERE "studentId" = ${studentId}::uuid AND status = 'ACTIVE' ORDER BY "lastActivityAt" DESC NULLS LAST, id LIMIT 1) e
    JOIN "Course" c ON c.id = e."courseId" JOIN "Lesson" l ON l."courseId" = c.id JOIN "CourseModule" m ON m.id = l."moduleId"
    WHERE NOT EXISTS (SELECT FROM "LessonProgress" p WHERE p."studentId" = ${studentId}::uuid AND p."lessonId" = l.id AND p."completedAt" IS NOT NULL)
    ORDER BY m.position COLLATE "C", l.position COLLATE "C" LIMIT 1`;
  return row ?? null;
}

/** PA-2, learning journey: what a child has shown in the last half year, and the week. Six reads, however much it is. */
export function readJourney(ctx: Ctx, studentId: string): Promise<Journey> {
  const today = dayAt(ctx.now);
  const since = addDays(today, -windowDays);
  return ctx.work(async (db) => {
    const { grade } = await childOf(ctx, db, studentId);
    const shown = await readShown(db, studentId, since);
    const levels = await readLevels(db, grade, today);
    const weeks = await readWeeks(db, studentId, today);
    return { today, since, grade, ...shown, levels, weeks, next: await readNext(db, studentId) };
  });
}

const PAGE = 20;

/** Every piece of evidence behind one sub-strand, newest first, by pages. */
export function readEvidence(ctx: Ctx, input: EvidenceInput): Promise<{ rows: Evidence[]; next: string | null }> {
  const since = addDays(dayAt(ctx.now), -windowDays);
  const after = decodeCursor(input.cursor);
  return ctx.work(async (db) => {
    await childOf(ctx, db, input.studentId);
    const found = await db.$queryRaw<(Omit<Evidence, "title"> & { body: unknown; work: string | null; key: string })[]>`
      SELECT e.kind, e.id, e.at, e.score, e.id || '/' || c.code AS key, c.statement AS competency, k.title AS course, v.body, s.title AS work, s.id AS "assignmentId"
      FROM app.evidence(${input.studentId}::uuid, ${since}::date::timestamp AT TIME ZONE 'Africa/Nairobi') e
      JOIN "Competency" c ON c.id = e."competencyId" AND c."learningAreaCode" = ${input.area} AND c.strand = ${input.strand} AND c."subStrand" = ${input.subStrand}
      LEFT JOIN "Course" k ON k.id = e."courseId"
      LEFT JOIN "Response" r ON e.kind = 'answer' AND r.id = e.id LEFT JOIN "QuestionVersion" v ON v.id = r."versionId"
      LEFT JOIN "Submission" w ON e.kind = 'work' AND w.id = e.id LEFT JOIN "Assignment" s ON s.id = w."assignmentId"
      WHERE ${after ? Sql.sql`(e.at, e.id || '/' || c.code) < (${after[0]}::timestamptz, ${after[1]})` : Sql.sql`true`}
      ORDER BY e.at DESC, e.id || '/' || c.code DESC LIMIT ${PAGE + 1}`;
    const rows = found
      .slice(0, PAGE)
      .map(({ body, work, key: _, ...row }) => ({ ...row, title: work ?? stemOf(body) }));
    const last = found[PAGE - 1];
    return { rows, next: found.length > PAGE && last ? encodeCursor(last.at, last.key) : null };
  });
}

function stemOf(body: unknown): string {
  const parsed = questionBody.safeParse(body);
  return parsed.success ? proseText(parsed.data.stem).replace(/\[\[[\w-]+\]\]/g, "____") : "";
}

/** Days with learning in the last twelve weeks, by the day it happened in Nairobi. */
export function readActivity(ctx: Ctx, input: { studentId: string; cursor?: string }) {
  const today = dayAt(ctx.now);
  const after = decodeCursor(input.cursor);
  return ctx.work(async (db) => {
    await childOf(ctx, db, input.studentId);
    const days = await db.$queryRaw<ActiveDay[]>`
      SELECT ${day(Sql.sql`"occurredAt"`)}::text AS day, sum(seconds)::int AS seconds, count(*)::int AS acts
      FROM "StudentActivity" WHERE "studentId" = ${input.studentId}::uuid AND "occurredAt" >= ${dateOf(addDays(today, -370))} AND kind <> 'RETURNED' AND kind <> 'BADGE'
      GROUP BY 1 ORDER BY 1`;
    const found = await db.$queryRaw<FeedRow[]>`
      SELECT a.id, a.kind::text AS kind, a."occurredAt" AS at, a.seconds, c.title AS course,
             coalesce(l.title, b.title) AS title, coalesce(l.title, b."titleSw") AS "titleSw", h.id AS "workId"
      FROM "StudentActivity" a LEFT JOIN "Course" c ON c.id = a."courseId" LEFT JOIN "Lesson" l ON l.id = a."lessonId"
      LEFT JOIN "BadgeAward" w ON a.kind = 'BADGE' AND w.id = a."subjectId" LEFT JOIN "Badge" b ON b.code = w."badgeCode"
      LEFT JOIN "Submission" h ON a.kind IN ('SUBMITTED', 'RETURNED') AND h.id = a."subjectId" AND h.status <> 'DRAFT'
      WHERE a."studentId" = ${input.studentId}::uuid
        AND ${after ? Sql.sql`(a."occurredAt", a.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : Sql.sql`true`}
      ORDER BY a."occurredAt" DESC, a.id DESC LIMIT ${PAGE + 1}`;
    const last = found[PAGE - 1];
    return {
      today,
      days,
      rows: found.slice(0, PAGE),
      next: found.length > PAGE && last ? encodeCursor(last.at, last.id) : null,
    };
  });
}

/** Badges earned and still ahead, and all points. */
export function readAchievements(ctx: Ctx, studentId: string): Promise<{ awards: Award[]; points: number }> {
  return ctx.work(async (db) => {
    await childOf(ctx, db, studentId);
    const awards = await db.$queryRaw<Award[]>`
      SELECT b.code, b.title, b."titleSw", b.details, b."detailsSw", b.tier::text AS tier, b.points, ${day(Sql.sql`a."awardedAt"`)}::text AS "awardedOn"
      FROM "Badge" b LEFT JOIN "BadgeAward" a ON a."badgeCode" = b.code AND a."studentId" = ${studentId}::uuid
      ORDER BY a."awardedAt" DESC NULLS LAST, b.points, b.code`;
    const [sum] = await db.$queryRaw<{ points: number }[]>`
      SELECT coalesce(sum(points), 0)::int AS points FROM "PointsLog" WHERE "studentId" = ${studentId}::uuid`;
    return { awards, points: sum?.points ?? 0 };
  });
}
