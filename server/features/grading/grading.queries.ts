import { encodeCursor, keyset, pageOf } from "@/lib/keyset";
import type { Ctx } from "@/server/platform/actor";
import type { Db, Prisma } from "@/server/platform/db/work";
import { holderOf } from "./grading.domain";
import { gradedCourses } from "./grading.policy";
import { type QueueInput, waitingStates } from "./grading.schema";

/** Counting stops here: "more than 10,000". */
const mostCounted = 10_000;
/** Assignments offered as a filter. */
const mostChoices = 200;
const sortColumns = { submittedAt: { field: "submittedAt", kind: "date" } } as const;

/** The courses whose work the person marks, with names for filters. */
const readCourses = (db: Db, ctx: Ctx) =>
  db.course.findMany({
    where: gradedCourses(ctx.actor),
    orderBy: [{ title: "asc" }, { id: "asc" }],
    select: { id: true, title: true },
  });

/** The queue's condition. Courses are named by their ids, so that the index of work by course is the way to it. */
function queued(ctx: Ctx, courses: readonly { id: string }[], { filters, q }: QueueInput): Prisma.SubmissionWhereInput {
  const me = ctx.actor.userId;
  const usual = filters.regrade ? (["RETURNED"] as const) : waitingStates;
  const name = { contains: q, mode: "insensitive" } as const;
  const ids = courses.map(({ id }) => id).filter((id) => !filters.course || id === filters.course);
  return {
    courseId: { in: ids },
    status: { in: filters.state?.length ? filters.state : [...usual] },
    ...(filters.assignment ? { assignmentId: filters.assignment } : {}),
    ...(filters.kind ? { responseId: filters.kind === "essay" ? { not: null } : null } : {}),
    ...(filters.late === undefined ? {} : { isLate: filters.late }),
    ...(filters.regrade ? { regrades: { some: { status: "ASKED" } } } : {}),
    AND: [
      filters.mine ? { OR: [{ claimedById: me }, { grade: { gradedById: me } }] } : {},
      q ? { OR: [{ student: { firstName: name } }, { student: { lastName: name } }] } : {},
    ],
  };
}

const rowFields = {
  id: true,
  studentId: true,
  status: true,
  submittedAt: true,
  isLate: true,
  claimedById: true,
  claimedUntil: true,
  assignment: { select: { title: true } },
  response: { select: { attempt: { select: { assessment: { select: { title: true } } } } } },
  course: { select: { title: true } },
  grade: { select: { percent: true, levelCode: true } },
  regrades: { where: { status: "ASKED" }, select: { id: true } },
} as const satisfies Prisma.SubmissionSelect;

/** Names of these children, of those the person may know: who has left every course of theirs is not among them. */
export async function childNames(db: Db, studentIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.student.findMany({
    where: { id: { in: [...studentIds] } },
    select: { id: true, firstName: true, lastName: true },
  });
  return new Map(rows.map(({ id, firstName, lastName }) => [id, `${firstName} ${lastName}`]));
}

/** Names of colleagues. */
export async function teachersOf(db: Db, userIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.$queryRaw<{ id: string; name: string }[]>`
    SELECT id, name FROM app.teacher_names(${[...new Set(userIds)]}::uuid[])`;
  return new Map(rows.map(({ id, name }) => [id, name]));
}

export type Holder = { mine: boolean; name: string | null; until: Date };

/** Who holds work now, as those who mark it are told. */
export function toldHolder(
  ctx: Ctx,
  claim: { claimedById: string | null; claimedUntil: Date | null },
  teachers: ReadonlyMap<string, string>,
): Holder | null {
  const holder = holderOf(claim, ctx.now);
  if (!holder || !claim.claimedUntil) return null;
  return { mine: holder === ctx.actor.userId, name: teachers.get(holder) ?? null, until: claim.claimedUntil };
}

/** The work that waits to be marked, a page at a time, with whoever holds it. */
export function readQueue(ctx: Ctx, input: QueueInput) {
  return ctx.work(async (db) => {
    const courses = await readCourses(db, ctx);
    const where = queued(ctx, courses, input);
    const keys = keyset(input, sortColumns);
    const fetched = await db.submission.findMany({
      where: { AND: [where, keys.where] },
      orderBy: keys.orderBy,
      take: keys.take,
      select: rowFields,
    });
    const counted = await db.submission.count({ where, take: mostCounted + 1 });
    const page = pageOf(fetched, keys, (row) => [row.submittedAt, row.id], {
      total: Math.min(counted, mostCounted),
      isFloor: counted > mostCounted,
    });
    const children = await childNames(
      db,
      page.rows.map(({ studentId }) => studentId),
    );
    const teachers = await teachersOf(
      db,
      page.rows.flatMap(({ claimedById }) => claimedById ?? []),
    );
    const rows = page.rows.map(({ regrades, claimedById, claimedUntil, assignment, response, course, ...row }) => ({
      ...row,
      kind: response ? ("essay" as const) : ("assignment" as const),
      title: (assignment ?? response?.attempt.assessment)?.title ?? "",
      course: course.title,
      child: children.get(row.studentId) ?? null,
      regrade: regrades.length > 0,
      holder: toldHolder(ctx, { claimedById, claimedUntil }, teachers),
    }));
    return { ...page, rows };
  });
}
export type QueueRow = Awaited<ReturnType<typeof readQueue>>["rows"][number];

/** What the queue can be narrowed to: the courses one marks in, and the assignments of the chosen one or of all. */
export function readQueueChoices(ctx: Ctx, { filters }: QueueInput) {
  return ctx.work(async (db) => {
    const courses = await readCourses(db, ctx);
    const assignments = await db.assignment.findMany({
      where: { courseId: { in: courses.map(({ id }) => id).filter((id) => !filters.course || id === filters.course) } },
      orderBy: [{ title: "asc" }, { id: "asc" }],
      take: mostChoices,
      select: { id: true, title: true, course: { select: { title: true } } },
    });
    return { courses, assignments };
  });
}
export type QueueChoices = Awaited<ReturnType<typeof readQueueChoices>>;

/** The work before and after one in the queue, leaving out what somebody else holds. */
export async function readNeighbours(
  db: Db,
  ctx: Ctx,
  input: QueueInput,
  at: { id: string; submittedAt: Date | null },
): Promise<{ before: string | null; after: string | null }> {
  const courses = await readCourses(db, ctx);
  const free = { OR: [{ claimedById: null }, { claimedById: ctx.actor.userId }, { claimedUntil: { lt: ctx.now } }] };
  const beside = async (dir: "after" | "before") => {
    const keys = keyset({ ...input, limit: 1, dir, from: 0, cursor: encodeCursor(at.submittedAt, at.id) }, sortColumns);
    const found = await db.submission.findFirst({
      where: { AND: [queued(ctx, courses, input), free, keys.where] },
      orderBy: keys.orderBy,
      select: { id: true },
    });
    return found?.id ?? null;
  };
  return { before: await beside("before"), after: await beside("after") };
}
