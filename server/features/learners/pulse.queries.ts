import { z } from "zod";
import { addDays, type Day, dayAt, daysBetween, mondayOf } from "@/lib/days";
import { type Page, pageOf } from "@/lib/keyset";
import type { Ctx } from "@/server/platform/actor";
import { auditChildRead } from "@/server/platform/audit";
import { type Place, placeKeys } from "@/server/platform/db/places";
import { type Db, Sql } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { type LearnerCourse, mostCounted, readLearnerCourses } from "./learners.queries";
import { byNeed, type Counted, type Look, looksOf, pulseDays, type Span, spanOf } from "./pulse.domain";
import type { PulseInput } from "./pulse.schema";

/** Learners of all courses whose figures are read at once: of more, those without a sign for longest. */
const mostLearners = 400;
const weeksShown = 8;

/** The day of a moment, and the first moment of a day, in Nairobi. */
const nairobiDay = (column: Sql.Sql) => Sql.sql`(${column} AT TIME ZONE 'Africa/Nairobi')::date`;
const startOf = (day: Day) => Sql.sql`${day}::date::timestamp AT TIME ZONE 'Africa/Nairobi'`;

type Seen = {
  id: string;
  firstName: string;
  lastName: string;
  grade: string;
  courseIds: string[];
  since: Date;
  lastAt: Date | null;
};
/** Who learns in these courses now, longest without a sign first, with when they came and when they were last seen there. */
async function readSeen(db: Db, courses: readonly string[]): Promise<Page<Seen>> {
  const found = await db.$queryRaw<Seen[]>`
    SELECT s.id, s."firstName", s."lastName", s.grade::text AS grade, array_agg(e."courseId") AS "courseIds", min(e."createdAt") AS since, max(e."lastActivityAt") AS "lastAt"
    FROM "Enrollment" e JOIN "Student" s ON s.id = e."studentId" AND s.status = 'ACTIVE'
    WHERE e."courseId" = ANY(${[...courses]}::uuid[]) AND e.status = 'ACTIVE'
    GROUP BY s.id, s."firstName", s."lastName", s.grade ORDER BY coalesce(max(e."lastActivityAt"), min(e."createdAt")), s.id LIMIT ${mostLearners + 1}::int`;
  const rows = found.slice(0, mostLearners);
  return { rows, next: null, previous: null, from: 0, total: rows.length, totalIsFloor: found.length > mostLearners };
}

/** The order of one course's learners, as its index is made. */
const quiet: Place = {
  by: Sql.sql`coalesce(e."lastActivityAt", e."createdAt")`,
  type: Sql.sql`timestamptz`,
  holds: z.iso.datetime(),
};

/** A page of those who learn in one course, in the same order, and how many they are. Two reads. */
async function readSeenIn(db: Db, courseId: string, input: PulseInput): Promise<Page<Seen>> {
  const keys = placeKeys(input, quiet, Sql.sql`e."studentId"`);
  const learning = Sql.sql`"Enrollment" e JOIN "Student" s ON s.id = e."studentId" AND s.status = 'ACTIVE'
    WHERE e."courseId" = ${courseId}::uuid AND e.status = 'ACTIVE'`;
  const found = await db.$queryRaw<(Seen & { place: Date })[]>`
    SELECT s.id, s."firstName", s."lastName", s.grade::text AS grade, ARRAY[e."courseId"] AS "courseIds", e."createdAt" AS since, e."lastActivityAt" AS "lastAt", ${quiet.by} AS place
    FROM ${learning} AND ${keys.after} ORDER BY ${keys.orderBy} LIMIT ${keys.take}`;
  const [{ counted } = { counted: 0 }] = await db.$queryRaw<{ counted: number }[]>`
    SELECT count(*)::int AS counted FROM (SELECT FROM ${learning} LIMIT ${mostCounted + 1}) found`;
  const total = { total: Math.min(counted, mostCounted), isFloor: counted > mostCounted };
  return pageOf(found, keys, ({ place, id }) => [place, id], total);
}

/** What these learners did and showed in these courses, by course and by half of the last eight weeks. Two reads. */
async function readCounted(db: Db, studentIds: readonly string[], courseIds: readonly string[], today: Day) {
  const [students, courses] = [[...studentIds], [...courseIds]];
  const [from, middle] = [addDays(today, 1 - 2 * pulseDays), addDays(today, 1 - pulseDays)];
  const learned = await db.$queryRaw<Counted[]>`
    SELECT "studentId", "courseId", ${nairobiDay(Sql.sql`"occurredAt"`)} >= ${middle}::date AS recent,
           coalesce(sum(seconds), 0)::int AS seconds, count(*) FILTER (WHERE kind = 'LESSON_DONE')::int AS lessons,
           '{}'::uuid[] AS competencies, 0 AS marks, 0::float AS "scoreSum"
    FROM "StudentActivity" WHERE "courseId" = ANY(${courses}::uuid[]) AND "studentId" = ANY(${students}::uuid[])
      AND "occurredAt" >= ${startOf(from)} GROUP BY 1, 2, 3`;
  const shown = await db.$queryRaw<Counted[]>`
    SELECT "studentId", "courseId", ${nairobiDay(Sql.sql`at`)} >= ${middle}::date AS recent, 0 AS seconds, 0 AS lessons,
           array_agg(DISTINCT "competencyId") AS competencies, count(*)::int AS marks, sum(score) AS "scoreSum"
    FROM app.class_evidence(${students}::uuid[], ${startOf(from)}) WHERE "courseId" = ANY(${courses}::uuid[]) GROUP BY 1, 2, 3`;
  return [...learned, ...shown];
}

type Felt = { entries: number; average: number };
/** Moods of the last week by learner, of those alone whose families share them with this teacher. */
async function readFelt(db: Db, studentIds: readonly string[], today: Day): Promise<Map<string, Felt>> {
  const rows = await db.$queryRaw<(Felt & { studentId: string })[]>`
    SELECT * FROM app.class_moods(${[...studentIds]}::uuid[], ${addDays(today, -7)}::date)`;
  return new Map(rows.map(({ studentId, ...felt }) => [studentId, felt]));
}

export type PulseWeek = { monday: Day; minutes: number };
/** Minutes of each of the last weeks in these courses; a week without learning is a week of nothing, not a gap. */
async function readWeeks(db: Db, courseIds: readonly string[], today: Day) {
  const last = mondayOf(today);
  const mondays = Array.from({ length: weeksShown }, (_, at) => addDays(last, (at - weeksShown + 1) * 7));
  const rows = await db.$queryRaw<PulseWeek[]>`
    SELECT date_trunc('week', "occurredAt" AT TIME ZONE 'Africa/Nairobi')::date::text AS monday, (coalesce(sum(seconds), 0) / 60)::int AS minutes
    FROM "StudentActivity" WHERE "courseId" = ANY(${[...courseIds]}::uuid[]) AND "occurredAt" >= ${startOf(mondays[0] ?? last)} GROUP BY 1`;
  return mondays.map((monday) => rows.find((row) => row.monday === monday) ?? { monday, minutes: 0 });
}

export type LearnerPulse = {
  id: string;
  firstName: string;
  lastName: string;
  grade: string;
  now: Span;
  before: Span;
  mood: Felt | null;
  looks: Look[];
};
export type GroupPulse = { id: string; title: string; grade: string; learners: number; now: Span; before: Span };
export type Pulse = {
  today: Day;
  /** The course that was asked for. */
  course: Pick<LearnerCourse, "id" | "title"> | null;
  /** All one's courses side by side; none where one was asked for. */
  groups: GroupPulse[];
  /** Of each page those with most reasons for a look first, then those without a sign for longest. */
  learners: Page<LearnerPulse>;
  weeks: PulseWeek[];
};

function learnerPulse(one: Seen, counted: readonly Counted[], mood: Felt | null, today: Day): LearnerPulse {
  const facts = {
    enrolledDays: daysBetween(dayAt(one.since), today),
    quietDays: one.lastAt && daysBetween(dayAt(one.lastAt), today),
    now: spanOf(counted, true),
    before: spanOf(counted, false),
    mood,
  };
  const { id, firstName, lastName, grade } = one;
  const { now, before } = facts;
  return { id, firstName, lastName, grade, now, before, mood, looks: looksOf(facts) };
}

/** How the courses get on whose learners were looked at, each by itself. */
const groupsOf = (courses: readonly LearnerCourse[], seen: readonly Seen[], counted: readonly Counted[]) =>
  courses.flatMap(({ id, title, grade }): GroupPulse[] => {
    const inside = counted.filter(({ courseId }) => courseId === id);
    const learners = seen.filter(({ courseIds }) => courseIds.includes(id)).length;
    return learners ? [{ id, title, grade, learners, now: spanOf(inside, true), before: spanOf(inside, false) }] : [];
  });

/**
 * How a teacher's groups and learners get on: the last four weeks against the four before. As many reads for a large
 * class as for a small one; what is read grows with the page and not with the class.
 */
export function readPulse(ctx: Ctx, input: PulseInput): Promise<Pulse> {
  const today = dayAt(ctx.now);
  const asked = input.courseId;
  return ctx.work(async (db) => {
    const courses = await readLearnerCourses(db, ctx, asked);
    if (asked && courses.length === 0) throw new AppError("NOT_FOUND", "course.not_found");
    const courseIds = courses.map(({ id }) => id);
    const page = asked ? await readSeenIn(db, asked, input) : await readSeen(db, courseIds);
    const ids = page.rows.map(({ id }) => id);
    await auditChildRead(db, ctx, ids, "pulse", { glance: true });
    const counted = await readCounted(db, ids, courseIds, today);
    const countedOf = Map.groupBy(counted, ({ studentId }) => studentId);
    const felt = await readFelt(db, ids, today);
    const pulseOf = (one: Seen) => learnerPulse(one, countedOf.get(one.id) ?? [], felt.get(one.id) ?? null, today);
    const [course = null] = asked ? courses : [];
    return {
      today,
      course,
      groups: course ? [] : groupsOf(courses, page.rows, counted),
      learners: { ...page, rows: byNeed(page.rows.map(pulseOf)) },
      weeks: await readWeeks(db, courseIds, today),
    };
  });
}
