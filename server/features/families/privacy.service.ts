import { v7 as uuid } from "uuid";
import type { z } from "zod";
import { linkFor } from "@/server/features/files/files.link.service";
import type { Ctx } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import type { Db } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { live } from "@/server/platform/live";
import { enqueue } from "@/server/platform/outbox";
import { limit } from "@/server/platform/rate-limit";
import { canWithdraw, dueAt, isMaking } from "./privacy.domain";
import { exportAsked } from "./privacy.events";
import { requireDecider } from "./privacy.policy";
import type { askInput, objectInput, RequestKind, RequestStatus } from "./privacy.schema";

/** The topic of a child's privacy page. */
export const privacyTopic = (studentId: string) => `privacy:${studentId}`;

/** Whose desks show requests. */
export async function officers(db: Db): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`SELECT p AS id FROM app.privacy_officers() p`;
  return rows.map(({ id }) => id);
}

/** Tells the asking guardian's open pages and every desk. */
export async function tellBoth(db: Db, request: { requestedById: string; studentId: string }): Promise<void> {
  await live(db, [request.requestedById], "changed", { topic: privacyTopic(request.studentId) });
  await live(db, await officers(db), "changed", { topic: "desk" });
}

/** One after the other for one child and kind, so that two presses make one request. */
const inTurn = (db: Db, studentId: string, kind: RequestKind) =>
  db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`data-request:${studentId}:${kind}`}, 0))`;

/**
 * Asks for a copy of a child's data. The job makes it with this guardian's rights and answers the request by itself.
 * A copy under way is not begun twice; one whose making failed is begun again under the same request.
 */
export async function requestExport(ctx: Ctx, { studentId }: { studentId: string }) {
  await limit("privacy-export", ctx.actor.userId, 10, 86_400);
  return ctx.work(async (db) => {
    await requireDecider(db, ctx, studentId);
    await inTurn(db, studentId, "EXPORT");
    const me = ctx.actor.userId;
    const open = await db.dataRequest.findFirst({
      where: { studentId, requestedById: me, kind: "EXPORT", status: { in: ["RECEIVED", "IN_PROGRESS"] } },
      orderBy: { createdAt: "desc" },
      select: { id: true },
    });
    const running = open
      ? await db.dataExport.findFirst({
          where: { requestId: open.id },
          orderBy: { createdAt: "desc" },
          select: { status: true },
        })
      : null;
    if (running && isMaking(running.status)) throw new AppError("CONFLICT", "data_request.already_open");
    const requestId = open?.id ?? uuid();
    const exportId = uuid();
    if (!open)
      await db.dataRequest.create({
        data: {
          id: requestId,
          kind: "EXPORT",
          studentId,
          requestedById: me,
          dueAt: dueAt("EXPORT", ctx.now),
          createdAt: ctx.now,
        },
        select: { id: true },
      });
    await db.dataExport.createMany({ data: { id: exportId, requestId, studentId, ownerId: me } });
    await enqueue(db, exportAsked, { exportId }, exportId);
    await audit(db, ctx, {
      action: "data_request.export_asked",
      subjectType: "data_request",
      subjectId: requestId,
      studentId,
      after: { exportId },
    });
    await tellBoth(db, { requestedById: me, studentId });
    return { requestId, exportId };
  });
}

/** Asks the school to correct or to delete. One open request of a kind for a child and a guardian. */
export function askFor(ctx: Ctx, { studentId, kind, details }: z.output<typeof askInput>) {
  return ctx.work(async (db) => {
    await requireDecider(db, ctx, studentId);
    await inTurn(db, studentId, kind);
    const open = await db.dataRequest.count({
      where: { studentId, requestedById: ctx.actor.userId, kind, status: { in: ["RECEIVED", "IN_PROGRESS"] } },
    });
    if (open > 0) throw new AppError("CONFLICT", "data_request.already_open");
    const id = uuid();
    const due = dueAt(kind, ctx.now);
    await db.dataRequest.create({
      data: { id, kind, studentId, requestedById: ctx.actor.userId, details, dueAt: due, createdAt: ctx.now },
      select: { id: true },
    });
    // What was written stays in the request, where it can be erased; the log is for ever.
    await audit(db, ctx, {
      action: "data_request.made",
      subjectType: "data_request",
      subjectId: id,
      studentId,
      after: { kind, dueAt: due },
    });
    await tellBoth(db, { requestedById: ctx.actor.userId, studentId });
    return { id, dueAt: due };
  });
}

async function ownRequest(db: Db, ctx: Ctx, id: string) {
  const found = await db.dataRequest.findFirst({
    where: { id, requestedById: ctx.actor.userId },
    select: {
      id: true,
      kind: true,
      status: true,
      studentId: true,
      requestedById: true,
      approvedById: true,
      acceptedAt: true,
      changes: true,
    },
  });
  if (!found) throw new AppError("NOT_FOUND", "data_request.not_found");
  return found;
}

/** Takes one's own request back. A copy under way ends at its next step. */
export function withdrawRequest(ctx: Ctx, { id }: { id: string }) {
  return ctx.work(async (db) => {
    const found = await ownRequest(db, ctx, id);
    if (!canWithdraw(found)) throw new AppError("CONFLICT", "data_request.cannot_withdraw");
    const { count } = await db.dataRequest.updateMany({
      where: { id, requestedById: ctx.actor.userId, status: found.status, approvedById: null },
      data: { status: "WITHDRAWN" },
    });
    if (count === 0) throw new AppError("CONFLICT", "conflict");
    await audit(db, ctx, {
      action: "data_request.withdrawn",
      subjectType: "data_request",
      subjectId: id,
      studentId: found.studentId,
      before: { status: found.status },
      after: { status: "WITHDRAWN" },
    });
    await tellBoth(db, found);
    return { status: "WITHDRAWN" as RequestStatus };
  });
}

/** Says that a correction is right. */
export function acceptCorrection(ctx: Ctx, { id }: { id: string }) {
  return ctx.work(async (db) => {
    const found = await ownRequest(db, ctx, id);
    const { count } = await db.dataRequest.updateMany({
      where: { id, requestedById: ctx.actor.userId, kind: "CORRECTION", status: "ANSWERED", acceptedAt: null },
      data: { acceptedAt: ctx.now },
    });
    if (count === 0) throw new AppError("CONFLICT", "data_request.nothing_to_judge");
    await audit(db, ctx, {
      action: "data_request.correction_accepted",
      subjectType: "data_request",
      subjectId: id,
      studentId: found.studentId,
    });
    await tellBoth(db, found);
    return { accepted: true };
  });
}

/** Objects to a correction: the request is open again, in the same hands, with a new date from the law. */
export function objectToCorrection(ctx: Ctx, { id, objection }: z.output<typeof objectInput>) {
  return ctx.work(async (db) => {
    const found = await ownRequest(db, ctx, id);
    await requireDecider(db, ctx, found.studentId);
    const due = dueAt("CORRECTION", ctx.now);
    const { count } = await db.dataRequest.updateMany({
      where: { id, requestedById: ctx.actor.userId, kind: "CORRECTION", status: "ANSWERED", acceptedAt: null },
      data: { status: "IN_PROGRESS", objection, dueAt: due },
    });
    if (count === 0) throw new AppError("CONFLICT", "data_request.nothing_to_judge");
    await audit(db, ctx, {
      action: "data_request.correction_objected",
      subjectType: "data_request",
      subjectId: id,
      studentId: found.studentId,
      after: { dueAt: due },
    });
    await tellBoth(db, found);
    return { status: "IN_PROGRESS" as RequestStatus };
  });
}

/**
 * A link to one's copy, good for five minutes. It carries no right: whoever follows it is asked again for their session,
 * for the right to decide for the child, and whether the copy has expired.
 */
export function openExport(ctx: Ctx, { id }: { id: string }) {
  return ctx.work(async (db) => {
    const made = await db.dataExport.findFirst({
      where: { id, ownerId: ctx.actor.userId, status: "READY", expiresAt: { gt: ctx.now } },
      select: { fileId: true, studentId: true, requestId: true },
    });
    if (!made?.fileId) throw new AppError("NOT_FOUND", "data_request.copy_gone");
    await requireDecider(db, ctx, made.studentId);
    await audit(db, ctx, {
      action: "data_request.copy_opened",
      subjectType: "data_request",
      subjectId: made.requestId,
      studentId: made.studentId,
    });
    return { url: linkFor(ctx, made.fileId) };
  });
}
