import { addDays, dateOf, dayAt } from "@/lib/days";
import { keyset, type Page, pageOf } from "@/lib/keyset";
import type { Ctx } from "@/server/platform/actor";
import { auditChildRead } from "@/server/platform/audit";
import type { Db, Prisma } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { learnerCourses, learnersInSight, taughtLearners } from "./learners.policy";
import type { LearnersInput } from "./learners.schema";
import type { SchoolInput } from "./school.schema";

/** Counting stops here: "more than 1,000". */
const mostCounted = 1_000;
const sorts = { name: { field: "lastName" } } as const;

/** The courses whose learners one looks after, or one of them: for filters and for bounding every other read by their ids. */
export const readLearnerCourses = (db: Db, ctx: Ctx, id?: string) =>
  db.course.findMany({
    where: { AND: [learnerCourses(ctx.actor), { status: { not: "DRAFT" } }, id ? { id } : {}] },
    orderBy: [{ title: "asc" }, { id: "asc" }],
    select: { id: true, title: true, grade: true, lessonCount: true },
  });
export type LearnerCourse = Awaited<ReturnType<typeof readLearnerCourses>>[number];

/** Children by parts of their names, each of which must fit one of them. */
export const called = (q: string | undefined): Prisma.StudentWhereInput[] =>
  (q ?? "")
    .split(/\s+/)
    .filter(Boolean)
    .slice(0, 4)
    .map((word) => ({ OR: [{ firstName: like(word) }, { lastName: like(word) }] }));
const like = (word: string) => ({ contains: word, mode: "insensitive" }) as const;

/** A page of these children by family name, each noted as met in this place. */
export async function readNames(
  ctx: Ctx,
  db: Db,
  where: Prisma.StudentWhereInput,
  input: LearnersInput | SchoolInput,
  place: string,
) {
  const keys = keyset(input, sorts);
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
  await auditChildRead(db, ctx, ids, place, { glance: true });
  return { page, ids };
}

const openFlag: Prisma.FamilyCaseWhereInput = { kind: "FLAG", status: { not: "CLOSED" } };

/** The list's condition. */
function listed(ctx: Ctx, courseIds: readonly string[], { filters, q }: LearnersInput): Prisma.StudentWhereInput {
  const mine = { courseId: { in: [...courseIds] }, status: { not: "WITHDRAWN" as const } };
  const since = filters.quiet && dateOf(addDays(dayAt(ctx.now), -Number(filters.quiet)));
  return {
    AND: [
      taughtLearners(ctx, courseIds),
      { status: { not: "LEFT" } },
      filters.course ? { enrollments: { some: { ...mine, AND: { courseId: filters.course } } } } : {},
      filters.grade?.length ? { grade: { in: filters.grade } } : {},
      since ? { enrollments: { some: mine, none: { ...mine, lastActivityAt: { gte: since } } } } : {},
      filters.flagged === undefined ? {} : { cases: filters.flagged ? { some: openFlag } : { none: openFlag } },
      ...called(q),
    ],
  };
}

type Standing = {
  studentId: string;
  courses: number;
  done: number;
  lessons: number;
  lastAt: Date | null;
  waiting: number;
  flagged: boolean;
};

/** How far these learners are in these courses, whose work waits, and about whom staff were asked to look. One read. */
async function readStandings(
  db: Db,
  studentIds: readonly string[],
  courseIds: readonly string[],
): Promise<Map<string, Standing>> {
  const [students, courses] = [[...studentIds], [...courseIds]];
  const rows = await db.$queryRaw<Standing[]>`
    SELECT s.id AS "studentId", coalesce(e.courses, 0) AS courses, coalesce(e.done, 0) AS done, coalesce(e.lessons, 0) AS lessons, e."lastAt",
           coalesce(w.waiting, 0) AS waiting, f."studentId" IS NOT NULL AS flagged
    FROM unnest(${students}::uuid[]) s(id)
    LEFT JOIN (
      SELECT e."studentId", count(*)::int AS courses, sum(e."lessonsDone")::int AS done, sum(c."lessonCount")::int AS lessons, max(e."lastActivityAt") AS "lastAt"
      FROM "Enrollment" e JOIN "Course" c ON c.id = e."courseId"
      WHERE e."studentId" = ANY(${students}::uuid[]) AND e."courseId" = ANY(${courses}::uuid[]) AND e.status <> 'WITHDRAWN' GROUP BY 1) e ON e."studentId" = s.id
    LEFT JOIN (
      SELECT w."studentId", count(*)::int AS waiting FROM "Submission" w
      WHERE w."studentId" = ANY(${students}::uuid[]) AND w."courseId" = ANY(${courses}::uuid[]) AND w.status IN ('SUBMITTED', 'GRADED') GROUP BY 1) w ON w."studentId" = s.id
    LEFT JOIN (
      SELECT DISTINCT f."studentId" FROM "FamilyCase" f
      WHERE f."studentId" = ANY(${students}::uuid[]) AND f.kind = 'FLAG' AND f.status <> 'CLOSED') f ON f."studentId" = s.id`;
  return new Map(rows.map((row) => [row.studentId, row]));
}

export type LearnerRow = { id: string; firstName: string; lastName: string; grade: string } & Omit<
  Standing,
  "studentId"
>;
export type Learners = Page<LearnerRow> & { courses: LearnerCourse[] };

/** The learners one teaches, a page at a time: four reads, however many there are. */
export function listLearners(ctx: Ctx, input: LearnersInput): Promise<Learners> {
  return ctx.work(async (db) => {
    const courses = await readLearnerCourses(db, ctx);
    const courseIds = courses.map(({ id }) => id);
    const where = listed(ctx, courseIds, input);
    const { page, ids } = await readNames(ctx, db, where, input, "learners");
    const standings = await readStandings(db, ids, courseIds);
    const none = { courses: 0, done: 0, lessons: 0, lastAt: null, waiting: 0, flagged: false };
    const rows = page.rows.map((row) => {
      const { studentId: _, ...standing } = { ...none, studentId: row.id, ...standings.get(row.id) };
      return { ...row, ...standing };
    });
    return { ...page, rows, courses };
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
