import { decodeCursor, encodeCursor } from "@/lib/keyset";
import type { Prose } from "@/lib/prose";
import { type Level, readLevels } from "@/server/features/assessment/attempts.queries";
import { readOwnChild } from "@/server/features/families/families.queries";
import { type Criterion, readCriteria } from "@/server/features/grading/rubric.schema";
import { taskOf as madeFor, taskFields as madeForFields } from "@/server/features/grading/task.queries";
import type { Ctx } from "@/server/platform/actor";
import { auditChildRead } from "@/server/platform/audit";
import type { Db, Prisma } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { MAX_ASSIGNMENTS } from "./assignments.schema";
import { type Closed, closedBecause, isLate, mayTakeBack, type Standing, standingOf } from "./work.domain";
import { familyWork, setFor } from "./work.policy";

/** A child's first and only piece for an assignment; the column allows more for a day when work may be done twice. */
export const FIRST = 1;
const PAGE = 20;

export type TodoRow = {
  id: string;
  title: string;
  course: string;
  dueAt: Date | null;
  begun: boolean;
  late: boolean;
  closed: Closed | null;
};
export type DoneRow = {
  id: string;
  assignmentId: string;
  title: string;
  course: string;
  standing: Standing;
  isLate: boolean;
  submittedAt: Date;
  level: Level | null;
};
export type WorkList = { todo: TodoRow[]; done: DoneRow[]; next: string | null };

/** What a child has to do, what is due first on top; and what was handed in, the newest first, by pages. */
export function listWork(ctx: Ctx, { cursor }: { cursor?: string } = {}): Promise<WorkList> {
  return ctx.work(async (db) => {
    const child = await readOwnChild(ctx);
    const todo = cursor ? [] : await readTodo(db, ctx, child.id);
    return { todo, ...(await readDone(db, child.id, cursor)) };
  });
}

async function readTodo(db: Db, ctx: Ctx, studentId: string): Promise<TodoRow[]> {
  const rows = await db.assignment.findMany({
    where: {
      AND: [setFor(studentId), { status: "PUBLISHED", submissions: { none: { studentId, status: { not: "DRAFT" } } } }],
    },
    orderBy: [{ dueAt: { sort: "asc", nulls: "last" } }, { id: "asc" }],
    take: MAX_ASSIGNMENTS,
    select: {
      id: true,
      title: true,
      status: true,
      opensAt: true,
      dueAt: true,
      lateRule: true,
      mayTakeBack: true,
      course: { select: { title: true } },
      submissions: { where: { studentId }, select: { id: true } },
    },
  });
  return rows.map(({ course, submissions, ...rules }) => ({
    id: rules.id,
    title: rules.title,
    course: course.title,
    dueAt: rules.dueAt,
    begun: submissions.length > 0,
    late: isLate(rules, ctx.now),
    closed: closedBecause(rules, ctx.now),
  }));
}

/**
 * Work a child can do now, for the home: what is due next on top, then what was due last. In one read, because the home
 * asks a lot at once.
 */
export function readDueWork(ctx: Ctx, most: number): Promise<TodoRow[]> {
  return ctx.work(async (db) => {
    const rows = await db.$queryRaw<Omit<TodoRow, "late" | "closed">[]>`
      SELECT a.id, a.title, c.title AS course, a."dueAt", s.id IS NOT NULL AS begun
      FROM "Enrollment" e JOIN "Course" c ON c.id = e."courseId" JOIN "Assignment" a ON a."courseId" = c.id
      LEFT JOIN "Submission" s ON s."assignmentId" = a.id AND s."studentId" = e."studentId"
      WHERE e."studentId" IN (SELECT app.my_students()) AND e.status <> 'WITHDRAWN' AND a.status = 'PUBLISHED'
        AND (s.id IS NULL OR s.status = 'DRAFT') AND (a."opensAt" IS NULL OR a."opensAt" <= ${ctx.now})
        AND (a."lateRule" <> 'REFUSE' OR a."dueAt" IS NULL OR a."dueAt" >= ${ctx.now})
      ORDER BY coalesce(a."dueAt" < ${ctx.now}, false), abs(extract(epoch FROM a."dueAt" - ${ctx.now})) NULLS LAST, a.id
      LIMIT ${most}`;
    return rows.map((row) => ({ ...row, late: isLate(row, ctx.now), closed: null }));
  });
}

async function readDone(db: Db, studentId: string, cursor?: string): Promise<{ done: DoneRow[]; next: string | null }> {
  const after = decodeCursor(cursor);
  const at = after ? new Date(String(after[0])) : null;
  const beyond: Prisma.SubmissionWhereInput =
    after && at ? { OR: [{ submittedAt: { lt: at } }, { submittedAt: at, id: { lt: after[1] } }] } : {};
  const rows = await db.submission.findMany({
    // Essays stand with their attempts.
    where: { AND: [{ studentId, status: { not: "DRAFT" }, responseId: null }, beyond] },
    orderBy: [{ submittedAt: "desc" }, { id: "desc" }],
    take: PAGE + 1,
    select: {
      id: true,
      status: true,
      isLate: true,
      submittedAt: true,
      assignment: { select: { id: true, title: true } },
      course: { select: { title: true } },
      grade: { select: { scaleCode: true, levelCode: true } },
    },
  });
  const page = rows.slice(0, PAGE);
  const levels = await readLevels(
    db,
    page.flatMap(({ grade }) => grade ?? []),
  );
  const done = page.flatMap(({ assignment, course, grade, status, submittedAt, ...row }) => {
    if (!assignment || !submittedAt) return [];
    const level = (grade && levels.get(`${grade.scaleCode}/${grade.levelCode}`)) ?? null;
    const task = { assignmentId: assignment.id, title: assignment.title, course: course.title };
    return [{ ...row, ...task, standing: standingOf(status), submittedAt, level }];
  });
  const last = done.at(-1);
  return { done, next: rows.length > PAGE && last ? encodeCursor(last.submittedAt, last.id) : null };
}

const pieceFields = {
  id: true,
  studentId: true,
  status: true,
  text: true,
  revision: true,
  submittedAt: true,
  isLate: true,
  claimedUntil: true,
  files: {
    orderBy: [{ position: "asc" }, { fileId: "asc" }],
    select: { file: { select: { id: true, name: true, mime: true, size: true, scan: true } } },
  },
  grade: {
    select: {
      marks: true,
      percent: true,
      scaleCode: true,
      levelCode: true,
      feedback: true,
      audioFileId: true,
      releasedAt: true,
    },
  },
  annotations: {
    orderBy: [{ fileId: "asc" }, { page: "asc" }, { createdAt: "asc" }],
    select: { id: true, fileId: true, page: true, x: true, y: true, width: true, height: true, body: true },
  },
  regrades: {
    orderBy: { createdAt: "desc" },
    take: 1,
    select: { status: true, reason: true, answer: true, createdAt: true },
  },
} as const satisfies Prisma.SubmissionSelect;
type PieceRow = Prisma.SubmissionGetPayload<{ select: typeof pieceFields }>;

const taskFields = {
  id: true,
  title: true,
  instructions: true,
  status: true,
  takesText: true,
  takesPhotos: true,
  takesFiles: true,
  maxFiles: true,
  opensAt: true,
  dueAt: true,
  lateRule: true,
  mayTakeBack: true,
  course: { select: { id: true, title: true, language: true } },
  rubric: { select: { criteria: true } },
} as const satisfies Prisma.AssignmentSelect;
type TaskRow = Prisma.AssignmentGetPayload<{ select: typeof taskFields }>;

export type WorkFileView = { id: string; name: string; mime: string; size: number; ready: boolean };
export type Returned = {
  level: Level | null;
  percent: number;
  marks: Record<string, string>;
  feedback: string;
  audioFileId: string | null;
  releasedAt: Date;
  remarks: PieceRow["annotations"];
  regrade: PieceRow["regrades"][number] | null;
};
export type Piece = {
  id: string;
  studentId: string;
  standing: Standing;
  text: string;
  revision: number;
  submittedAt: Date | null;
  isLate: boolean;
  files: WorkFileView[];
  returned: Returned | null;
};
export type Task = Omit<TaskRow, "rubric"> & { criteria: Criterion[] };
/** What a family is told of any task: what was asked, in which course, and by which criteria it is marked. */
export type ToldTask = {
  title: string;
  instructions: Prose;
  course: { title: string; language: string };
  criteria: Criterion[];
};

const taskOf = ({ rubric, ...task }: TaskRow): Task => ({ ...task, criteria: readCriteria(rubric.criteria) });

/** A piece of work as its family sees it. What is graded and not yet told is nowhere in it: the database shows no such row. */
async function pieceOf(db: Db, row: PieceRow): Promise<Piece> {
  const { grade, annotations, regrades, status, files, claimedUntil: _, ...piece } = row;
  const standing = standingOf(status);
  const levels = grade ? await readLevels(db, [grade]) : null;
  return {
    ...piece,
    standing,
    files: files.map(({ file: { scan, size, ...file } }) => ({
      ...file,
      size: Number(size),
      ready: scan === "CLEAN" || scan === "SKIPPED",
    })),
    returned:
      grade?.releasedAt && grade.percent !== null && standing === "returned"
        ? {
            level: levels?.get(`${grade.scaleCode}/${grade.levelCode}`) ?? null,
            percent: grade.percent,
            marks: grade.marks as Record<string, string>,
            feedback: grade.feedback,
            audioFileId: grade.audioFileId,
            releasedAt: grade.releasedAt,
            remarks: annotations,
            regrade: regrades[0] ?? null,
          }
        : null,
  };
}

export type WorkRoom = {
  studentId: string;
  task: Task;
  piece: Piece | null;
  closed: Closed | null;
  mayTakeBack: boolean;
};

/** An assignment as the child who works on it finds it, with what the child has made of it. */
export function readWork(ctx: Ctx, { assignmentId }: { assignmentId: string }): Promise<WorkRoom> {
  return ctx.work(async (db) => {
    const child = await readOwnChild(ctx);
    const task = await db.assignment.findFirst({
      where: { AND: [{ id: assignmentId }, setFor(child.id)] },
      select: taskFields,
    });
    if (!task) throw new AppError("NOT_FOUND", "assignment.not_found");
    const row = await db.submission.findUnique({
      where: { assignmentId_studentId_number: { assignmentId, studentId: child.id, number: FIRST } },
      select: pieceFields,
    });
    return {
      studentId: child.id,
      task: taskOf(task),
      piece: row ? await pieceOf(db, row) : null,
      closed: closedBecause(task, ctx.now),
      mayTakeBack: row ? mayTakeBack(task, row, ctx.now) : false,
    };
  });
}

/** A piece of work a child has handed in, for a guardian who may see it. */
export function readFamilyWork(
  ctx: Ctx,
  { submissionId: id }: { submissionId: string },
): Promise<{ task: ToldTask; piece: Piece; child: string }> {
  return ctx.work(async (db) => {
    const found = await db.submission.findFirst({
      where: { AND: [{ id }, familyWork(ctx.actor)] },
      select: {
        ...pieceFields,
        ...madeForFields,
        course: { select: { title: true, language: true } },
        student: { select: { firstName: true } },
      },
    });
    if (!found) throw new AppError("NOT_FOUND", "work.not_found");
    const { assignment, response, course, student, ...row } = found;
    const { title, instructions, criteria } = madeFor({ assignment, response });
    await auditChildRead(db, ctx, [row.studentId], "work");
    return {
      task: { title, instructions, criteria, course },
      piece: await pieceOf(db, row),
      child: student.firstName,
    };
  });
}
