import { v7 as uuid } from "uuid";
import type { Locale } from "@/lib/locales";
import type { Role } from "@/lib/roles";
import { type Ctx, systemActor, type UserActor } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import { randomToken } from "@/server/platform/crypto";
import { type Db, work } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { live } from "@/server/platform/live";
import { hashPassword, verifyPassword } from "@/server/platform/password";
import { alwaysStrict, hashToken, sessionMaxAge } from "@/server/platform/session";
import { knownDevice, rememberedFor } from "./factors.devices.service";
import { tellLocked, tellNewDevice } from "./factors.notices.service";
import { childSessionHours } from "./handover.domain";
import { type Caller, countAttempt, forgetAttempt, recordLogin, signInKeys } from "./identity.attempts.service";
import { destination } from "./identity.domain";
import type { SignInInput } from "./identity.schema";

export type { Caller } from "./identity.attempts.service";

const identity = systemActor("identity");

type Credentials = {
  id: string;
  passwordHash: string | null;
  status: string;
  sessionVersion: number;
  roles: Role[];
  locale: Locale;
};
/** What the browser holds besides the session: which device it is, and where the factor need not be given again. */
export type Device = {
  token: string | null;
  remembered: readonly string[];
  /** Opens the children's door of a device that was handed over. */
  handover?: string | null;
};
const noDevice: Device = { token: null, remembered: [] };
export type SignedIn = {
  token: string;
  userId: string;
  role: Role;
  /** Where to go: the page asked for, or the second step that leads to it. */
  path: string;
  locale: Locale;
  /** The second factor is still owed: the session opens nothing but the second step. */
  pending: boolean;
};

/**
 * Signs a person in by password: the one way, for the form and for next-auth alike. Gives the new session's token and
 * where to go. Every refusal reads the same, whether the account exists, is suspended or only waits.
 * `replaces` is the token the browser held before; that session ends.
 */
export async function signIn(
  caller: Caller,
  input: SignInInput,
  options: { next?: string | null; replaces?: string | null; device?: Device } = {},
): Promise<SignedIn> {
  const keys = signInKeys(caller, input.email);
  const found = await work(identity, async (db) => {
    const retryAt = await countAttempt(db, keys, caller.now);
    const [person] = await db.$queryRaw<Credentials[]>`SELECT * FROM app.credentials_for(${input.email}::citext)`;
    if (retryAt) {
      await recordLogin(db, caller, "THROTTLED", person?.id ?? null, input.email);
      if (person?.status === "ACTIVE") await tellLocked(db, caller, person.id);
    }
    return { person, retryAt };
  });
  if (found.retryAt)
    throw new AppError("TOO_MANY", "sign_in.refused", {
      meta: { seconds: Math.ceil((found.retryAt.getTime() - caller.now.getTime()) / 1000) },
    });

  // Outside any transaction: it takes 20 ms on purpose.
  const { person } = found;
  const password = await verifyPassword(person?.passwordHash, input.password);
  const may = person?.status === "ACTIVE" && person.roles.length > 0;
  if (!person || !password.ok || !may) {
    const outcome = !person ? "UNKNOWN_ACCOUNT" : !password.ok ? "WRONG_PASSWORD" : "SUSPENDED";
    await work(identity, (db) => recordLogin(db, caller, outcome, person?.id ?? null, input.email));
    throw new AppError("UNAUTHENTICATED", "sign_in.refused");
  }

  const fresh = password.stale ? await hashPassword(input.password) : null;
  return work(identity, async (db) => {
    if (fresh) await db.user.updateMany({ where: { id: person.id }, data: { passwordHash: fresh } });
    await forgetAttempt(db, keys);
    if (options.replaces) await revoke(db, options.replaces, caller.now, "replaced");
    return openSession(db, caller, person, { amr: ["pwd"] }, options.next, options.device);
  });
}

/**
 * A passkey that verified its holder is two factors at once: who is named by it is signed in. Everything else about the
 * account is asked as by the form.
 */
export async function signInByPasskey(
  caller: Caller,
  userId: string,
  options: { next?: string | null; replaces?: string | null; device?: Device } = {},
): Promise<SignedIn> {
  return work(identity, async (db) => {
    const person = await db.user.findUnique({
      where: { id: userId },
      select: { id: true, status: true, sessionVersion: true, locale: true, roles: { select: { role: true } } },
    });
    if (person?.status !== "ACTIVE" || person.roles.length === 0) {
      await recordLogin(db, caller, "SUSPENDED", person?.id ?? null, null, "passkey");
      return null;
    }
    if (options.replaces) await revoke(db, options.replaces, caller.now, "replaced");
    const roles = person.roles.map((row) => row.role as Role);
    const known = { ...person, roles, locale: person.locale as Locale };
    return openSession(db, caller, known, { amr: ["passkey"], mfaAt: caller.now }, options.next, options.device);
  }).then((session) => {
    if (!session) throw new AppError("UNAUTHENTICATED", "sign_in.refused");
    return session;
  });
}

/**
 * A child's session below the guardian's that was handed over, in an open unit of the identity service: a student's and
 * nothing else, for one day at most. Whether it still stands is asked with the guardian's on every request.
 */
export async function openChildSession(
  db: Db,
  caller: Caller,
  userId: string,
  { below, method }: { below: string; method: "pin" | "pictures" },
  device: Device,
): Promise<SignedIn> {
  const person = await db.user.findUniqueOrThrow({
    where: { id: userId },
    select: { id: true, sessionVersion: true, locale: true },
  });
  const child = { ...person, roles: ["STUDENT" as const], locale: person.locale as Locale };
  return openSession(db, caller, child, { amr: [method], below }, null, { ...device, handover: null });
}

/** A guardian who signs in on the device they handed over takes it back: whoever came in below them is out. */
async function takeBack(db: Db, caller: Caller, userId: string, token: string): Promise<void> {
  const { count } = await db.authSession.updateMany({
    where: { handoverHash: hashToken(token), userId, revokedAt: null },
    data: { revokedAt: caller.now, revokedReason: "taken back" },
  });
  if (count === 0) return;
  await audit(
    db,
    { ...caller, actor: identity },
    { action: "session.taken_back", subjectType: "user", subjectId: userId },
  );
}

/**
 * A new session with a new random token: nothing of what the browser held before is kept. Whoever owes a second factor
 * gets one that is nobody (app.resolve_session) until the factor is given and the token changed.
 */
async function openSession(
  db: Db,
  caller: Caller,
  person: Omit<Credentials, "passwordHash" | "status">,
  proof: { amr: [string]; mfaAt?: Date; below?: string },
  next: string | null | undefined,
  device: Device = noDevice,
): Promise<SignedIn> {
  if (device.handover) await takeBack(db, caller, person.id, device.handover);
  const last = await db.authSession.findFirst({
    where: { userId: person.id },
    orderBy: { createdAt: "desc" },
    select: { activeRole: true },
  });
  const to = destination(next, person.roles, (last?.activeRole as Role | undefined) ?? null);
  if (!to) throw new AppError("UNAUTHENTICATED", "sign_in.refused");
  const [owed] = await db.$queryRaw<{ asked: boolean; hasFactor: boolean }[]>`
    SELECT app.factor_asked(${person.id}::uuid, ${alwaysStrict()}) AS asked, app.has_factor(${person.id}::uuid) AS "hasFactor"`;
  const rememberedId =
    owed?.hasFactor && !proof.mfaAt ? await rememberedFor(db, caller, person, device.remembered) : null;
  const pending = owed?.asked === true && !proof.mfaAt && !rememberedId;
  const known = await knownDevice(db, caller, person.id, device.token);
  const token = randomToken();
  await db.authSession.createMany({
    data: {
      id: uuid(),
      tokenHash: hashToken(token),
      userId: person.id,
      activeRole: to.role,
      userVersion: person.sessionVersion,
      amr: rememberedId ? [...proof.amr, "remembered"] : proof.amr,
      authTime: caller.now,
      mfaAt: proof.mfaAt ?? null,
      lastSeenAt: caller.now,
      createdAt: caller.now,
      expiresAt: new Date(caller.now.getTime() + (proof.below ? childSessionHours * 3_600 : sessionMaxAge) * 1000),
      parentSessionId: proof.below ?? null,
      ip: caller.ip,
      userAgent: caller.userAgent.slice(0, 300),
      deviceHash: device.token ? hashToken(device.token) : null,
      rememberedId,
    },
  });
  const first = proof.amr[0] === "pwd" ? "password" : proof.amr[0];
  const method = rememberedId ? `${first}+device` : first;
  await recordLogin(db, caller, pending ? "FACTOR_ASKED" : "SUCCESS", person.id, null, method);
  // Told also while the factor is owed: then somebody already knows the password. A child's is told by its guardian.
  if (!known && !proof.below) await tellNewDevice(db, caller, person.id, to.role);
  const path = pending ? `/login/second?next=${encodeURIComponent(to.path)}` : to.path;
  return { token, userId: person.id, role: to.role, path, locale: person.locale, pending };
}

/** Ends the session a token belongs to. Signing out twice is not a mistake. */
export function signOut(caller: Caller, token: string): Promise<void> {
  return work(identity, async (db) => {
    const userId = await revoke(db, token, caller.now, "signed out");
    if (!userId) return;
    await recordLogin(db, caller, "SIGNED_OUT", userId, null);
    await live(db, [userId], "session.ended");
  });
}

async function revoke(db: Db, token: string, now: Date, reason: string): Promise<string | null> {
  const session = await db.authSession.findUnique({
    where: { tokenHash: hashToken(token) },
    select: { id: true, userId: true },
  });
  if (!session) return null;
  const { count } = await db.authSession.updateMany({
    where: { id: session.id, revokedAt: null },
    data: { revokedAt: now, revokedReason: reason },
  });
  return count ? session.userId : null;
}

/** Signs the person out of every device, this one too. */
export function signOutEverywhere(ctx: Ctx): Promise<{ ended: number }> {
  return ctx.work(async (db) => {
    const { count } = await db.authSession.updateMany({
      where: { userId: ctx.actor.userId, revokedAt: null },
      data: { revokedAt: ctx.now, revokedReason: "signed out everywhere" },
    });
    // Also what was opened at this very moment, by another request, holds the old version.
    await db.user.updateMany({ where: { id: ctx.actor.userId }, data: { sessionVersion: { increment: 1 } } });
    await recordLogin(db, ctx, "REVOKED", ctx.actor.userId, null);
    await audit(db, ctx, {
      action: "session.ended_everywhere",
      subjectType: "user",
      subjectId: ctx.actor.userId,
      after: { ended: count },
    });
    await live(db, [ctx.actor.userId], "session.ended");
    return { ended: count };
  });
}

/** Ends one of one's own sessions: a phone that was lost, a computer at the library. */
export function endSession(ctx: Ctx, input: { id: string }): Promise<{ ended: true; current: boolean }> {
  return ctx.work(async (db) => {
    const { count } = await db.authSession.updateMany({
      where: { id: input.id, userId: ctx.actor.userId, revokedAt: null },
      data: { revokedAt: ctx.now, revokedReason: "ended by its owner" },
    });
    if (count === 0) throw new AppError("NOT_FOUND", "session.not_found");
    await recordLogin(db, ctx, "REVOKED", ctx.actor.userId, null);
    await audit(db, ctx, { action: "session.ended", subjectType: "session", subjectId: input.id });
    await live(db, [ctx.actor.userId], "session.ended");
    return { ended: true, current: input.id === ctx.actor.sessionId };
  });
}

/** Acts from now on in another of one's roles, on this device. */
export function switchRole(ctx: Ctx, input: { role: Role }): Promise<{ role: Role }> {
  return ctx.work(async (db) => {
    if (!ctx.actor.roles.includes(input.role)) throw new AppError("FORBIDDEN", "role.not_held");
    await db.authSession.updateMany({
      where: { id: ctx.actor.sessionId, userId: ctx.actor.userId, revokedAt: null },
      data: { activeRole: input.role },
    });
    await audit(db, ctx, {
      action: "session.role_switched",
      subjectType: "session",
      subjectId: ctx.actor.sessionId,
      before: { role: ctx.actor.role },
      after: { role: input.role },
    });
    return { role: input.role };
  });
}

/** The language follows the person to every device. */
export function chooseLocale(ctx: Ctx<UserActor>, locale: Locale): Promise<void> {
  return ctx.work(async (db) => {
    if (ctx.actor.locale === locale) return;
    await db.user.updateMany({ where: { id: ctx.actor.userId }, data: { locale } });
    await audit(db, ctx, {
      action: "user.language_chosen",
      subjectType: "user",
      subjectId: ctx.actor.userId,
      before: { locale: ctx.actor.locale },
      after: { locale },
    });
  });
}
