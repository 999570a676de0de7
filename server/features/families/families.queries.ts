import { addDays, type Day, dayAt } from "@/lib/days";
import { keyset, type Page, pageOf } from "@/lib/keyset";
import { expiringConsents, readChildConsents } from "@/server/features/consent/consent.queries";
import { areasSql } from "@/server/features/curriculum/curriculum.queries";
import type { Area } from "@/server/features/curriculum/curriculum.schema";
import type { Ctx } from "@/server/platform/actor";
import { auditChildRead } from "@/server/platform/audit";
import { together } from "@/server/platform/db/together";
import { type Db, type Prisma, Sql } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import type { Facts } from "./families.domain";
import { called, visibleStudents, visibleStudentsSql } from "./families.policy";
import type {
  Alert,
  Child,
  ChildRecord,
  ChildRow,
  ChildrenInput,
  DataRequest,
  Expiring,
  Goal,
  Guardian,
  MoodEntry,
  MyDay,
  Relation,
  Teacher,
} from "./families.schema";

/** The most children a home reads; a children's home has some forty, and more are found in the list. */
const most = 200;

/** Children in sight, eldest first. One read. */
export async function readChildren(ctx: Ctx, db: Db): Promise<Child[]> {
  return db.$queryRaw<Child[]>`
    SELECT s.id, s."familyId", f.name AS "familyName", s."firstName", s."lastName", s.grade::text AS grade, s."birthDate"::text AS "birthDate",
           EXISTS (SELECT FROM "Guardianship" g WHERE g."studentId" = s.id AND g."guardianId" = ${ctx.actor.userId}::uuid AND g."endedAt" IS NULL AND g."canConsent") AS "canConsent"
    FROM "Student" s JOIN "Family" f ON f.id = s."familyId"
    WHERE s.status <> 'LEFT' AND ${visibleStudentsSql(ctx.actor)}
    ORDER BY s."birthDate", s.id LIMIT ${most}`;
}

/** What was recorded about these children from a day on, newest last. */
const moodsSql = (studentIds: readonly string[], from: Day) => Sql.sql`
  SELECT m."studentId", m.day::text AS day, m.mood, m.energy, w.note, m."recordedById",
         coalesce(u."preferredName", split_part(u.name, ' ', 1)) AS "recordedBy"
  FROM "MoodEntry" m LEFT JOIN app.mood_words(${studentIds}::uuid[], ${from}::date) w ON w.id = m.id
  LEFT JOIN "User" u ON u.id = m."recordedById"
  WHERE m."studentId" = ANY(${studentIds}::uuid[]) AND m.day >= ${from}::date
  ORDER BY m.day`;

/** The same as rows. One read, whatever the number of children. */
export async function readMoods(db: Db, studentIds: readonly string[], from: Day): Promise<MoodEntry[]> {
  return studentIds.length === 0 ? [] : db.$queryRaw<MoodEntry[]>(moodsSql(studentIds, from));
}

/** Open goals of these children and their families, and those reached within the week. */
function goalsSql({ now }: Ctx, children: readonly Pick<Child, "id" | "familyId">[]): Sql.Sql {
  const ids = children.map(({ id }) => id);
  const families = [...new Set(children.map(({ familyId }) => familyId))];
  return Sql.sql`
    SELECT id, "familyId", "studentId", title, target, progress, unit, "dueOn"::text AS "dueOn", status::text AS status
    FROM "FamilyGoal"
    WHERE "familyId" = ANY(${families}::uuid[]) AND ("studentId" IS NULL OR "studentId" = ANY(${ids}::uuid[]))
      AND (status = 'OPEN' OR (status = 'REACHED' AND "updatedAt" > ${new Date(now.getTime() - 7 * 86_400_000)}))
    ORDER BY status, "dueOn" NULLS LAST, "createdAt", id LIMIT 120`;
}

const requestColumns = Sql.sql`r.id, r.kind::text AS kind, r."studentId", r.status::text AS status, r.answer,
  to_char(r."createdAt" AT TIME ZONE 'Africa/Nairobi', 'YYYY-MM-DD') AS "askedOn", to_char(r."dueAt" AT TIME ZONE 'Africa/Nairobi', 'YYYY-MM-DD') AS "dueOn",
  to_char(r."answeredAt" AT TIME ZONE 'Africa/Nairobi', 'YYYY-MM-DD') AS "answeredOn"`;

/** Everything that may be urgent, from three tables. */
function pressingSql(ctx: Ctx) {
  const weekAgo = new Date(ctx.now.getTime() - 7 * 86_400_000);
  return {
    expiring: expiringConsents(ctx, 7),
    requests: Sql.sql`SELECT ${requestColumns} FROM "DataRequest" r
      WHERE r."requestedById" = ${ctx.actor.userId}::uuid AND (r.status IN ('RECEIVED', 'IN_PROGRESS') OR r."answeredAt" > ${weekAgo})
      ORDER BY r."dueAt" LIMIT 10`,
    alerts: Sql.sql`SELECT n.id, n.type, n.params, n.href, n."studentId"
      FROM "Notification" n WHERE n."userId" = ${ctx.actor.userId}::uuid AND n."readAt" IS NULL AND n.severity = 'URGENT'
      ORDER BY n."createdAt" DESC LIMIT 5`,
  };
}

type Told = { moods: MoodEntry; goals: Goal; expiring: Expiring; requests: DataRequest; alerts: Alert };
/** All that a family's home is made from: two reads in one unit, for one child or for two hundred. */
export async function readHome(ctx: Ctx): Promise<Facts> {
  const today = dayAt(ctx.now);
  return ctx.work(async (db) => {
    const children = await readChildren(ctx, db);
    if (children.length === 0) return { today, children, moods: [], goals: [], expiring: [], requests: [], alerts: [] };
    const ids = children.map(({ id }) => id);
    const moods = moodsSql(ids, addDays(today, -13));
    const told = await together<Told>(db, { moods, goals: goalsSql(ctx, children), ...pressingSql(ctx) });
    return { today, children, ...told };
  });
}

const listColumns = { name: { field: "firstName" }, age: { field: "birthDate", kind: "date" } } as const;

/** The children's list by pages: their rows, how many there are, and their week. Three reads. */
export async function listChildren(ctx: Ctx, input: ChildrenInput): Promise<Page<ChildRow> & { total: number }> {
  const keys = keyset(input, listColumns);
  const where: Prisma.StudentWhereInput = {
    AND: [
      visibleStudents(ctx.actor),
      { status: { not: "LEFT" } },
      input.filters.grade?.length ? { grade: { in: input.filters.grade } } : {},
      ...called(input.q),
    ],
  };
  const today = dayAt(ctx.now);
  return ctx.work(async (db) => {
    const found = await db.student.findMany({
      where: { AND: [where, keys.where as Prisma.StudentWhereInput] },
      orderBy: keys.orderBy as Prisma.StudentOrderByWithRelationInput[],
      take: keys.take,
      select: {
        id: true,
        familyId: true,
        firstName: true,
        lastName: true,
        grade: true,
        birthDate: true,
        family: { select: { name: true } },
      },
    });
    const total = await db.student.count({ where });
    const page = pageOf(found, keys, (row) => [input.sort.endsWith("age") ? row.birthDate : row.firstName, row.id], {
      total,
    });
    const ids = page.rows.map(({ id }) => id);
    await auditChildRead(db, ctx, ids, "list", { glance: true });
    const moods = await readMoods(db, ids, addDays(today, -13));
    const rows = page.rows.map(({ family, birthDate, ...row }) => ({
      ...row,
      familyName: family.name,
      birthDate: birthDate.toISOString().slice(0, 10),
      canConsent: false,
      moods: moods.filter((entry) => entry.studentId === row.id),
    }));
    return { ...page, rows, total };
  });
}

type TeacherRow = { id: string; name: string | null; code: string; area: string; areaSw: string };
/** Who teaches a child today, one row for each area. */
const teachersSql = (studentId: string, today: Day) => Sql.sql`
  SELECT t."instructorId" AS id, u.name, a.code, a.name AS area, a."nameSw" AS "areaSw"
  FROM "TeachingAssignment" t JOIN "LearningArea" a ON a.code = t."learningAreaCode" LEFT JOIN "User" u ON u.id = t."instructorId"
  WHERE t."studentId" = ${studentId}::uuid AND t."startsOn" <= ${today}::date AND (t."endsOn" IS NULL OR t."endsOn" >= ${today}::date)
  ORDER BY u.name, a.position LIMIT 60`;

function teachersOf(rows: readonly TeacherRow[]): Teacher[] {
  const teachers = new Map<string, Teacher>();
  for (const row of rows) {
    if (row.name === null) continue;
    const teacher = teachers.get(row.id) ?? { id: row.id, name: row.name, areas: [] };
    teachers.set(row.id, teacher);
    teacher.areas.push({ code: row.code, name: row.area, nameSw: row.areaSw });
  }
  return [...teachers.values()];
}

type AboutChild = { moods: MoodEntry; goals: Goal; teachers: TeacherRow; areas: Area };
/** What is told of one child on every page of theirs, from a day on. One read. */
async function readAbout(ctx: Ctx, db: Db, child: Pick<Child, "id" | "familyId" | "grade">, from: Day) {
  const { teachers, ...told } = await together<AboutChild>(db, {
    moods: moodsSql([child.id], from),
    goals: goalsSql(ctx, [child]),
    teachers: teachersSql(child.id, dayAt(ctx.now)),
    areas: areasSql(child.grade),
  });
  return { ...told, teachers: teachersOf(teachers) };
}

async function readGuardians(db: Db, studentId: string): Promise<Guardian[]> {
  const rows = await db.$queryRaw<
    {
      id: string;
      name: string;
      relation: Relation;
      v: boolean;
      m: boolean;
      p: boolean;
      c: boolean;
      isPrimary: boolean;
    }[]
  >`
    SELECT g."guardianId" AS id, u.name, g.relation::text AS relation, g."canView" AS v, g."canMessage" AS m, g."canPay" AS p, g."canConsent" AS c, g."isPrimary"
    FROM "Guardianship" g JOIN "User" u ON u.id = g."guardianId"
    WHERE g."studentId" = ${studentId}::uuid AND g."endedAt" IS NULL
    ORDER BY g."isPrimary" DESC, u.name LIMIT 20`;
  return rows.map(({ v, m, p, c, ...row }) => ({ ...row, rights: { view: v, message: m, pay: p, consent: c } }));
}

/** One child's record. NOT_FOUND for a child that is not in sight, whoever's it may be. */
export async function readChild(ctx: Ctx, studentId: string): Promise<ChildRecord> {
  const today = dayAt(ctx.now);
  return ctx.work(async (db) => {
    const found = await db.student.findFirst({
      where: { AND: [visibleStudents(ctx.actor), { id: studentId }] },
      select: {
        id: true,
        familyId: true,
        firstName: true,
        lastName: true,
        grade: true,
        birthDate: true,
        admissionNumber: true,
        createdAt: true,
        family: { select: { name: true } },
      },
    });
    if (!found) throw new AppError("NOT_FOUND", "child.not_found");
    await auditChildRead(db, ctx, [studentId], "record");
    const { family, birthDate, createdAt, ...row } = found;
    const guardians = await readGuardians(db, studentId);
    const mine = guardians.find(({ id }) => id === ctx.actor.userId);
    const child = {
      ...row,
      familyName: family.name,
      birthDate: birthDate.toISOString().slice(0, 10),
      since: dayAt(createdAt),
      canConsent: mine?.rights.consent ?? false,
    };
    return {
      today,
      child,
      guardians,
      // A fortnight more than is shown, so that the first day's trend has something to stand on.
      ...(await readAbout(ctx, db, child, addDays(today, -43))),
      consents: await readChildConsents(ctx, db, studentId),
      requests: await db.$queryRaw<DataRequest[]>`
        SELECT ${requestColumns} FROM "DataRequest" r
        WHERE r."studentId" = ${studentId}::uuid AND r."requestedById" = ${ctx.actor.userId}::uuid
        ORDER BY r."createdAt" DESC LIMIT 10`,
    };
  });
}

/** The child whose own account this is, never somebody they look after. */
export async function readOwnChild(ctx: Ctx): Promise<{ id: string; firstName: string }> {
  const child = await ctx.work((db) =>
    db.student.findUnique({ where: { userId: ctx.actor.userId }, select: { id: true, firstName: true } }),
  );
  if (!child) throw new AppError("NOT_FOUND", "child.not_found");
  return child;
}

/** A pupil's own day, in two reads. NOT_FOUND for an account that belongs to no child. */
export async function readMyDay(ctx: Ctx): Promise<MyDay> {
  const today = dayAt(ctx.now);
  return ctx.work(async (db) => {
    const child = (await readChildren(ctx, db)).find(() => ctx.actor.role === "STUDENT");
    if (!child) throw new AppError("NOT_FOUND", "child.not_found");
    return { today, child, ...(await readAbout(ctx, db, child, addDays(today, -59))) };
  });
}
