import { createHmac } from "node:crypto";
import { v7 as uuid } from "uuid";
import type { Actor, Ctx } from "@/server/platform/actor";
import type { Db } from "@/server/platform/db/work";
import { env } from "@/server/platform/env";
import {
  type Attempts,
  accountRule,
  addressRule,
  countedAddress,
  nextAttempt,
  type ThrottleRule,
} from "./identity.domain";
import type { loginOutcomes } from "./identity.schema";

/** What signing in needs to know of a request; there is no actor yet. */
export type Caller = Pick<Ctx<Actor>, "now" | "ip" | "userAgent" | "requestId">;
type Outcome = (typeof loginOutcomes)[number];

/** One line of the login history. What was typed is kept only while it is nobody's, and shortened. */
export async function recordLogin(
  db: Db,
  caller: Caller,
  outcome: Outcome,
  userId: string | null,
  email: string | null,
  method = "password",
): Promise<void> {
  await db.loginEvent.createMany({
    data: {
      id: uuid(),
      userId,
      email: userId ? null : (email?.replace(/^(.{1,3}).*@/, "$1***@").slice(0, 80) ?? null),
      outcome,
      method,
      ip: caller.ip,
      userAgent: caller.userAgent.slice(0, 300),
      requestId: caller.requestId,
      createdAt: caller.now,
    },
  });
}

/** Hashed with our key: the table of failed sign-ins is no list of people and addresses. */
const hashed = (kind: string, value: string) =>
  `${kind}:${createHmac("sha256", env().NEXTAUTH_SECRET).update(`${kind}:${value}`).digest("base64url")}`;

export type Counted = { key: string; rule: ThrottleRule };
/** What a try at a password counts under: the account and the address. */
export const signInKeys = (caller: Caller, email: string): Counted[] => [
  { key: hashed("account", email), rule: accountRule },
  { key: hashed("address", countedAddress(caller.ip)), rule: addressRule },
];
/** What a try at a second factor counts under: the person, wherever they try. */
export const factorKeys = (userId: string): Counted[] => [{ key: hashed("factor", userId), rule: accountRule }];
/** What a try at a child's PIN or pictures counts under: the child, on whichever device. */
export const childKeys = (studentId: string): Counted[] => [{ key: hashed("child", studentId), rule: accountRule }];

/** Counts one try under every key, or gives the time until which there is none. */
export async function countAttempt(db: Db, counted: Counted[], now: Date): Promise<Date | null> {
  const rules = new Map(counted.map(({ key, rule }) => [key, rule]));
  const keys = [...rules.keys()].sort();
  // Rows first, then locks in one order: two tries at once wait for each other and never deadlock.
  await db.loginThrottle.createMany({
    data: keys.map((key) => ({ key, failures: 0, firstFailureAt: now })),
    skipDuplicates: true,
  });
  const rows = await db.$queryRaw<(Attempts & { key: string })[]>`
    SELECT key, failures, "firstFailureAt", "blockedUntil" FROM "LoginThrottle" WHERE key = ANY(${keys}) ORDER BY key FOR UPDATE`;
  const tried = rows.map((row) => ({
    key: row.key,
    attempt: nextAttempt(row.failures ? row : null, now, rules.get(row.key) ?? accountRule),
  }));
  const waits = tried.flatMap(({ attempt }) => (attempt.allowed ? [] : [attempt.retryAt.getTime()]));
  if (waits.length) return new Date(Math.max(...waits));
  for (const { key, attempt } of tried)
    if (attempt.allowed) await db.loginThrottle.updateMany({ where: { key }, data: attempt.after });
  return null;
}

/**
 * The try was right: the account starts anew, the address gets back the one try it was charged. The row stays: a try
 * that waits for it would find nothing to count on; old rows are pruned by a job.
 */
export async function forgetAttempt(db: Db, counted: Counted[]): Promise<void> {
  for (const { key, rule } of counted)
    if (rule === addressRule)
      await db.loginThrottle.updateMany({
        where: { key, failures: { gt: 0 } },
        data: { failures: { decrement: 1 }, blockedUntil: null },
      });
    else await db.loginThrottle.updateMany({ where: { key }, data: { failures: 0, blockedUntil: null } });
}
