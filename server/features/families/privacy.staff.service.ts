import { v7 as uuid } from "uuid";
import type { z } from "zod";
import { dateOf, dayOf } from "@/lib/days";
import { notify } from "@/server/features/notify/notify.service";
import type { Ctx } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import { openField, sealField } from "@/server/platform/crypto";
import type { Db, Prisma } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { enqueue } from "@/server/platform/outbox";
import { canRefuse, nextConfirmation } from "./privacy.domain";
import { erasureApproved } from "./privacy.events";
import type {
  answerInput,
  Change,
  CorrectInput,
  holdInput,
  RequestKind,
  RequestStatus,
  refuseInput,
  releaseInput,
} from "./privacy.schema";
import { tellBoth } from "./privacy.service";

const columns = {
  id: true,
  kind: true,
  status: true,
  studentId: true,
  requestedById: true,
  handledById: true,
  confirmedById: true,
  approvedById: true,
  createdAt: true,
  student: { select: { firstName: true } },
} as const;

async function openRequest(db: Db, id: string) {
  const found = await db.dataRequest.findFirst({
    where: { id, status: { in: ["RECEIVED", "IN_PROGRESS"] } },
    select: columns,
  });
  if (!found) throw new AppError("NOT_FOUND", "data_request.not_found");
  return found;
}
type Open = Awaited<ReturnType<typeof openRequest>>;

/** Somebody's own request is answered by somebody else. */
function notOnesOwn(ctx: Ctx, request: Open): void {
  if (request.requestedById === ctx.actor.userId) throw new AppError("CONFLICT", "data_request.own");
}

const held = async (db: Db, studentId: string): Promise<boolean> =>
  (await db.$queryRaw<{ held: boolean }[]>`SELECT app.held(${studentId}::uuid) AS held`)[0]?.held === true;

/** Tells whoever asked that there is an answer. */
export async function noticeAnswer(
  db: Db,
  request: { id: string; kind: RequestKind; requestedById: string; studentId: string },
  child: string,
  { gone = false } = {},
): Promise<void> {
  await notify(db, {
    userId: request.requestedById,
    type: "data_request.answered",
    params: { child, kind: request.kind.toLowerCase() },
    href: gone
      ? "/dashboard/parent/settings/privacy"
      : `/dashboard/parent/settings/privacy?child=${request.studentId}#requests`,
    studentId: gone ? null : request.studentId,
    dedupeKey: `${request.id}:${new Date().toISOString().slice(0, 13)}`,
  });
}

/** Guarded change of one open request by a member of staff; a lost race is told. */
async function change(
  db: Db,
  ctx: Ctx,
  request: Open,
  action: string,
  data: Prisma.DataRequestUncheckedUpdateManyInput,
  after: Record<string, unknown>,
  where: Prisma.DataRequestWhereInput = {},
): Promise<void> {
  const { count } = await db.dataRequest.updateMany({
    where: { id: request.id, status: request.status, ...where },
    data,
  });
  if (count === 0) throw new AppError("CONFLICT", "conflict");
  await audit(db, ctx, {
    action,
    subjectType: "data_request",
    subjectId: request.id,
    studentId: request.studentId,
    before: { status: request.status },
    after,
  });
  await tellBoth(db, request);
}

/** Takes a request in hand: the family sees that somebody works on it. */
export function takeRequest(ctx: Ctx, { id }: { id: string }) {
  return ctx.work(async (db) => {
    const request = await openRequest(db, id);
    notOnesOwn(ctx, request);
    await change(
      db,
      ctx,
      request,
      "data_request.taken",
      { handledById: ctx.actor.userId, status: "IN_PROGRESS" },
      { status: "IN_PROGRESS", handledById: ctx.actor.userId },
      { handledById: request.handledById, approvedById: null },
    );
    return { status: "IN_PROGRESS" as RequestStatus };
  });
}

/** Answers in words. A deletion is answered by being carried out, a copy by being made; a question about either is not. */
export function answerRequest(ctx: Ctx, { id, answer }: z.output<typeof answerInput>) {
  return ctx.work(async (db) => {
    const request = await openRequest(db, id);
    notOnesOwn(ctx, request);
    if (request.kind === "DELETION") throw new AppError("CONFLICT", "data_request.needs_two");
    await change(
      db,
      ctx,
      request,
      "data_request.answered",
      { status: "ANSWERED", answer, answeredAt: ctx.now, handledById: ctx.actor.userId },
      { status: "ANSWERED" },
    );
    await noticeAnswer(db, request, request.student.firstName);
    return { status: "ANSWERED" as RequestStatus };
  });
}

/** Refuses with a written reason, within the days the law gives for it. */
export function refuseRequest(ctx: Ctx, { id, answer }: z.output<typeof refuseInput>) {
  return ctx.work(async (db) => {
    const request = await openRequest(db, id);
    notOnesOwn(ctx, request);
    if (!canRefuse(request, await held(db, request.studentId), ctx.now))
      throw new AppError("CONFLICT", "data_request.refusal_late");
    await change(
      db,
      ctx,
      request,
      "data_request.refused",
      { status: "REFUSED", answer, answeredAt: ctx.now, handledById: ctx.actor.userId },
      { status: "REFUSED" },
      { approvedById: null },
    );
    await noticeAnswer(db, request, request.student.firstName);
    return { status: "REFUSED" as RequestStatus };
  });
}

type Numbers = { upi: Uint8Array | null; assessmentNo: Uint8Array | null; numbersKeyId: string | null };

/** Both ministry numbers sealed under today's key: they share the key's name, so changing one rewrites the other. */
async function resealed(db: Db, input: CorrectInput, studentId: string) {
  const [row] = await db.$queryRaw<Numbers[]>`SELECT * FROM app.child_numbers(${studentId}::uuid)`;
  const data: Prisma.StudentUncheckedUpdateManyInput = {};
  const had = { upi: Boolean(row?.upi), assessmentNo: Boolean(row?.assessmentNo) };
  for (const field of ["upi", "assessmentNo"] as const) {
    const old = row?.[field];
    const place = `student.${field}:${studentId}`;
    const plain =
      input[field] ?? (old && row.numbersKeyId ? openField({ bytes: old, keyId: row.numbersKeyId }, place) : null);
    if (!plain) continue;
    const sealed = sealField(plain, place);
    data[field] = sealed.bytes;
    data.numbersKeyId = sealed.keyId;
  }
  return { data, had };
}

/**
 * Corrects a child's record at a guardian's written request, and answers with what was and what is. The guardian may
 * object. Of the ministry's numbers only that they were given is shown.
 */
export function correctRecord(ctx: Ctx, input: CorrectInput) {
  return ctx.work(async (db) => {
    const request = await openRequest(db, input.id);
    notOnesOwn(ctx, request);
    if (request.kind !== "CORRECTION") throw new AppError("CONFLICT", "data_request.not_a_correction");
    if (request.status !== "IN_PROGRESS" || request.handledById !== ctx.actor.userId)
      throw new AppError("CONFLICT", "data_request.take_first");
    const student = await db.student.findUniqueOrThrow({
      where: { id: request.studentId },
      select: { firstName: true, lastName: true, birthDate: true, grade: true, sex: true, updatedAt: true },
    });
    const now = { ...student, birthDate: dayOf(student.birthDate) };
    const changes: Change[] = [];
    const data: Prisma.StudentUncheckedUpdateManyInput = {};
    for (const field of ["firstName", "lastName", "birthDate", "grade", "sex"] as const) {
      const value = input[field];
      if (value === undefined || value === now[field]) continue;
      changes.push({ field, before: now[field], after: value });
      Object.assign(data, { [field]: field === "birthDate" ? dateOf(value) : value });
    }
    if (input.upi || input.assessmentNo) {
      const { data: sealed, had } = await resealed(db, input, request.studentId);
      Object.assign(data, sealed);
      for (const field of ["upi", "assessmentNo"] as const)
        if (input[field]) changes.push({ field, before: had[field] ? "given" : "none", after: "given" });
    }
    if (changes.length === 0) throw new AppError("BAD_INPUT", "data_request.nothing_changed");
    if (input.birthDate && (input.birthDate > dayOf(ctx.now) || input.birthDate < "1990-01-01"))
      throw new AppError("BAD_INPUT", "bad_input", { fields: { birthDate: "field.invalid" } });
    const { count } = await db.student.updateMany({
      where: { id: request.studentId, updatedAt: student.updatedAt },
      data,
    });
    if (count === 0) throw new AppError("CONFLICT", "conflict");
    await change(
      db,
      ctx,
      request,
      "data_request.corrected",
      { status: "ANSWERED", answer: input.answer, answeredAt: ctx.now, changes, acceptedAt: null, objection: null },
      { status: "ANSWERED", fields: changes.map(({ field }) => field) },
      { handledById: ctx.actor.userId },
    );
    await noticeAnswer(db, request, input.firstName ?? request.student.firstName);
    return { changes };
  });
}

/**
 * One of the two confirmations of a deletion. The first says that it is right, the second, by somebody else, sets it in
 * motion; from then on nobody takes it back. Nothing is confirmed while a hold is in force.
 */
export function confirmDeletion(ctx: Ctx, { id }: { id: string }) {
  return ctx.work(async (db) => {
    const request = await openRequest(db, id);
    if (request.kind !== "DELETION") throw new AppError("CONFLICT", "data_request.not_a_deletion");
    if (await held(db, request.studentId)) throw new AppError("CONFLICT", "data_request.held");
    const me = ctx.actor.userId;
    const next = nextConfirmation(request, me);
    if (next === "own") throw new AppError("CONFLICT", "data_request.own");
    if (next === "same") throw new AppError("CONFLICT", "data_request.needs_two");
    if (next === "done") throw new AppError("CONFLICT", "conflict");
    if (next === "confirm")
      await change(
        db,
        ctx,
        request,
        "data_request.deletion_confirmed",
        { status: "IN_PROGRESS", confirmedById: me, confirmedAt: ctx.now, handledById: request.handledById ?? me },
        { status: "IN_PROGRESS", confirmedById: me },
        { confirmedById: null },
      );
    else {
      await change(
        db,
        ctx,
        request,
        "data_request.deletion_approved",
        { approvedById: me, approvedAt: ctx.now },
        { confirmedById: request.confirmedById, approvedById: me },
        { confirmedById: request.confirmedById, approvedById: null, status: "IN_PROGRESS" },
      );
      await enqueue(db, erasureApproved, { requestId: id }, id);
    }
    return { step: next };
  });
}

/** Holds a child's data: nothing is deleted while it stands. Families are told the ground and the end, never the reason. */
export function setHold(ctx: Ctx, input: z.output<typeof holdInput>) {
  return ctx.work(async (db) => {
    const student = await db.student.findUnique({ where: { id: input.studentId }, select: { id: true } });
    if (!student) throw new AppError("NOT_FOUND", "child.not_found");
    const until = input.until ? new Date(`${input.until}T23:59:59+03:00`) : null;
    if (until && until <= ctx.now) throw new AppError("BAD_INPUT", "bad_input", { fields: { until: "field.invalid" } });
    const id = uuid();
    await db.legalHold.createMany({
      data: {
        id,
        studentId: input.studentId,
        ground: input.ground,
        reason: input.reason,
        setById: ctx.actor.userId,
        until,
        createdAt: ctx.now,
      },
    });
    await audit(db, ctx, {
      action: "legal_hold.set",
      subjectType: "legal_hold",
      subjectId: id,
      studentId: input.studentId,
      after: { ground: input.ground === "SAFETY" ? "LAW" : input.ground, until },
    });
    await tellAsking(db, input.studentId);
    return { id };
  });
}

/** Ends a hold, with a reason for the log. */
export function releaseHold(ctx: Ctx, { id, reason }: z.output<typeof releaseInput>) {
  return ctx.work(async (db) => {
    const hold = await db.legalHold.findFirst({ where: { id, releasedAt: null }, select: { studentId: true } });
    if (!hold) throw new AppError("NOT_FOUND", "data_request.no_hold");
    const { count } = await db.legalHold.updateMany({
      where: { id, releasedAt: null },
      data: { releasedAt: ctx.now, releasedById: ctx.actor.userId },
    });
    if (count === 0) throw new AppError("CONFLICT", "conflict");
    await audit(db, ctx, {
      action: "legal_hold.released",
      subjectType: "legal_hold",
      subjectId: id,
      studentId: hold.studentId,
      after: { reason: reason.length },
    });
    await tellAsking(db, hold.studentId);
    return { released: true };
  });
}

/** Open pages of those who have asked for a deletion, and the desks, learn that a hold came or went. */
async function tellAsking(db: Db, studentId: string): Promise<void> {
  const asking = await db.dataRequest.findMany({
    where: { studentId, status: { in: ["RECEIVED", "IN_PROGRESS"] } },
    select: { requestedById: true, studentId: true },
    take: 20,
  });
  for (const request of asking) await tellBoth(db, request);
}
