import { v7 as uuid } from "uuid";
import { type KeptText, noText, textAfter } from "@/lib/two-texts";
import { readOwnChild } from "@/server/features/families/families.queries";
import { taskFields, taskOf } from "@/server/features/grading/task.queries";
import type { Ctx } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import type { Db } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { enqueue } from "@/server/platform/outbox";
import { notifyGraders } from "./graders.notices.service";
import { closedBecause, mayTakeBack, takesFile } from "./work.domain";
import { workHandedIn } from "./work.events";
import { familyWork, setFor } from "./work.policy";
import { FIRST } from "./work.queries";
import { type AskRegrade, type HandIn, MAX_TEXT, type SaveWork, type WorkFile } from "./work.schema";

const asked = {
  id: true,
  courseId: true,
  title: true,
  status: true,
  opensAt: true,
  dueAt: true,
  lateRule: true,
  mayTakeBack: true,
  takesText: true,
  takesPhotos: true,
  takesFiles: true,
  maxFiles: true,
} as const;

/**
 * The assignment and the child's piece for it, held until the unit ends: two devices of one child follow each other, and
 * the terms do not change meanwhile. NOT_FOUND unless it is set for the child.
 */
async function hold(db: Db, ctx: Ctx, assignmentId: string) {
  const child = await readOwnChild(ctx);
  await db.$executeRaw`SELECT pg_advisory_xact_lock_shared(hashtextextended(${`assignment:${assignmentId}`}, 0)),
    pg_advisory_xact_lock(hashtextextended(${`work:${child.id}:${assignmentId}`}, 0))`;
  const task = await db.assignment.findFirst({
    where: { AND: [{ id: assignmentId }, setFor(child.id)] },
    select: asked,
  });
  if (!task) throw new AppError("NOT_FOUND", "assignment.not_found");
  const piece = await db.submission.findUnique({
    where: { assignmentId_studentId_number: { assignmentId, studentId: child.id, number: FIRST } },
    select: { id: true, status: true, text: true, revision: true, handInKey: true, claimedUntil: true },
  });
  return { child, task, piece };
}
type Held = Awaited<ReturnType<typeof hold>>;

/** Nothing is written where no work is taken, nor over what was handed in. */
function assertOpen(ctx: Ctx, { task, piece }: Held): void {
  if (piece && piece.status !== "DRAFT") throw new AppError("CONFLICT", "work.handed_in");
  const closed = closedBecause(task, ctx.now);
  if (closed) throw new AppError("CONFLICT", `work.${closed}`);
}

const note = (
  db: Db,
  ctx: Ctx,
  action: string,
  subjectId: string,
  studentId: string,
  after?: Record<string, unknown>,
) =>
  audit(db, ctx, { action: `work.${action}`, subjectType: "submission", subjectId, studentId, after: after ?? null });

/** The piece to write on, begun where there is none. */
async function begun(db: Db, { child, task, piece }: Held): Promise<{ id: string; kept: KeptText }> {
  if (piece) return { id: piece.id, kept: { body: piece.text, revision: piece.revision } };
  const id = uuid();
  await db.submission.create({
    data: { id, assignmentId: task.id, courseId: task.courseId, studentId: child.id, number: FIRST },
    select: { id: true },
  });
  return { id, kept: noText };
}

/** The text after this device has said its own; both stay where another one wrote meanwhile. */
function joined(kept: KeptText, { text, revision }: SaveWork): string {
  const body = textAfter(kept, text, revision, MAX_TEXT);
  if (body === null) throw new AppError("BAD_INPUT", "work.too_long", { fields: { text: "work.too_long" } });
  return body;
}

/** Writes a text that is new; answers what is kept. */
async function keep(db: Db, ctx: Ctx, held: Held, input: SaveWork): Promise<{ id: string } & KeptText> {
  if (input.text !== "" && !held.task.takesText)
    throw new AppError("BAD_INPUT", "work.no_text", { fields: { text: "work.no_text" } });
  const { id, kept } = await begun(db, held);
  const body = joined(kept, input);
  if (body === kept.body && held.piece) return { id, ...kept };
  const revision = kept.revision + 1;
  await db.submission.update({ where: { id }, data: { text: body, revision }, select: { id: true } });
  // A child's own words stay where they are: the log says that there are some.
  await note(db, ctx, "kept", id, held.child.id, { revision });
  return { id, body, revision };
}

/** Keeps what a child writes, as it is typed. The same text again changes nothing. */
export function saveWork(ctx: Ctx, input: SaveWork): Promise<KeptText> {
  return ctx.work(async (db) => {
    const held = await hold(db, ctx, input.assignmentId);
    assertOpen(ctx, held);
    const { body, revision } = await keep(db, ctx, held, input);
    return { body, revision };
  });
}

export type HandedIn = KeptText & {
  /** False when another device wrote too: both texts are there to be looked at first. */
  handedIn: boolean;
};

/** Hands a piece of work in, once for each press of the button. */
export function handIn(ctx: Ctx, input: HandIn): Promise<HandedIn> {
  const { key, ...written } = input;
  return ctx.work(async (db) => {
    const held = await hold(db, ctx, input.assignmentId);
    const { piece, child, task } = held;
    if (piece && piece.handInKey === key)
      return { body: piece.text, revision: piece.revision, handedIn: piece.status !== "DRAFT" };
    assertOpen(ctx, held);
    const { id, body, revision } = await keep(db, ctx, held, written);
    if (body !== input.text) return { body, revision, handedIn: false };
    await refuseEmpty(db, id, body);
    await db.submission.update({
      where: { id },
      data: { status: "SUBMITTED", submittedAt: ctx.now, handInKey: key },
      select: { id: true },
    });
    await tellHandedIn(db, ctx, { id, assignmentId: task.id, courseId: task.courseId, title: task.title }, child);
    return { body, revision, handedIn: true };
  });
}

async function refuseEmpty(db: Db, submissionId: string, text: string): Promise<void> {
  if (text.trim() !== "" || (await db.submissionFile.count({ where: { submissionId } })) > 0) return;
  throw new AppError("BAD_INPUT", "work.empty", { fields: { text: "work.empty" } });
}

type Child = { id: string; firstName: string };
type Told = { id: string; assignmentId: string; courseId: string; title: string };

/** The child's day, those who grade, the jobs, and the log. */
async function tellHandedIn(
  db: Db,
  ctx: Ctx,
  { id, assignmentId, courseId, title }: Told,
  child: Child,
): Promise<void> {
  const before = await db.studentActivity.findFirst({
    where: { studentId: child.id, kind: "SUBMITTED", subjectId: id },
    select: { id: true },
  });
  // Taken back and handed in again, it was still one piece of work.
  if (!before)
    await db.studentActivity.createMany({
      data: { studentId: child.id, kind: "SUBMITTED", courseId, subjectId: id, occurredAt: ctx.now },
    });
  await notifyGraders(db, id, "work.handed_in", { child: child.firstName, work: title }, child.id);
  await enqueue(db, workHandedIn, { submissionId: id, assignmentId }, `${id}:${ctx.now.toISOString()}`);
  await note(db, ctx, "handed_in", id, child.id);
}

/** Takes work back to go on with it. */
export function takeBack(ctx: Ctx, { assignmentId }: { assignmentId: string }): Promise<{ takenBack: true }> {
  return ctx.work(async (db) => {
    const { child, task, piece } = await hold(db, ctx, assignmentId);
    if (!piece) throw new AppError("NOT_FOUND", "work.not_found");
    if (piece.status === "DRAFT") return { takenBack: true };
    if (!mayTakeBack(task, piece, ctx.now)) throw new AppError("CONFLICT", "work.not_taken_back");
    // Guarded by the policy as well: somebody may have begun to grade it in this moment.
    const { count } = await db.submission.updateMany({
      where: { id: piece.id, status: "SUBMITTED" },
      data: { status: "DRAFT", revision: { increment: 1 } },
    });
    if (count === 0) throw new AppError("CONFLICT", "work.not_taken_back");
    await note(db, ctx, "taken_back", piece.id, child.id);
    return { takenBack: true };
  });
}

/** Puts a file the child has sent to their piece of work. Said twice, it is there once. */
export function addFile(ctx: Ctx, { assignmentId, fileId }: WorkFile): Promise<{ added: true }> {
  return ctx.work(async (db) => {
    const held = await hold(db, ctx, assignmentId);
    assertOpen(ctx, held);
    const file = await db.storedFile.findFirst({
      where: { id: fileId, purpose: "work", ownerId: ctx.actor.userId, studentId: held.child.id },
      select: { mime: true, work: { select: { submissionId: true } } },
    });
    if (!file) throw new AppError("NOT_FOUND", "file.not_found");
    if (file.work && file.work.submissionId === held.piece?.id) return { added: true };
    if (file.work) throw new AppError("CONFLICT", "work.file_elsewhere");
    if (!takesFile(held.task, file.mime)) throw new AppError("CONFLICT", "work.file_kind");
    const { id } = await begun(db, held);
    const position = await db.submissionFile.count({ where: { submissionId: id } });
    if (position >= held.task.maxFiles)
      throw new AppError("CONFLICT", "work.files_full", { meta: { most: held.task.maxFiles } });
    await db.submissionFile.createMany({ data: { submissionId: id, fileId, studentId: held.child.id, position } });
    await note(db, ctx, "file_added", id, held.child.id, { fileId, mime: file.mime });
    return { added: true };
  });
}

/** A family asks that a grade be looked at again, once at a time. */
export function askRegrade(ctx: Ctx, { submissionId, reason }: AskRegrade): Promise<{ asked: true }> {
  return ctx.work(async (db) => {
    const work = await db.submission.findFirst({
      where: { AND: [{ id: submissionId }, familyWork(ctx.actor)] },
      select: {
        courseId: true,
        status: true,
        student: { select: { id: true, firstName: true } },
        ...taskFields,
        regrades: { where: { status: "ASKED" }, select: { id: true } },
      },
    });
    if (!work) throw new AppError("NOT_FOUND", "work.not_found");
    if (work.status !== "RETURNED") throw new AppError("CONFLICT", "work.not_returned");
    if (work.regrades.length) throw new AppError("CONFLICT", "work.asked_already");
    const { student, courseId } = work;
    const id = uuid();
    await db.regradeRequest.createMany({
      data: { id, submissionId, studentId: student.id, courseId, requestedById: ctx.actor.userId, reason },
    });
    await notifyGraders(
      db,
      submissionId,
      "work.regrade_asked",
      { child: student.firstName, work: taskOf(work).title },
      student.id,
    );
    await note(db, ctx, "regrade_asked", submissionId, student.id);
    return { asked: true };
  });
}
