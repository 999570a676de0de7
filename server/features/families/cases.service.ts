import { v7 as uuid } from "uuid";
import type { Ctx } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import type { Db } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { live } from "@/server/platform/live";
import { canMoveCase } from "./cases.domain";
import type { CaseStatus } from "./cases.schema";

/** Tells every open desk that a case came, went to somebody or moved on. */
export async function tellDesks(db: Db): Promise<void> {
  const rows = await db.$queryRaw<{ id: string }[]>`SELECT d AS id FROM app.case_desk() d`;
  await live(
    db,
    rows.map(({ id }) => id),
    "changed",
    { topic: "desk" },
  );
}

/** Takes a case nobody has. Two who press at once: one gets it, the other is told. */
export function takeCase(ctx: Ctx, input: { id: string }) {
  return ctx.work(async (db) => {
    const found = await db.familyCase.findUnique({
      where: { id: input.id },
      select: { studentId: true, ownerId: true },
    });
    if (!found) throw new AppError("NOT_FOUND", "case.not_found");
    const { count } = await db.familyCase.updateMany({
      where: { id: input.id, ownerId: null, status: "OPEN" },
      data: { ownerId: ctx.actor.userId },
    });
    if (count === 0) throw new AppError("CONFLICT", "case.taken");
    await audit(db, ctx, {
      action: "case.taken",
      subjectType: "case",
      subjectId: input.id,
      studentId: found.studentId,
      before: { ownerId: null },
      after: { ownerId: ctx.actor.userId },
    });
    await tellDesks(db);
    return { ownerId: ctx.actor.userId };
  });
}

/** Moves a case on with a written reason, from the state the person saw it in. */
export function moveCase(ctx: Ctx, input: { id: string; from: CaseStatus; to: CaseStatus; note: string }) {
  return ctx.work(async (db) => {
    const found = await db.familyCase.findUnique({
      where: { id: input.id },
      select: { studentId: true, kind: true },
    });
    if (!found) throw new AppError("NOT_FOUND", "case.not_found");
    if (!canMoveCase(found.kind, input.from, input.to)) throw new AppError("CONFLICT", "case.cannot_move");
    const { count } = await db.familyCase.updateMany({
      where: { id: input.id, status: input.from },
      data: { status: input.to, closedAt: input.to === "CLOSED" ? ctx.now : null },
    });
    if (count === 0) throw new AppError("CONFLICT", "conflict");
    await db.caseNote.create({
      data: { id: uuid(), caseId: input.id, studentId: found.studentId, authorId: ctx.actor.userId, body: input.note },
      select: { id: true },
    });
    await audit(db, ctx, {
      action: "case.moved",
      subjectType: "case",
      subjectId: input.id,
      studentId: found.studentId,
      before: { status: input.from },
      after: { status: input.to },
    });
    await tellDesks(db);
    return { status: input.to };
  });
}
