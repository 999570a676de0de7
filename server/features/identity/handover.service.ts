import { v7 as uuid } from "uuid";
import { familyTopic } from "@/server/features/families/families.service";
import { type Circle, readCircle } from "@/server/features/families/members.queries";
import { type Ctx, systemActor } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import { randomToken } from "@/server/platform/crypto";
import { type Db, work } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { live } from "@/server/platform/live";
import { hashPassword, verifyPassword } from "@/server/platform/password";
import { alwaysStrict, hashToken } from "@/server/platform/session";
import { childKeyFault, childSecret } from "./handover.domain";
import { tellChildLocked, tellChildSignedIn } from "./handover.notices.service";
import { type ChildrensDoor, childrenOf, childrenWithKeys, decidesFor } from "./handover.queries";
import type { ChildKeyInput } from "./handover.schema";
import { type Caller, childKeys, countAttempt, forgetAttempt, recordLogin } from "./identity.attempts.service";
import { type Device, openChildSession, type SignedIn } from "./identity.service";

const identity = systemActor("identity");
type Child = Circle["child"] & { lastName: string; birthDate: Date; userId: string | null };

/** A child whose way in the guardian asking decides about. */
async function childToDecideFor(ctx: Ctx, db: Db, studentId: string): Promise<Child> {
  const circle = await readCircle(ctx, db, studentId);
  if (circle.contested) throw new AppError("CONFLICT", "child.contested");
  if (!decidesFor(ctx, circle)) throw new AppError("FORBIDDEN", "child_key.not_yours");
  const more = await db.student.findUniqueOrThrow({
    where: { id: studentId },
    select: { lastName: true, birthDate: true, userId: true },
  });
  return { ...circle.child, ...more };
}

/** A child without an account is given one: nobody can write to it, and no password opens it. */
async function giveAccount(db: Db, ctx: Ctx, child: Child): Promise<void> {
  const userId = uuid();
  await db.user.createMany({
    data: { id: userId, name: `${child.firstName} ${child.lastName}`, locale: ctx.actor.locale, createdAt: ctx.now },
  });
  await db.userRole.createMany({ data: { id: uuid(), userId, role: "STUDENT", createdAt: ctx.now } });
  const { count } = await db.student.updateMany({ where: { id: child.id, userId: null }, data: { userId } });
  if (count === 0) throw new AppError("CONFLICT", "conflict");
  await audit(db, ctx, {
    action: "child.account_given",
    subjectType: "user",
    subjectId: userId,
    studentId: child.id,
  });
}

/** Whoever came in by the old key is asked for the new one. */
async function endSessionsByKey(db: Db, ctx: Ctx, child: Child, reason: string): Promise<void> {
  if (!child.userId) return;
  await db.authSession.updateMany({
    where: { userId: child.userId, parentSessionId: { not: null }, revokedAt: null },
    data: { revokedAt: ctx.now, revokedReason: reason },
  });
  await live(db, [child.userId], "session.ended");
}

/** Sets the PIN or the pictures by which a child signs in on a family device. */
export async function setChildKey(ctx: Ctx, input: ChildKeyInput): Promise<{ kind: ChildKeyInput["kind"] }> {
  const child = await ctx.work((db) => childToDecideFor(ctx, db, input.studentId));
  const fault = childKeyFault(input, child.birthDate);
  if (fault) throw new AppError("BAD_INPUT", "bad_input", { fields: fault });
  const hash = await hashPassword(childSecret(input));
  await work(identity, async (db) => {
    if (child.userId) await endSessionsByKey(db, ctx, child, "key changed");
    else await giveAccount(db, ctx, child);
    await forgetAttempt(db, childKeys(child.id));
  });
  const { kind } = input;
  return ctx.work(async (db) => {
    const data = { kind, hash, setById: ctx.actor.userId };
    const { count } = await db.childKey.updateMany({ where: { studentId: child.id }, data });
    if (count === 0) await db.childKey.createMany({ data: { ...data, studentId: child.id, createdAt: ctx.now } });
    await audit(db, ctx, {
      action: "child.key_set",
      subjectType: "student",
      subjectId: child.id,
      studentId: child.id,
      after: { kind },
    });
    await live(db, [ctx.actor.userId], "changed", { topic: familyTopic(child.familyId) });
    return { kind };
  });
}

/** Takes a child's key away: it signs in on no family device until there is a new one. */
export async function removeChildKey(ctx: Ctx, { studentId }: { studentId: string }): Promise<{ removed: true }> {
  const child = await ctx.work(async (db) => {
    const found = await childToDecideFor(ctx, db, studentId);
    const { count } = await db.childKey.deleteMany({ where: { studentId } });
    if (count === 0) throw new AppError("NOT_FOUND", "child_key.not_found");
    await audit(db, ctx, { action: "child.key_removed", subjectType: "student", subjectId: studentId, studentId });
    await live(db, [ctx.actor.userId], "changed", { topic: familyTopic(found.familyId) });
    return found;
  });
  await work(identity, (db) => endSessionsByKey(db, ctx, child, "key removed"));
  return { removed: true };
}

/**
 * Hands this device to the children. The guardian's session goes on without anybody holding it: its cookie opens nothing
 * from now on, and the new one opens the children's door alone. The way back is the guardian's own sign-in.
 */
export async function handOver(ctx: Ctx): Promise<{ token: string }> {
  if ((await childrenWithKeys(ctx)).length === 0) throw new AppError("CONFLICT", "child_key.nobody");
  const token = randomToken();
  await work(identity, async (db) => {
    const { count } = await db.authSession.updateMany({
      where: { id: ctx.actor.sessionId, userId: ctx.actor.userId, activeRole: "PARENT", revokedAt: null },
      data: { handoverHash: hashToken(token), tokenHash: hashToken(randomToken()), lastSeenAt: ctx.now },
    });
    if (count === 0) throw new AppError("UNAUTHENTICATED", "unauthenticated");
    await audit(db, ctx, { action: "session.handed_over", subjectType: "session", subjectId: ctx.actor.sessionId });
    await live(db, [ctx.actor.userId], "session.ended");
  });
  return { token };
}

/**
 * Signs a child in at the door of a device that was handed over. Tries are counted under the child before they are
 * looked at: after five wrong ones the next waits, whichever device it comes from.
 */
export async function openForChild(
  caller: Caller,
  door: ChildrensDoor,
  given: { studentId: string; secret: string },
  device: Device,
): Promise<SignedIn> {
  const counted = childKeys(given.studentId);
  const { child, hash, retryAt } = await work(identity, async (db) => {
    const known = (await childrenOf(db, door)).find(({ studentId }) => studentId === given.studentId);
    if (!known) throw new AppError("NOT_FOUND", "child.not_found");
    const waits = await countAttempt(db, counted, caller.now);
    if (waits) {
      await recordLogin(db, caller, "THROTTLED", known.userId, null, methodOf(known.kind));
      await tellChildLocked(db, caller, door, known);
    }
    const [key] = await db.$queryRaw<
      { hash: string | null }[]
    >`SELECT app.child_key(${door.sessionId}::uuid, ${known.studentId}::uuid, ${alwaysStrict()}) AS hash`;
    return { child: known, hash: key?.hash, retryAt: waits };
  });
  if (retryAt)
    throw new AppError("TOO_MANY", "child_key.wait", {
      meta: { seconds: Math.ceil((retryAt.getTime() - caller.now.getTime()) / 1000) },
    });
  const method = methodOf(child.kind);
  if (!(await verifyPassword(hash, given.secret)).ok) {
    await work(identity, (db) => recordLogin(db, caller, "WRONG_PASSWORD", child.userId, null, method));
    throw new AppError("UNAUTHENTICATED", `child_key.wrong_${method}`);
  }
  return work(identity, async (db) => {
    await forgetAttempt(db, counted);
    const session = await openChildSession(db, caller, child.userId, { below: door.sessionId, method }, device);
    await audit(
      db,
      { ...caller, actor: identity },
      {
        action: "session.child_opened",
        subjectType: "student",
        subjectId: child.studentId,
        studentId: child.studentId,
        after: { method, guardianId: door.guardianId },
      },
    );
    await tellChildSignedIn(db, caller, door, child);
    await live(db, [door.guardianId], "changed", { topic: familyTopic(child.familyId) });
    return session;
  });
}

const methodOf = (kind: "PIN" | "PICTURES") => (kind === "PIN" ? ("pin" as const) : ("pictures" as const));

/** Ends a session of a child, by a guardian who decides for it or in whose own session it stands. */
export async function endChildSession(
  ctx: Ctx,
  input: { studentId: string; sessionId: string },
): Promise<{ ended: true }> {
  const { userId, familyId } = await ctx.work(async (db) => {
    const { child } = await readCircle(ctx, db, input.studentId);
    const student = await db.student.findUniqueOrThrow({ where: { id: child.id }, select: { userId: true } });
    // Which sessions of a child a guardian may see is said by the database.
    const seen = student.userId
      ? await db.authSession.count({ where: { id: input.sessionId, userId: student.userId, revokedAt: null } })
      : 0;
    if (!student.userId || seen === 0) throw new AppError("NOT_FOUND", "session.not_found");
    return { userId: student.userId, familyId: child.familyId };
  });
  return work(identity, async (db) => {
    const { count } = await db.authSession.updateMany({
      where: { id: input.sessionId, userId, revokedAt: null },
      data: { revokedAt: ctx.now, revokedReason: "ended by a guardian" },
    });
    if (count === 0) throw new AppError("NOT_FOUND", "session.not_found");
    await recordLogin(db, ctx, "REVOKED", userId, null);
    await audit(db, ctx, {
      action: "session.child_ended",
      subjectType: "session",
      subjectId: input.sessionId,
      studentId: input.studentId,
    });
    await live(db, [userId], "session.ended");
    await live(db, [ctx.actor.userId], "changed", { topic: familyTopic(familyId) });
    return { ended: true };
  });
}
