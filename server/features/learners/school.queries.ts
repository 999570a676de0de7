import { addDays, type Day, dateOf, dayAt } from "@/lib/days";
import { keyset, type Page, pageOf } from "@/lib/keyset";
import { called, visibleStudents } from "@/server/features/families/families.policy";
import { windowDays } from "@/server/features/progress/progress.domain";
import { readLevels } from "@/server/features/progress/progress.queries";
import type { Level, Shown } from "@/server/features/progress/progress.schema";
import type { Ctx } from "@/server/platform/actor";
import { auditChildRead } from "@/server/platform/audit";
import { type Db, type Prisma, Sql } from "@/server/platform/db/work";
import { mostCounted } from "./learners.queries";
import type { SchoolInput } from "./school.schema";

/** Courses offered as a filter. */
const mostCourses = 200;

/** Cases in the hands of one's own team: whose families the team looks after. */
async function teamOf(db: Db, ctx: Ctx): Promise<string[]> {
  const me = await db.staffProfile.findFirst({ where: { userId: ctx.actor.userId }, select: { teamId: true } });
  if (!me?.teamId) return [ctx.actor.userId];
  const team = await db.staffProfile.findMany({ where: { teamId: me.teamId }, select: { userId: true } });
  return team.map(({ userId }) => userId);
}

/** Ids of those whose mean in an area lies at a level; null where the question cannot be asked. */
async function readAtLevel(
  db: Db,
  { grade, area, level }: SchoolInput["filters"],
  levels: readonly Level[],
  since: Day,
): Promise<string[] | null> {
  const at = levels.findIndex(({ code }) => code === level);
  const found = levels[at];
  if (!grade || !area || !found) return null;
  const below = levels[at - 1]?.minPercent ?? 101;
  const rows = await db.$queryRaw<{ studentId: string }[]>`
    SELECT "studentId" FROM app.area_means(${grade}::"Grade", ${area}, ${since}::date::timestamp AT TIME ZONE 'Africa/Nairobi')
    WHERE percent >= ${found.minPercent} AND percent < ${below}`;
  return rows.map(({ studentId }) => studentId);
}

/** The list's condition. */
async function listed(db: Db, ctx: Ctx, { filters, q }: SchoolInput, atLevel: string[] | null) {
  const { grade, area, course, quiet, team } = filters;
  const follows: Prisma.EnrollmentWhereInput = {
    status: { not: "WITHDRAWN" },
    ...(course ? { courseId: course } : {}),
    ...(area ? { course: { learningAreaCode: area } } : {}),
  };
  const since = quiet && dateOf(addDays(dayAt(ctx.now), -Number(quiet)));
  const cases = team && { some: { ownerId: { in: await teamOf(db, ctx) }, status: { not: "CLOSED" as const } } };
  const where: Prisma.StudentWhereInput = {
    AND: [
      visibleStudents(ctx.actor),
      { status: "ACTIVE" },
      grade ? { grade } : {},
      atLevel ? { id: { in: atLevel } } : {},
      course || area || since ? { enrollments: { some: follows } } : {},
      since ? { enrollments: { none: { ...follows, lastActivityAt: { gte: since } } } } : {},
      cases ? { cases } : {},
      ...called(q),
    ],
  };
  return where;
}

/** A page of these children by family name, each noted as met in this place. */
async function readNames(ctx: Ctx, db: Db, where: Prisma.StudentWhereInput, input: SchoolInput) {
  const keys = keyset(input, { name: { field: "lastName" } });
  const found = await db.student.findMany({
    where: { AND: [where, keys.where as Prisma.StudentWhereInput] },
    orderBy: keys.orderBy as Prisma.StudentOrderByWithRelationInput[],
    take: keys.take,
    select: { id: true, firstName: true, lastName: true, grade: true },
  });
  const counted = await db.student.count({ where, take: mostCounted + 1 });
  const page = pageOf(found, keys, (row) => [row.lastName, row.id], {
    total: Math.min(counted, mostCounted),
    isFloor: counted > mostCounted,
  });
  const ids = page.rows.map(({ id }) => id);
  await auditChildRead(db, ctx, ids, "progress_list", { glance: true });
  return { page, ids };
}

type Standing = { studentId: string; courses: number; done: number; lessons: number; lastAt: Date | null };
type Known = Shown & { studentId: string };

/** How far these learners are, and what they have shown, in one area or in all. Two reads. */
async function readCards(db: Db, studentIds: readonly string[], area: string | undefined, since: Day) {
  const ids = [...studentIds];
  const inArea = (column: Sql.Sql) => (area ? Sql.sql`AND ${column} = ${area}` : Sql.empty);
  const standings = await db.$queryRaw<Standing[]>`
    SELECT e."studentId", count(*)::int AS courses, sum(e."lessonsDone")::int AS done, sum(c."lessonCount")::int AS lessons, max(e."lastActivityAt") AS "lastAt"
    FROM "Enrollment" e JOIN "Course" c ON c.id = e."courseId" ${inArea(Sql.sql`c."learningAreaCode"`)}
    WHERE e."studentId" = ANY(${ids}::uuid[]) AND e.status <> 'WITHDRAWN' GROUP BY 1`;
  const known = await db.$queryRaw<Known[]>`
    SELECT s.id AS "studentId", count(*)::int AS count, 100 * avg(e.score) AS percent, max((e.at AT TIME ZONE 'Africa/Nairobi')::date)::text AS "lastOn"
    FROM unnest(${ids}::uuid[]) s(id), LATERAL app.evidence(s.id, ${since}::date::timestamp AT TIME ZONE 'Africa/Nairobi') e
    JOIN "Competency" c ON c.id = e."competencyId" ${inArea(Sql.sql`c."learningAreaCode"`)} GROUP BY 1`;
  const empty = { courses: 0, done: 0, lessons: 0, lastAt: null };
  return (id: string) => {
    const shown = known.find(({ studentId }) => studentId === id);
    const { studentId: _, ...standing } = {
      ...empty,
      ...standings.find(({ studentId }) => studentId === id),
    } as Standing;
    return { ...standing, shown: shown ? { count: shown.count, percent: shown.percent, lastOn: shown.lastOn } : null };
  };
}

export type SchoolCard = {
  id: string;
  firstName: string;
  lastName: string;
  grade: string;
  courses: number;
  done: number;
  lessons: number;
  lastAt: Date | null;
  shown: Shown | null;
};
export type School = Page<SchoolCard> & {
  today: Day;
  /** Levels of the chosen grade, best first; none without one. */
  levels: Level[];
  areas: { code: string; name: string; nameSw: string }[];
  courses: { id: string; title: string }[];
};

/** ST-23: the learners of the school as cards, a page at a time. As many reads whatever the school's size. */
export function listSchool(ctx: Ctx, input: SchoolInput): Promise<School> {
  const { grade, area } = input.filters;
  const today = dayAt(ctx.now);
  const since = addDays(today, -windowDays);
  return ctx.work(async (db) => {
    const levels = grade ? await readLevels(db, grade, today) : [];
    const where = await listed(db, ctx, input, await readAtLevel(db, input.filters, levels, since));
    const { page, ids } = await readNames(ctx, db, where, input);
    const cardOf = await readCards(db, ids, area, since);
    const areas = await db.learningArea.findMany({
      orderBy: [{ position: "asc" }, { code: "asc" }],
      select: { code: true, name: true, nameSw: true },
    });
    const courses = await db.course.findMany({
      where: { status: "PUBLISHED", ...(grade ? { grade } : {}), ...(area ? { learningAreaCode: area } : {}) },
      orderBy: [{ title: "asc" }, { id: "asc" }],
      take: mostCourses,
      select: { id: true, title: true },
    });
    return { ...page, rows: page.rows.map((row) => ({ ...row, ...cardOf(row.id) })), today, levels, areas, courses };
  });
}
