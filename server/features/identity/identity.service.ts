import { createHmac } from "node:crypto";
import { v7 as uuid } from "uuid";
import type { Locale } from "@/lib/locales";
import type { Role } from "@/lib/roles";
import { type Actor, type Ctx, systemActor, type UserActor } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import { randomToken } from "@/server/platform/crypto";
import { type Db, work } from "@/server/platform/db/work";
import { env } from "@/server/platform/env";
import { AppError } from "@/server/platform/errors";
import { live } from "@/server/platform/live";
import { hashPassword, verifyPassword } from "@/server/platform/password";
import { hashToken, sessionMaxAge } from "@/server/platform/session";
import { type Attempts, accountRule, addressRule, countedAddress, destination, nextAttempt } from "./identity.domain";
import type { loginOutcomes, SignInInput } from "./identity.schema";

/** What signing in needs to know of a request; there is no actor yet. */
export type Caller = Pick<Ctx<Actor>, "now" | "ip" | "userAgent" | "requestId">;
const identity = systemActor("identity");

type Credentials = {
  id: string;
  passwordHash: string | null;
  status: string;
  sessionVersion: number;
  roles: Role[];
  locale: Locale;
};
type Outcome = (typeof loginOutcomes)[number];

/**
 * Signs a person in by password: the one way, for the form and for next-auth alike. Gives the new session's token and
 * where to go. Every refusal reads the same, whether the account exists, is suspended or only waits.
 * `replaces` is the token the browser held before; that session ends.
 */
export async function signIn(
  caller: Caller,
  input: SignInInput,
  options: { next?: string | null; replaces?: string | null } = {},
): Promise<{ token: string; userId: string; role: Role; path: string; locale: Locale }> {
  const keys = throttleKeys(caller, input.email);
  const found = await work(identity, async (db) => {
    const retryAt = await countAttempt(db, keys, caller.now);
    const [person] = await db.$queryRaw<Credentials[]>`SELECT * FROM app.credentials_for(${input.email}::citext)`;
    if (retryAt) await recordLogin(db, caller, "THROTTLED", person?.id ?? null, input.email);
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
    // A second factor is asked for here: the session then opens with amr ["pwd"] and may only reach the page that asks,
    // until the factor sets mfaAt and gives the session a new token.
    return openSession(db, caller, person, ["pwd"], options.next);
  });
}

/** A new session with a new random token: nothing of what the browser held before is kept. */
async function openSession(
  db: Db,
  caller: Caller,
  person: Credentials,
  amr: string[],
  next: string | null | undefined,
): Promise<{ token: string; userId: string; role: Role; path: string; locale: Locale }> {
  const last = await db.authSession.findFirst({
    where: { userId: person.id },
    orderBy: { createdAt: "desc" },
    select: { activeRole: true },
  });
  const to = destination(next, person.roles, (last?.activeRole as Role | undefined) ?? null);
  if (!to) throw new AppError("UNAUTHENTICATED", "sign_in.refused");
  const token = randomToken();
  await db.authSession.createMany({
    data: {
      id: uuid(),
      tokenHash: hashToken(token),
      userId: person.id,
      activeRole: to.role,
      userVersion: person.sessionVersion,
      amr,
      authTime: caller.now,
      lastSeenAt: caller.now,
      createdAt: caller.now,
      expiresAt: new Date(caller.now.getTime() + sessionMaxAge * 1000),
      ip: caller.ip,
      userAgent: caller.userAgent.slice(0, 300),
    },
  });
  await recordLogin(db, caller, "SUCCESS", person.id, null);
  return { token, userId: person.id, ...to, locale: person.locale };
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

/** One line of the login history. What was typed is kept only while it is nobody's, and shortened. */
async function recordLogin(db: Db, caller: Caller, outcome: Outcome, userId: string | null, email: string | null) {
  await db.loginEvent.createMany({
    data: {
      id: uuid(),
      userId,
      email: userId ? null : (email?.replace(/^(.{1,3}).*@/, "$1***@").slice(0, 80) ?? null),
      outcome,
      ip: caller.ip,
      userAgent: caller.userAgent.slice(0, 300),
      requestId: caller.requestId,
      createdAt: caller.now,
    },
  });
}

type Keys = { account: string; address: string };
/** Hashed with our key: the table of failed sign-ins is no list of people and addresses. */
function throttleKeys(caller: Caller, email: string): Keys {
  const hashed = (kind: string, value: string) =>
    `${kind}:${createHmac("sha256", env().NEXTAUTH_SECRET).update(`${kind}:${value}`).digest("base64url")}`;
  return { account: hashed("account", email), address: hashed("address", countedAddress(caller.ip)) };
}

/** Counts one try under both keys, or gives the time until which there is none. */
async function countAttempt(db: Db, keys: Keys, now: Date): Promise<Date | null> {
  const both = [keys.account, keys.address].sort();
  // Rows first, then locks in one order: two tries at once wait for each other and never deadlock.
  await db.loginThrottle.createMany({
    data: both.map((key) => ({ key, failures: 0, firstFailureAt: now })),
    skipDuplicates: true,
  });
  const rows = await db.$queryRaw<(Attempts & { key: string })[]>`
    SELECT key, failures, "firstFailureAt", "blockedUntil" FROM "LoginThrottle" WHERE key = ANY(${both}) ORDER BY key FOR UPDATE`;
  const tried = rows.map((row) => ({
    key: row.key,
    attempt: nextAttempt(row.failures ? row : null, now, row.key === keys.account ? accountRule : addressRule),
  }));
  const waits = tried.flatMap(({ attempt }) => (attempt.allowed ? [] : [attempt.retryAt.getTime()]));
  if (waits.length) return new Date(Math.max(...waits));
  for (const { key, attempt } of tried)
    if (attempt.allowed) await db.loginThrottle.updateMany({ where: { key }, data: attempt.after });
  return null;
}

/**
 * The password was right: the account starts anew, the address gets back the one try it was charged. The row stays:
 * a try that waits for it would find nothing to count on; old rows are pruned by a job.
 */
async function forgetAttempt(db: Db, keys: Keys): Promise<void> {
  await db.loginThrottle.updateMany({ where: { key: keys.account }, data: { failures: 0, blockedUntil: null } });
  await db.loginThrottle.updateMany({
    where: { key: keys.address, failures: { gt: 0 } },
    data: { failures: { decrement: 1 }, blockedUntil: null },
  });
}
