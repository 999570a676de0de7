import { factorFlag, roleOwesFactor } from "@/lib/factor-policy";
import type { Ctx } from "@/server/platform/actor";
import { systemActor } from "@/server/platform/actor";
import { type Db, work } from "@/server/platform/db/work";
import { alwaysStrict, type Pending } from "@/server/platform/session";
import { type FactorMethod, factorMethods, veiled } from "./factors.domain";
import { device } from "./identity.domain";

/** Everything the security page shows about how somebody signs in. No secret leaves. */
export function readSecurity(ctx: Ctx) {
  const { userId } = ctx.actor;
  return ctx.work(async (db) => {
    const person = await db.user.findUniqueOrThrow({
      where: { id: userId },
      select: { email: true, phone: true, sessionVersion: true },
    });
    const factor = await db.twoFactor.findUnique({
      where: { userId },
      select: { totpEnabled: true, smsEnabled: true, smsPhone: true, emailEnabled: true, email: true },
    });
    const passkeys = await db.passkey.findMany({
      where: { userId },
      orderBy: { createdAt: "asc" },
      take: 20,
      select: { id: true, label: true, lastUsedAt: true, createdAt: true },
    });
    const backupCodes = await db.backupCode.count({ where: { userId, usedAt: null } });
    const devices = await db.rememberedDevice.findMany({
      where: { userId, userVersion: person.sessionVersion, revokedAt: null, expiresAt: { gt: ctx.now } },
      orderBy: { lastUsedAt: "desc" },
      take: 50,
      select: { id: true, userAgent: true, ip: true, lastUsedAt: true, expiresAt: true },
    });
    const flag = await db.featureFlag.findUnique({ where: { name: factorFlag }, select: { enabled: true } });
    const required = alwaysStrict() || flag?.enabled === true;
    return {
      phone: person.phone,
      email: person.email,
      totp: factor?.totpEnabled ?? false,
      sms: factor?.smsEnabled ? factor.smsPhone : null,
      mail: factor?.emailEnabled ? factor.email : null,
      passkeys,
      backupCodes,
      devices: devices.map(({ userAgent, ...row }) => ({ ...row, ...device(userAgent) })),
      hasFactor: Boolean(factor?.totpEnabled || factor?.smsEnabled || factor?.emailEnabled || passkeys.length > 0),
      policy: { required, fixed: alwaysStrict(), owes: required && ctx.actor.roles.some(roleOwesFactor) },
    };
  });
}
export type Security = Awaited<ReturnType<typeof readSecurity>>;

export type Offered = { methods: FactorMethod[]; sms: string | null; email: string | null };

/** The ways open to somebody who must prove themselves; addresses are veiled. */
async function offeredTo(db: Db, userId: string): Promise<Offered> {
  const factor = await db.twoFactor.findUnique({
    where: { userId },
    select: { totpEnabled: true, smsEnabled: true, smsPhone: true, emailEnabled: true, email: true },
  });
  const passkeys = await db.passkey.count({ where: { userId } });
  const codes = await db.backupCode.count({ where: { userId, usedAt: null } });
  const has: Record<FactorMethod, boolean> = {
    passkey: passkeys > 0,
    totp: factor?.totpEnabled === true,
    sms: factor?.smsEnabled === true,
    email: factor?.emailEnabled === true,
    backup: codes > 0,
  };
  return {
    methods: factorMethods.filter((method) => has[method]),
    sms: factor?.smsPhone ? veiled(factor.smsPhone) : null,
    email: factor?.email ? veiled(factor.email) : null,
  };
}

export const offeredToPending = (pending: Pending): Promise<Offered> =>
  work(systemActor("identity"), (db) => offeredTo(db, pending.userId));
export const offeredToCtx = (ctx: Ctx): Promise<Offered> => ctx.work((db) => offeredTo(db, ctx.actor.userId));

/** Where a code would go for a factor that is in use. */
export const codeTarget = (userId: string, channel: "sms" | "email"): Promise<string | null> =>
  work(systemActor("identity"), async (db) => {
    const factor = await db.twoFactor.findUnique({
      where: { userId },
      select: { smsEnabled: true, smsPhone: true, emailEnabled: true, email: true },
    });
    return (channel === "sms" ? factor?.smsEnabled && factor.smsPhone : factor?.emailEnabled && factor.email) || null;
  });
