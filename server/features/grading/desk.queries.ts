import { proseText } from "@/lib/prose";
import { type NamedLevel, readScales } from "@/server/features/assessment/scales.queries";
import type { Ctx } from "@/server/platform/actor";
import type { Db, Prisma } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import type { MarkNames } from "./essay.domain";
import { gradedWork } from "./grading.policy";
import { childNames, readNeighbours, teachersOf, toldHolder } from "./grading.queries";
import { marks, mostSnippets, type QueueInput, readReason } from "./grading.schema";
import type { Mark } from "./marks.schema";
import { passages } from "./similarity.domain";
import { taskFields, taskOf } from "./task.queries";

/** Changes of one mark shown; more than there ever are of a careful grader's. */
const mostChanges = 50;

/** Notes on one piece of work that are shown. */
const mostNotes = 200;

const workFields = {
  id: true,
  studentId: true,
  courseId: true,
  number: true,
  status: true,
  text: true,
  submittedAt: true,
  isLate: true,
  claimedById: true,
  claimedUntil: true,
  ...taskFields,
  course: { select: { title: true, language: true, grade: true } },
  files: { orderBy: { position: "asc" }, select: { fileId: true } },
  grade: {
    select: {
      marks: true,
      percent: true,
      levelCode: true,
      feedback: true,
      audioFileId: true,
      status: true,
      revision: true,
      gradedById: true,
      releasedAt: true,
    },
  },
  similarity: true,
  similarToId: true,
  annotations: {
    orderBy: [{ page: "asc" }, { createdAt: "asc" }, { id: "asc" }],
    take: mostNotes,
    select: {
      id: true,
      fileId: true,
      page: true,
      x: true,
      y: true,
      width: true,
      height: true,
      body: true,
      authorId: true,
    },
  },
  regrades: { where: { status: "ASKED" }, select: { reason: true, createdAt: true } },
  proposals: {
    where: { status: "OPEN" },
    orderBy: { createdAt: "desc" },
    take: 1,
    select: { marks: true, confidence: true, reason: true },
  },
  changes: {
    orderBy: { createdAt: "desc" },
    take: mostChanges,
    select: { id: true, before: true, after: true, reason: true, createdAt: true, changedById: true },
  },
} satisfies Prisma.SubmissionSelect;

/** What was handed in as files, in the order in which it was. */
async function readFiles(db: Db, fileIds: readonly string[]) {
  const rows = await db.storedFile.findMany({
    where: { id: { in: [...fileIds] }, scan: { in: ["CLEAN", "SKIPPED"] } },
    select: { id: true, name: true, mime: true, size: true },
  });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return fileIds.flatMap((id) => {
    const file = byId.get(id);
    return file ? [{ ...file, size: Number(file.size) }] : [];
  });
}

/** What the four marks are called, in the language of a course. */
const namesOf = (levels: readonly NamedLevel[], language: string): MarkNames => {
  const nameOf = (mark: Mark) => {
    const level = levels.find(({ code }) => code === mark);
    return (language === "sw" ? level?.nameSw : level?.name) ?? "";
  };
  return { EE: nameOf("EE"), ME: nameOf("ME"), AE: nameOf("AE"), BE: nameOf("BE") };
};

/** What the rules propose; told as a proposal, with what it rests on. */
const proposalOf = (row: { marks: unknown; confidence: number; reason: string } | undefined) =>
  row ? { marks: marks.parse(row.marks), confidence: row.confidence, reason: readReason(row.reason) } : null;

/** One's own kept comments, oldest first: their keys stay the same. */
const readSnippets = (db: Db, ctx: Ctx) =>
  db.commentSnippet.findMany({
    where: { ownerId: ctx.actor.userId },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    take: mostSnippets,
    select: { id: true, body: true },
  });

/** One piece of work with all one needs to mark it, and what comes before and after it in the queue. */
export function readDesk(ctx: Ctx, id: string, queue: QueueInput) {
  return ctx.work(async (db) => {
    const work = await db.submission.findFirst({
      where: { AND: [{ id }, gradedWork(ctx.actor)] },
      select: workFields,
    });
    if (!work) throw new AppError("NOT_FOUND", "grading.not_found");
    const { assignment, response, grade, changes, files, proposals, regrades, annotations, ...rest } = work;
    const { claimedById, claimedUntil } = work;
    const child = await db.student.findUnique({
      where: { id: work.studentId },
      select: { firstName: true, lastName: true, grade: true },
    });
    const { codeOf, levels } = await readScales(db, ctx.now);
    const scale = codeOf(child?.grade ?? work.course.grade);
    const people = [claimedById, grade?.gradedById, ...changes.map(({ changedById }) => changedById)];
    const teachers = await teachersOf(
      db,
      people.flatMap((one) => one ?? []),
    );
    return {
      ...rest,
      child,
      task: taskOf({ assignment, response }, namesOf(levels, work.course.language)),
      levels: levels.filter(({ scaleCode }) => scaleCode === scale),
      files: await readFiles(
        db,
        files.map(({ fileId }) => fileId),
      ),
      holder: toldHolder(ctx, { claimedById, claimedUntil }, teachers),
      grade: grade && { ...grade, marks: marks.parse(grade.marks), gradedBy: teachers.get(grade.gradedById) ?? null },
      history: changes.map(({ changedById, ...change }) => ({ ...change, by: teachers.get(changedById) ?? null })),
      snippets: await readSnippets(db, ctx),
      proposal: proposalOf(proposals[0]),
      regrade: regrades[0] ?? null,
      notes: annotations.map(({ authorId, ...note }) => ({ ...note, mine: authorId === ctx.actor.userId })),
      ...(await readNeighbours(db, ctx, queue, work)),
    };
  });
}

/** Two pieces of work of one assignment beside each other; both the person's to mark. NOT_FOUND where nothing was found alike. */
export function readAlike(ctx: Ctx, id: string) {
  return ctx.work(async (db) => {
    const own = await db.submission.findFirst({
      where: { AND: [{ id }, gradedWork(ctx.actor)] },
      select: {
        id: true,
        studentId: true,
        text: true,
        similarity: true,
        similarToId: true,
        submittedAt: true,
        ...taskFields,
        course: { select: { language: true } },
      },
    });
    const other = own?.similarToId
      ? await db.submission.findFirst({
          where: { AND: [{ id: own.similarToId }, gradedWork(ctx.actor)] },
          select: { id: true, studentId: true, text: true, submittedAt: true },
        })
      : null;
    if (!own || !other) throw new AppError("NOT_FOUND", "grading.not_found");
    const names = await childNames(db, [own.studentId, other.studentId]);
    const task = taskOf(own);
    const asked = proseText(task.instructions);
    const side = (one: typeof other, beside: typeof other) => ({
      id: one.id,
      child: names.get(one.studentId) ?? null,
      submittedAt: one.submittedAt,
      passages: passages(one.text, beside.text, asked),
    });
    return {
      share: own.similarity ?? 0,
      title: task.title,
      language: own.course.language,
      own: side(own, other),
      other: side(other, own),
    };
  });
}
export type Alike = Awaited<ReturnType<typeof readAlike>>;
