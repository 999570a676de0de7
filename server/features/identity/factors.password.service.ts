import { type Ctx, systemActor } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import { isCommonPassword } from "@/server/platform/common-passwords";
import { type Db, work } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { live } from "@/server/platform/live";
import { hashPassword, verifyPassword } from "@/server/platform/password";
import { proofOf } from "@/server/platform/step-up";
import { passwordFault } from "./factors.domain";
import { tellPasswordChanged } from "./factors.notices.service";
import { type Caller, countAttempt, factorKeys, forgetAttempt, recordLogin } from "./identity.attempts.service";

const identity = systemActor("identity");

/** Why a password is not taken, as an error beside its field; for changing, resetting and choosing the first one. */
export function requireGoodPassword(password: string, names: readonly (string | null)[], field = "password"): void {
  const fault = passwordFault(password, { names, isCommon: isCommonPassword });
  if (fault) throw new AppError("BAD_INPUT", "bad_input", { fields: { [field]: fault } });
}

/**
 * Puts a new password in place, in an open unit of the identity service: every session but the one named ends, remembered
 * devices owe the factor again, and the person is told. Hash it before: that takes its time outside any transaction.
 */
export async function putPassword(
  db: Db,
  caller: Caller,
  person: { id: string },
  passwordHash: string,
  keepSession: string | null,
): Promise<void> {
  const { sessionVersion } = await db.user.update({
    where: { id: person.id },
    data: { passwordHash, sessionVersion: { increment: 1 } },
    select: { sessionVersion: true },
  });
  if (keepSession)
    await db.authSession.updateMany({
      where: { id: keepSession, userId: person.id, revokedAt: null },
      data: { userVersion: sessionVersion, authTime: caller.now, rememberedId: null },
    });
  await db.authSession.updateMany({
    where: { userId: person.id, revokedAt: null, ...(keepSession ? { id: { not: keepSession } } : {}) },
    data: { revokedAt: caller.now, revokedReason: "password changed" },
  });
  await db.rememberedDevice.updateMany({
    where: { userId: person.id, revokedAt: null },
    data: { revokedAt: caller.now },
  });
  await live(db, [person.id], "session.ended");
  await tellPasswordChanged(db, caller, person.id);
}

/**
 * Changes one's own password. The current one is asked for, counted like a try at the door; who has a second factor has
 * given it within ten minutes.
 */
export async function changePassword(ctx: Ctx, input: { current: string; password: string }) {
  const { userId, email, name, sessionId } = ctx.actor;
  // Who has no factor proves themselves by the current password in this very form.
  const { fresh, hasFactor } = await proofOf(ctx);
  if (hasFactor && !fresh) throw new AppError("FORBIDDEN", "step_up_required");
  const keys = factorKeys(userId);
  const [row] = await work(identity, async (db) => {
    const retryAt = await countAttempt(db, keys, ctx.now);
    if (retryAt)
      throw new AppError("TOO_MANY", "factor.wait", {
        meta: { seconds: Math.ceil((retryAt.getTime() - ctx.now.getTime()) / 1000) },
      });
    return db.$queryRaw<{ hash: string | null }[]>`SELECT app.password_of(${userId}::uuid) AS hash`;
  });
  if (!(await verifyPassword(row?.hash, input.current)).ok) {
    await work(identity, (db) => recordLogin(db, ctx, "WRONG_PASSWORD", userId, null, "password"));
    throw new AppError("BAD_INPUT", "bad_input", { fields: { current: "password.wrong" } });
  }
  requireGoodPassword(input.password, [email, name]);
  if (input.password.normalize("NFKC") === input.current.normalize("NFKC"))
    throw new AppError("BAD_INPUT", "bad_input", { fields: { password: "password.same" } });
  const passwordHash = await hashPassword(input.password);
  return work(identity, async (db) => {
    await forgetAttempt(db, keys);
    await putPassword(db, ctx, { id: userId }, passwordHash, sessionId);
    await audit(db, ctx, { action: "user.password_changed", subjectType: "user", subjectId: userId });
    return { changed: true };
  });
}
