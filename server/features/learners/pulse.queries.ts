import { addDays, type Day, dayAt, daysBetween, mondayOf } from "@/lib/days";
import type { Ctx } from "@/server/platform/actor";
import { auditChildRead } from "@/server/platform/audit";
import { type Db, Sql } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { readLearnerCourses } from "./learners.queries";
import { byNeed, type Counted, type Look, looksOf, pulseDays, type Span, spanOf } from "./pulse.domain";
import type { PulseInput } from "./pulse.schema";

/** Learners whose figures are read at once: of a larger class those without a sign for longest. */
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
const readSeen = (db: Db, courses: readonly string[]) =>
  db.$queryRaw<Seen[]>`
    SELECT s.id, s."firstName", s."lastName", s.grade::text AS grade, array_agg(e."courseId") AS "courseIds", min(e."createdAt") AS since, max(e."lastActivityAt") AS "lastAt"
    FROM "Enrollment" e JOIN "Student" s ON s.id = e."studentId" AND s.status = 'ACTIVE'
    WHERE e."courseId" = ANY(${[...courses]}::uuid[]) AND e.status = 'ACTIVE'
    GROUP BY s.id, s."firstName", s."lastName", s.grade ORDER BY coalesce(max(e."lastActivityAt"), min(e."createdAt")), s.id LIMIT ${mostLearners + 1}::int`;

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
async function readWeeks(db: Db, studentIds: readonly string[], courseIds: readonly string[], today: Day) {
  const last = mondayOf(today);
  const mondays = Array.from({ length: weeksShown }, (_, at) => addDays(last, (at - weeksShown + 1) * 7));
  const rows = await db.$queryRaw<PulseWeek[]>`
    SELECT date_trunc('week', "occurredAt" AT TIME ZONE 'Africa/Nairobi')::date::text AS monday, (coalesce(sum(seconds), 0) / 60)::int AS minutes
    FROM "StudentActivity" WHERE "courseId" = ANY(${[...courseIds]}::uuid[]) AND "studentId" = ANY(${[...studentIds]}::uuid[])
      AND "occurredAt" >= ${startOf(mondays[0] ?? last)} GROUP BY 1`;
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
  /** The course that was asked for, by its id. */
  course: string | null;
  groups: GroupPulse[];
  /** Those with most reasons for a look first, then those without a sign for longest. */
  learners: LearnerPulse[];
  weeks: PulseWeek[];
  /** There are more learners than are looked at together. */
  more: boolean;
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

/** How a teacher's groups and learners get on: the last four weeks against the four before. Six reads, however many. */
export function readPulse(ctx: Ctx, { courseId: asked }: PulseInput): Promise<Pulse> {
  const today = dayAt(ctx.now);
  return ctx.work(async (db) => {
    const courses = await readLearnerCourses(db, ctx, asked);
    if (asked && courses.length === 0) throw new AppError("NOT_FOUND", "course.not_found");
    const courseIds = courses.map(({ id }) => id);
    const found = await readSeen(db, courseIds);
    const seen = found.slice(0, mostLearners);
    const ids = seen.map(({ id }) => id);
    await auditChildRead(db, ctx, ids, "pulse", { glance: true });
    const counted = await readCounted(db, ids, courseIds, today);
    const countedOf = Map.groupBy(counted, ({ studentId }) => studentId);
    const felt = await readFelt(db, ids, today);
    const pulses = seen.map((one) => learnerPulse(one, countedOf.get(one.id) ?? [], felt.get(one.id) ?? null, today));
    const groups = courses.map(({ id, title, grade }) => {
      const inside = counted.filter(({ courseId }) => courseId === id);
      const learners = seen.filter(({ courseIds: theirs }) => theirs.includes(id)).length;
      return { id, title, grade, learners, now: spanOf(inside, true), before: spanOf(inside, false) };
    });
    return {
      today,
      course: asked ?? null,
      groups: groups.filter(({ learners }) => learners > 0 || asked),
      learners: byNeed(pulses),
      weeks: await readWeeks(db, ids, courseIds, today),
      more: found.length > mostLearners,
    };
  });
}
