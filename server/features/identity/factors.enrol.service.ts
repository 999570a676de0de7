import { v7 as uuid } from "uuid";
import type { Role } from "@/lib/roles";
import { type Actor, type Ctx, systemActor } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import { openField, sealField } from "@/server/platform/crypto";
import { type Db, work } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { qrPath } from "@/server/platform/qr";
import type { Pending } from "@/server/platform/session";
import { sendCode, takeCode } from "./factors.codes.service";
import { newBackupCodes, newTotpSecret, totpStep, totpUri } from "./factors.domain";
import { type FactorChange, tellFactorChanged } from "./factors.notices.service";
import { keepOneFactor, markProven } from "./factors.proof.service";
import type { MessageChannel } from "./factors.schema";
import { type Given, hashBackupCode, prove, totpPlace } from "./factors.service";
import type { Caller } from "./identity.attempts.service";

const identity = systemActor("identity");

/** Who sets a factor up: somebody signed in, or somebody whose role owes one and who can do nothing else before. */
export type Enrolling = { userId: string; role: Role; sessionId: string; account: string; actor: Actor };
export const enrollingCtx = ({ actor }: Ctx): Enrolling => ({ ...actor, account: actor.email ?? actor.name, actor });
export const enrollingPending = (pending: Pending): Enrolling => ({
  ...pending,
  account: pending.email ?? pending.name,
  actor: identity,
});

const pendingMs = 15 * 60_000;

async function changed(db: Db, caller: Caller, who: Enrolling, action: string, change: FactorChange) {
  await audit(db, { ...caller, actor: who.actor }, { action, subjectType: "user", subjectId: who.userId });
  await tellFactorChanged(db, caller, who.userId, change, who.role);
}

/** A new secret to be scanned or typed. It counts for nothing until a code confirms it; one in use stays until then. */
export function beginTotp(caller: Caller, who: Enrolling, { keep = false } = {}) {
  return work(identity, async (db) => {
    const row = await db.twoFactor.findUnique({
      where: { userId: who.userId },
      select: { pendingSecret: true, pendingKeyId: true, pendingAt: true },
    });
    const young = row?.pendingAt && caller.now.getTime() - row.pendingAt.getTime() < pendingMs;
    // A form shown again after a mistyped code must not ask for scanning anew.
    const secret =
      keep && young && row.pendingSecret && row.pendingKeyId
        ? openField({ bytes: row.pendingSecret, keyId: row.pendingKeyId }, totpPlace(who.userId))
        : newTotpSecret();
    const sealed = sealField(secret, totpPlace(who.userId));
    const pending = { pendingSecret: sealed.bytes, pendingKeyId: sealed.keyId, pendingAt: caller.now };
    await db.twoFactor.upsert({
      where: { userId: who.userId },
      create: { userId: who.userId, ...pending },
      update: pending,
    });
    await audit(
      db,
      { ...caller, actor: who.actor },
      { action: "factor.totp_begun", subjectType: "user", subjectId: who.userId },
    );
    const uri = totpUri(secret, who.account);
    return { secret: secret.replace(/(.{4})(?=.)/g, "$1 "), uri, qr: qrPath(uri, { border: 2 }) };
  });
}

/** The first code shows that the authenticator holds the secret. That step is used up with it. */
async function acceptTotp(db: Db, caller: Caller, who: Enrolling, code: string): Promise<void> {
  const { userId } = who;
  const row = await db.twoFactor.findUnique({
    where: { userId },
    select: { pendingSecret: true, pendingKeyId: true, pendingAt: true },
  });
  const stale = !row?.pendingAt || caller.now.getTime() - row.pendingAt.getTime() > pendingMs;
  if (stale || !row.pendingSecret || !row.pendingKeyId) throw new AppError("CONFLICT", "factor.begin_again");
  const secret = openField({ bytes: row.pendingSecret, keyId: row.pendingKeyId }, totpPlace(userId));
  const step = totpStep(secret, code.replace(/\s/g, ""), caller.now);
  if (step === null) throw new AppError("BAD_INPUT", "bad_input", { fields: { code: "factor.wrong" } });
  const sealed = sealField(secret, totpPlace(userId));
  await db.twoFactor.update({
    where: { userId },
    data: {
      totpSecret: sealed.bytes,
      totpKeyId: sealed.keyId,
      totpEnabled: true,
      lastTotpStep: step,
      pendingSecret: null,
      pendingKeyId: null,
      pendingAt: null,
    },
    select: { userId: true },
  });
  await changed(db, caller, who, "factor.totp_on", "totp_on");
}

/** Ten new codes in place of all earlier ones; shown this once. */
async function replaceCodes(db: Db, userId: string, now: Date): Promise<string[]> {
  const codes = newBackupCodes();
  await db.backupCode.deleteMany({ where: { userId } });
  await db.backupCode.createMany({
    data: codes.map((code) => ({ id: uuid(), userId, codeHash: hashBackupCode(userId, code), createdAt: now })),
  });
  return codes;
}

/** Codes for somebody who sets up their first factor; null when there are some already. */
async function firstCodes(db: Db, userId: string, now: Date): Promise<string[] | null> {
  const left = await db.backupCode.count({ where: { userId, usedAt: null } });
  return left > 0 ? null : replaceCodes(db, userId, now);
}

/** Confirms the authenticator for somebody signed in. */
export function confirmTotp(ctx: Ctx, input: { code: string }) {
  const who = enrollingCtx(ctx);
  return work(identity, async (db) => {
    await acceptTotp(db, ctx, who, input.code);
    await markProven(db, ctx);
    return { backupCodes: await firstCodes(db, who.userId, ctx.now) };
  });
}

/** The same at the door, for somebody whose role owes a factor: it is given by it, and the session becomes whole. */
export async function confirmFirstTotp(
  caller: Caller,
  pending: Pending,
  code: string,
): Promise<Given & { backupCodes: string[] }> {
  // A half-open session may set up the first factor, never replace one.
  if (pending.hasFactor) throw new AppError("FORBIDDEN", "forbidden");
  const who = enrollingPending(pending);
  return work(identity, async (db) => {
    await acceptTotp(db, caller, who, code);
    const given = await prove(db, caller, { ...pending, purpose: "second" }, "totp", false);
    return { ...given, backupCodes: (await firstCodes(db, who.userId, caller.now)) ?? [] };
  });
}

/** Takes the authenticator away. */
export function removeTotp(ctx: Ctx) {
  const who = enrollingCtx(ctx);
  return work(identity, async (db) => {
    const { count } = await db.twoFactor.updateMany({
      where: { userId: who.userId, totpEnabled: true },
      data: { totpEnabled: false, totpSecret: null, totpKeyId: null, lastTotpStep: null },
    });
    if (count === 0) throw new AppError("NOT_FOUND", "not_found");
    await keepOneFactor(db, who.userId);
    await changed(db, ctx, who, "factor.totp_off", "totp_off");
    return { removed: true };
  });
}

/** Where codes for this person would go; null when no address or number is on record. */
async function targetOf(userId: string, channel: MessageChannel): Promise<string | null> {
  const person = await work(identity, (db) =>
    db.user.findUnique({ where: { id: userId }, select: { email: true, phone: true } }),
  );
  return (channel === "sms" ? person?.phone : person?.email) ?? null;
}

/** Sends a code to the number or address on record, to show that it reaches the person. */
export async function beginCodes(ctx: Ctx, input: { channel: MessageChannel }) {
  const target = await targetOf(ctx.actor.userId, input.channel);
  if (!target) throw new AppError("CONFLICT", "code.no_target");
  const { userId, sessionId } = ctx.actor;
  return sendCode(ctx, {
    userId,
    sessionId,
    channel: input.channel,
    target,
    purpose: "enable",
    locale: ctx.locale,
    actor: ctx.actor,
  });
}

/** Makes codes by SMS or e-mail a second factor. */
export async function enableCodes(ctx: Ctx, input: { channel: MessageChannel; challengeId: string; code: string }) {
  const who = enrollingCtx(ctx);
  const { userId, sessionId } = who;
  const { challengeId, code } = input;
  const taken = await takeCode(ctx, {
    challengeId,
    userId,
    sessionId,
    purpose: "enable",
    code: code.replace(/\s/g, ""),
  });
  if (!taken || taken.channel !== input.channel)
    throw new AppError("BAD_INPUT", "bad_input", { fields: { code: "factor.wrong" } });
  const data =
    input.channel === "sms"
      ? { smsEnabled: true, smsPhone: taken.target }
      : { emailEnabled: true, email: taken.target };
  return work(identity, async (db) => {
    await db.twoFactor.upsert({ where: { userId }, create: { userId, ...data }, update: data });
    await markProven(db, ctx);
    await changed(db, ctx, who, `factor.${input.channel}_on`, `${input.channel}_on`);
    return { backupCodes: await firstCodes(db, userId, ctx.now) };
  });
}

export function disableCodes(ctx: Ctx, input: { channel: MessageChannel }) {
  const who = enrollingCtx(ctx);
  const sms = input.channel === "sms";
  return work(identity, async (db) => {
    const { count } = await db.twoFactor.updateMany({
      where: { userId: who.userId, ...(sms ? { smsEnabled: true } : { emailEnabled: true }) },
      data: sms ? { smsEnabled: false, smsPhone: null } : { emailEnabled: false, email: null },
    });
    if (count === 0) throw new AppError("NOT_FOUND", "not_found");
    await keepOneFactor(db, who.userId);
    await changed(db, ctx, who, `factor.${input.channel}_off`, `${input.channel}_off`);
    return { removed: true };
  });
}

/** New backup codes; the old ones open nothing any more. Only beside a factor: alone they are none. */
export function newCodes(ctx: Ctx) {
  const who = enrollingCtx(ctx);
  return work(identity, async (db) => {
    const [state] = await db.$queryRaw<{ has: boolean }[]>`SELECT app.has_factor(${who.userId}::uuid) AS has`;
    if (!state?.has) throw new AppError("CONFLICT", "factor.none");
    const backupCodes = await replaceCodes(db, who.userId, ctx.now);
    await changed(db, ctx, who, "factor.backup_new", "backup_new");
    return { backupCodes };
  });
}
