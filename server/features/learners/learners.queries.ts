import { z } from "zod";
import { addDays, dateOf, dayAt } from "@/lib/days";
import { type Page, pageOf } from "@/lib/keyset";
import { wordsOf } from "@/lib/list";
import type { Ctx } from "@/server/platform/actor";
import { auditChildRead } from "@/server/platform/audit";
import { type Place, placeKeys } from "@/server/platform/db/places";
import { type Db, Sql } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { inClass, learnerCourses, learnersInSight } from "./learners.policy";
import type { LearnersInput } from "./learners.schema";

/** Counting stops here: "more than 1,000". */
export const mostCounted = 1_000;

/** The courses whose learners one looks after, or one of them: for filters and for bounding every other read by their ids. */
export const readLearnerCourses = (db: Db, ctx: Ctx, id?: string) =>
  db.course.findMany({
    where: { AND: [learnerCourses(ctx.actor), { status: { not: "DRAFT" } }, id ? { id } : {}] },
    orderBy: [{ title: "asc" }, { id: "asc" }],
    select: { id: true, title: true, grade: true, lessonCount: true },
  });
export type LearnerCourse = Awaited<ReturnType<typeof readLearnerCourses>>[number];

/** What each order of the list sorts by, as its index is made. Quiet longest is oldest, so the fewest days come last there. */
const quietSince = Sql.sql`coalesce(m."lastActivityAt", m.since, '3000-01-01 00:00+00'::timestamptz)`;
const moment = { type: Sql.sql`timestamptz`, holds: z.iso.datetime() };
const places: Record<"name" | "last" | "progress" | "quiet", Place> = {
  name: { by: Sql.sql`m."lastName"`, type: Sql.sql`text`, holds: z.string() },
  last: { by: Sql.sql`coalesce(m."lastActivityAt", 'epoch'::timestamptz)`, ...moment },
  progress: { by: Sql.sql`(m."lessonsDone" * 1000 / greatest(m.lessons, 1))`, type: Sql.sql`int`, holds: z.int() },
  quiet: { by: quietSince, ...moment, falls: true },
};
const openFlag = Sql.sql`EXISTS (SELECT FROM "FamilyCase" f WHERE f."studentId" = m."studentId" AND f.kind = 'FLAG' AND f.status <> 'CLOSED')`;

/** Which lines `m` of the class are asked for. */
function listed(ctx: Ctx, courseIds: readonly string[], { filters, q }: LearnersInput): Sql.Sql {
  const { course, grade, quiet, flagged } = filters;
  const follows = Sql.sql`EXISTS (SELECT FROM "Enrollment" e WHERE e."studentId" = m."studentId" AND e."courseId" = ${course}::uuid AND e.status <> 'WITHDRAWN')`;
  const asked = [
    inClass(ctx.actor),
    ...(course ? [courseIds.includes(course) ? follows : Sql.sql`false`] : []),
    ...(grade?.length ? [Sql.sql`m.grade = ANY(${grade}::"Grade"[])`] : []),
    ...(quiet ? [Sql.sql`${quietSince} < ${dateOf(addDays(dayAt(ctx.now), -Number(quiet)))}`] : []),
    ...(flagged === undefined ? [] : [flagged ? openFlag : Sql.sql`NOT ${openFlag}`]),
    ...wordsOf(q).map((word) => Sql.sql`strpos(lower(m."firstName" || ' ' || m."lastName"), lower(${word})) > 0`),
  ];
  return Sql.join(asked, " AND ");
}

type Listed = {
  id: string;
  firstName: string;
  lastName: string;
  grade: string;
  /** With the teacher: courses, lessons done in them and how many there are. */
  courses: number;
  done: number;
  lessons: number;
  lastAt: Date | null;
  /** Without a sign since, counted from the first enrolment where there never was one; null without a course. */
  quietSince: Date | null;
};
type Care = { studentId: string; waiting: number; flagged: boolean };
export type LearnerRow = Listed & Omit<Care, "studentId">;
export type Learners = Page<LearnerRow> & { courses: LearnerCourse[] };

/** A page of the class in its order, each noted as met in this place, and how many there are. */
async function readListed(ctx: Ctx, db: Db, where: Sql.Sql, input: LearnersInput): Promise<Page<Listed>> {
  const place = places[input.sort.replace(/^-/, "") as keyof typeof places];
  const keys = placeKeys(input, place, Sql.sql`m."studentId"`);
  const found = await db.$queryRaw<(Listed & { place: string | number | Date })[]>`
    SELECT m."studentId" AS id, m."firstName", m."lastName", m.grade::text AS grade, m.courses, m."lessonsDone" AS done, m.lessons,
           m."lastActivityAt" AS "lastAt", coalesce(m."lastActivityAt", m.since) AS "quietSince", ${place.by} AS place
    FROM "ClassMember" m WHERE ${where} AND ${keys.after} ORDER BY ${keys.orderBy} LIMIT ${keys.take}`;
  const [{ counted } = { counted: 0 }] = await db.$queryRaw<{ counted: number }[]>`
    SELECT count(*)::int AS counted FROM (SELECT FROM "ClassMember" m WHERE ${where} LIMIT ${mostCounted + 1}) found`;
  const page = pageOf(found, keys, (row) => [row.place, row.id], {
    total: Math.min(counted, mostCounted),
    isFloor: counted > mostCounted,
  });
  const rows = page.rows.map(({ place: _, ...row }) => row);
  await auditChildRead(
    db,
    ctx,
    rows.map(({ id }) => id),
    "learners",
    { glance: true },
  );
  return { ...page, rows };
}

/** Whose work waits in these courses, and about whom staff were asked to look. One read. */
async function readCares(db: Db, studentIds: readonly string[], courseIds: readonly string[]) {
  const [students, courses] = [[...studentIds], [...courseIds]];
  const rows = await db.$queryRaw<Care[]>`
    SELECT s.id AS "studentId", coalesce(w.waiting, 0) AS waiting, f."studentId" IS NOT NULL AS flagged
    FROM unnest(${students}::uuid[]) s(id)
    LEFT JOIN (
      SELECT w."studentId", count(*)::int AS waiting FROM "Submission" w
      WHERE w."studentId" = ANY(${students}::uuid[]) AND w."courseId" = ANY(${courses}::uuid[]) AND w.status IN ('SUBMITTED', 'GRADED') GROUP BY 1) w ON w."studentId" = s.id
    LEFT JOIN (
      SELECT DISTINCT f."studentId" FROM "FamilyCase" f
      WHERE f."studentId" = ANY(${students}::uuid[]) AND f.kind = 'FLAG' AND f.status <> 'CLOSED') f ON f."studentId" = s.id`;
  return new Map(rows.map(({ studentId, ...care }) => [studentId, care]));
}

/** The learners one teaches, a page at a time: four reads, however many there are. */
export function listLearners(ctx: Ctx, input: LearnersInput): Promise<Learners> {
  return ctx.work(async (db) => {
    const courses = await readLearnerCourses(db, ctx);
    const courseIds = courses.map(({ id }) => id);
    const page = await readListed(ctx, db, listed(ctx, courseIds, input), input);
    const cares = await readCares(
      db,
      page.rows.map(({ id }) => id),
      courseIds,
    );
    const none = { waiting: 0, flagged: false };
    return { ...page, rows: page.rows.map((row) => ({ ...row, ...(cares.get(row.id) ?? none) })), courses };
  });
}

/** Everybody the list's filters match, in pieces of 200, for the export. Each piece is its own short unit. */
export async function* exportLearners(ctx: Ctx, input: LearnersInput) {
  let cursor: string | undefined;
  do {
    const page = await listLearners(ctx, { ...input, limit: 200, cursor, dir: "after" });
    yield page.rows;
    cursor = page.next ?? undefined;
  } while (cursor);
}

export type LearnerLesson = {
  id: string;
  title: string;
  percent: number;
  seconds: number;
  completedAt: Date | null;
};
export type LearnerPlace = {
  courseId: string;
  title: string;
  language: string;
  area: string;
  areaSw: string;
  status: string;
  since: Date;
  lastAt: Date | null;
  completedAt: Date | null;
  done: number;
  lessons: LearnerLesson[];
};

/** Courses a learner follows, of those the person asking may see, each with its lessons. One read. */
const readPlaces = (db: Db, studentId: string) =>
  db.$queryRaw<LearnerPlace[]>`
    SELECT e."courseId", c.title, c.language, a.name AS area, a."nameSw" AS "areaSw", e.status::text AS status, e."createdAt" AS since,
           e."lastActivityAt" AS "lastAt", e."completedAt", e."lessonsDone" AS done,
           coalesce((SELECT json_agg(json_build_object('id', l.id, 'title', l.title, 'percent', coalesce(p.percent, 0), 'seconds', coalesce(p.seconds, 0), 'completedAt', p."completedAt")
                       ORDER BY m.position COLLATE "C", l.position COLLATE "C")
                     FROM "Lesson" l JOIN "CourseModule" m ON m.id = l."moduleId"
                     LEFT JOIN "LessonProgress" p ON p."lessonId" = l.id AND p."studentId" = e."studentId"
                     WHERE l."courseId" = c.id), '[]') AS lessons
    FROM "Enrollment" e JOIN "Course" c ON c.id = e."courseId" JOIN "LearningArea" a ON a.code = c."learningAreaCode"
    WHERE e."studentId" = ${studentId}::uuid AND e.status <> 'WITHDRAWN'
    ORDER BY e."lastActivityAt" DESC NULLS LAST, e.id`;

const mine = (ctx: Ctx) => ({ openedById: ctx.actor.userId, kind: "FLAG" as const });

/**
 * One learner with the courses one may see. NOT_FOUND for who is not in one's class, whoever it may be. A teacher sees
 * the own courses' records, and others where a guardian has named the teacher: row-level security leaves no more.
 */
export function readLearner(ctx: Ctx, studentId: string) {
  return ctx.work(async (db) => {
    const learner = await db.student.findFirst({
      where: { AND: [learnersInSight(ctx), { id: studentId }] },
      select: { id: true, firstName: true, lastName: true, grade: true, createdAt: true },
    });
    if (!learner) throw new AppError("NOT_FOUND", "child.not_found");
    await auditChildRead(db, ctx, [studentId], "learning");
    const guardians = await db.$queryRaw<{ name: string; relation: string }[]>`
      SELECT u.name, g.relation::text AS relation FROM "Guardianship" g JOIN "User" u ON u.id = g."guardianId"
      WHERE g."studentId" = ${studentId}::uuid AND g."endedAt" IS NULL ORDER BY g."isPrimary" DESC, u.name LIMIT 8`;
    return { ...learner, guardians, places: await readPlaces(db, studentId) };
  });
}
export type Learner = Awaited<ReturnType<typeof readLearner>>;

/** What one has done about a learner lately: flags, praise and plans. */
export function readActs(ctx: Ctx, studentId: string) {
  return ctx.work(async (db) => {
    const seen = await db.student.count({ where: { AND: [learnersInSight(ctx), { id: studentId }] } });
    if (seen === 0) throw new AppError("NOT_FOUND", "child.not_found");
    const flags = await db.familyCase.findMany({
      where: { ...mine(ctx), studentId },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: 5,
      select: { id: true, title: true, reason: true, status: true, ownerId: true, createdAt: true },
    });
    const praise = await db.praise.findMany({
      where: { studentId, authorId: ctx.actor.userId },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: 5,
      select: { id: true, kind: true, words: true, day: true, takenBackAt: true, createdAt: true },
    });
    const plans = await db.intervention.findMany({
      where: { studentId, ownerId: ctx.actor.userId },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: 5,
      select: { id: true, aim: true, plan: true, status: true, result: true, reviewOn: true },
    });
    return { flags, praise, plans };
  });
}
export type Acts = Awaited<ReturnType<typeof readActs>>;
