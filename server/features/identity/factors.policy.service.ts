import { factorFlag } from "@/lib/factor-policy";
import { type Ctx, systemActor } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import { work } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { live } from "@/server/platform/live";
import { alwaysStrict } from "@/server/platform/session";
import { tellFactorChanged } from "./factors.notices.service";

const identity = systemActor("identity");

/**
 * Switches the policy that staff, administrators and whoever moves money owe a second factor. In production it is on and
 * stays on. Who switches it on has given a factor themselves, or they would shut themselves out with everybody else.
 */
export function setFactorPolicy(ctx: Ctx, input: { required: boolean }) {
  if (alwaysStrict()) throw new AppError("CONFLICT", "factor.policy_fixed");
  if (input.required && !ctx.actor.mfaAt) throw new AppError("CONFLICT", "factor.own_first");
  return ctx.work(async (db) => {
    const before = await db.featureFlag.findUnique({ where: { name: factorFlag }, select: { enabled: true } });
    await db.featureFlag.upsert({
      where: { name: factorFlag },
      create: {
        name: factorFlag,
        description: "Staff, administrators and whoever moves money sign in with a second factor",
        enabled: input.required,
      },
      update: { enabled: input.required },
    });
    await audit(db, ctx, {
      action: "policy.second_factor_set",
      subjectType: "flag",
      subjectId: factorFlag,
      before,
      after: { enabled: input.required },
    });
    return { required: input.required };
  });
}

/**
 * Takes all second factors of a person away who has lost them, and signs them out everywhere. Nobody learns a password by
 * it; where the person owes a factor, the next thing they can do is to set one up.
 */
export function resetPersonFactors(ctx: Ctx, input: { id: string; reason: string }) {
  if (input.id === ctx.actor.userId) throw new AppError("CONFLICT", "person.own_role");
  return work(identity, async (db) => {
    const person = await db.user.findUnique({ where: { id: input.id }, select: { id: true } });
    if (!person) throw new AppError("NOT_FOUND", "person.not_found");
    const userId = person.id;
    const factors = await db.twoFactor.deleteMany({ where: { userId } });
    const passkeys = await db.passkey.deleteMany({ where: { userId } });
    await db.backupCode.deleteMany({ where: { userId } });
    await db.rememberedDevice.updateMany({ where: { userId, revokedAt: null }, data: { revokedAt: ctx.now } });
    await db.user.updateMany({ where: { id: userId }, data: { sessionVersion: { increment: 1 } } });
    const sessions = await db.authSession.updateMany({
      where: { userId, revokedAt: null },
      data: { revokedAt: ctx.now, revokedReason: "second factor reset" },
    });
    await live(db, [userId], "session.ended");
    await audit(db, ctx, {
      action: "user.factors_reset",
      subjectType: "user",
      subjectId: userId,
      after: {
        reason: input.reason,
        factors: factors.count,
        passkeys: passkeys.count,
        sessionsEnded: sessions.count,
      },
    });
    await tellFactorChanged(db, ctx, userId, "reset");
    return { reset: factors.count + passkeys.count > 0 };
  });
}
