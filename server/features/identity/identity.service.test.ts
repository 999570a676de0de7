import { hash, parseOptions, verify } from "@node-rs/argon2";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { readCount } from "@/server/platform/db/reads";
import type { AppError } from "@/server/platform/errors";
import { hashPassword, passwordCost } from "@/server/platform/password";
import { resolveSession } from "@/server/platform/session";
import { createUser } from "@/tests/factories/identity";
import { type TestDatabase, testDatabase } from "@/tests/harness/db";
import { endSession, signIn, signOut, signOutEverywhere, switchRole } from "./identity.service";

// The real ones, counted.
vi.mock("@node-rs/argon2", async (original) => {
  const real = await original<typeof import("@node-rs/argon2")>();
  return { ...real, hash: vi.fn(real.hash), verify: vi.fn(real.verify) };
});

const password = "Karibu-2026!";
let t: TestDatabase;
let stored: string;
beforeAll(async () => {
  t = await testDatabase();
  stored = await hashPassword(password);
});
afterAll(() => t.close());

let calls = 0;
/** Another address each time unless one is asked for, so that tests do not throttle each other. */
const from = (given: { now?: Date; ip?: string } = {}) => ({
  now: new Date(),
  ip: `10.1.${calls >> 8}.${calls++ & 255}`,
  userAgent: "Mozilla/5.0 (Linux; Android 14) Chrome/130 Mobile Safari/537.36",
  requestId: "11111111-1111-4111-8111-111111111111",
  ...given,
});
const person = (given: Parameters<typeof createUser>[2] = {}) =>
  createUser(t.sql, t.random, { passwordHash: stored, ...given });
const refusal = async (attempt: Promise<unknown>) => {
  const error = (await attempt.then(
    () => null,
    (thrown) => thrown,
  )) as AppError | null;
  return error && { kind: error.kind, reason: error.reason };
};
const refused = { kind: "UNAUTHENTICATED", reason: "sign_in.refused" };
const outcomes = async (userId: string) =>
  (
    await t.sql.query('SELECT outcome FROM "LoginEvent" WHERE "userId" = $1 ORDER BY "createdAt", id', [userId])
  ).rows.map((row) => row.outcome);

describe("signing in", () => {
  it("opens a session that names the person, their role and what they may do", async () => {
    const user = await person({ roles: ["PARENT", "STAFF"] });
    const session = await signIn(from(), { email: `${user.email}`.toUpperCase(), password });
    const actor = await resolveSession(session.token);
    expect(actor).toMatchObject({ userId: user.id, role: "PARENT", roles: ["PARENT", "STAFF"], mfaAt: null });
    expect(actor?.permissions.has("family:read")).toBe(true);
    expect(session.path).toBe("/dashboard/parent");
    const { rows } = await t.sql.query('SELECT amr, "tokenHash" FROM "AuthSession" WHERE "userId" = $1', [user.id]);
    expect(rows[0].amr).toEqual(["pwd"]);
    expect(rows[0].tokenHash.toString("latin1")).not.toContain(session.token);
    expect(await outcomes(user.id)).toEqual(["SUCCESS"]);
  });

  it("says the same for a wrong password, an unknown account, a suspended and a roleless one", async () => {
    const user = await person();
    const suspended = await person({ status: "SUSPENDED" });
    const roleless = await person({ roles: [] });
    const answers = await Promise.all([
      refusal(signIn(from(), { email: `${user.email}`, password: "wrong" })),
      refusal(signIn(from(), { email: "nobody@people.uhs.test", password })),
      refusal(signIn(from(), { email: `${suspended.email}`, password })),
      refusal(signIn(from(), { email: `${roleless.email}`, password })),
    ]);
    expect(answers).toEqual([refused, refused, refused, refused]);
    expect(await outcomes(user.id)).toEqual(["WRONG_PASSWORD"]);
    expect(await outcomes(suspended.id)).toEqual(["SUSPENDED"]);
    const { rows } = await t.sql.query(`SELECT email FROM "LoginEvent" WHERE outcome = 'UNKNOWN_ACCOUNT'`);
    expect(rows).toEqual([{ email: "nob***@people.uhs.test" }]);
  });

  it("does the same work for every account that does not open: nobody's, one without a password, a suspended one", async () => {
    const known = await person();
    const others = [
      "nobody@people.uhs.test",
      `${(await person({ passwordHash: null })).email}`,
      `${(await person({ status: "SUSPENDED" })).email}`,
    ];
    await refusal(signIn(from(), { email: "warm@people.uhs.test", password }));
    // The work itself is compared, which a busy machine does not change as it changes times.
    const workOn = async (email: string) => {
      vi.mocked(verify).mockClear();
      vi.mocked(hash).mockClear();
      const before = readCount();
      expect(await refusal(signIn(from(), { email, password: "wrong" }))).toEqual(refused);
      const costs = vi.mocked(verify).mock.calls.map(([against]) => parseOptions(`${against}`));
      return { costs, hashed: vi.mocked(hash).mock.calls.length, reads: readCount() - before };
    };
    const wrong = await workOn(`${known.email}`);
    expect(wrong.costs).toMatchObject([passwordCost]);
    for (const email of others) expect(await workOn(email), email).toEqual(wrong);
  });

  it("gives a new token each time and ends the session the browser held", async () => {
    const user = await person();
    const first = await signIn(from(), { email: `${user.email}`, password });
    const second = await signIn(from(), { email: `${user.email}`, password }, { replaces: first.token });
    expect(second.token).not.toBe(first.token);
    expect(await resolveSession(first.token)).toBeNull();
    expect(await resolveSession(second.token)).not.toBeNull();
  });

  it("goes on in the role last used", async () => {
    const user = await person({ roles: ["PARENT", "STAFF"] });
    await signIn(from(), { email: `${user.email}`, password }, { next: "/dashboard/staff" });
    expect((await signIn(from(), { email: `${user.email}`, password })).path).toBe("/dashboard/staff");
  });

  it("makes an old hash anew", async () => {
    const user = await person({ passwordHash: await hash(password, { ...passwordCost, timeCost: 1 }) });
    await signIn(from(), { email: `${user.email}`, password });
    const { rows } = await t.sql.query('SELECT "passwordHash" FROM "User" WHERE id = $1', [user.id]);
    expect(rows[0].passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    await signIn(from(), { email: `${user.email}`, password });
  });

  it("keeps every character of a long password", async () => {
    const long = `${"karibu ".repeat(28)}1`;
    const user = await person({ passwordHash: await hashPassword(long) });
    expect(await refusal(signIn(from(), { email: `${user.email}`, password: `${long.slice(0, -1)}2` }))).toEqual(
      refused,
    );
    await signIn(from(), { email: `${user.email}`, password: long });
  });
});

describe("too many wrong passwords", () => {
  it("close the account for a while, for the right password and from any address, and nobody else", async () => {
    const user = await person();
    const other = await person();
    const now = new Date();
    const attempt = (at: Date, word: string, ip?: string) =>
      refusal(signIn(from({ now: at, ...(ip ? { ip } : {}) }), { email: `${user.email}`, password: word }));
    for (let i = 0; i < 5; i++) expect(await attempt(now, `wrong ${i}`, "10.9.9.9")).toEqual(refused);
    const waiting = { kind: "TOO_MANY", reason: "sign_in.refused" };
    expect(await attempt(now, password, "10.9.9.9")).toEqual(waiting);
    expect(await attempt(now, password, "10.9.9.10")).toEqual(waiting);
    expect(await attempt(now, "wrong", "10.9.9.10")).toEqual(waiting);
    await signIn(from({ now, ip: "10.9.9.9" }), { email: `${other.email}`, password });

    const later = new Date(now.getTime() + 31_000);
    expect(await attempt(later, "wrong again")).toEqual(refused);
    expect(await attempt(new Date(later.getTime() + 31_000), password)).toEqual(waiting);
    await signIn(from({ now: new Date(later.getTime() + 61_000) }), { email: `${user.email}`, password });
    expect((await outcomes(user.id)).filter((outcome) => outcome === "THROTTLED")).toHaveLength(4);
  });

  it("are counted even when they come all at once", async () => {
    const user = await person();
    const now = new Date();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        refusal(signIn(from({ now, ip: `10.4.0.${i}` }), { email: `${user.email}`, password: `guess ${i}` })),
      ),
    );
    expect(answers.filter((answer) => answer?.kind === "UNAUTHENTICATED")).toHaveLength(5);
    expect(answers.filter((answer) => answer?.kind === "TOO_MANY")).toHaveLength(15);
    expect(await outcomes(user.id)).toContain("THROTTLED");
  });

  it("are counted for an account that does not exist just the same", async () => {
    const email = "ghost@people.uhs.test";
    const kinds: (string | undefined)[] = [];
    for (let i = 0; i < 7; i++) kinds.push((await refusal(signIn(from(), { email, password: `x${i}` })))?.kind);
    expect(kinds).toEqual([...Array(5).fill("UNAUTHENTICATED"), "TOO_MANY", "TOO_MANY"]);
  });

  it("leave no address or account name readable in the table", async () => {
    const { rows } = await t.sql.query('SELECT key FROM "LoginThrottle"');
    expect(rows.length).toBeGreaterThan(0);
    for (const { key } of rows) expect(key).toMatch(/^(account|address):[\w-]{43}$/);
  });
});

describe("a session", () => {
  const open = async (given: Parameters<typeof person>[0] = {}) => {
    const user = await person(given);
    const session = await signIn(from(), { email: `${user.email}`, password });
    return { user, ...session };
  };

  it("ends for good when signed out", async () => {
    const { token, user } = await open();
    await signOut(from(), token);
    expect(await resolveSession(token)).toBeNull();
    await signOut(from(), token);
    expect(await outcomes(user.id)).toEqual(["SUCCESS", "SIGNED_OUT"]);
  });

  it("ends everywhere on the next request", async () => {
    const { token, user } = await open();
    const second = await signIn(from(), { email: `${user.email}`, password });
    expect(await signOutEverywhere(await t.ctx(user))).toEqual({ ended: 3 });
    expect(await resolveSession(token)).toBeNull();
    expect(await resolveSession(second.token)).toBeNull();
    await signIn(from(), { email: `${user.email}`, password });
  });

  it.each([
    ["the person is suspended", `UPDATE "User" SET status = 'SUSPENDED' WHERE id = $1`],
    ["the role is taken away", `DELETE FROM "UserRole" WHERE "userId" = $1`],
    ["the version is raised", `UPDATE "User" SET "sessionVersion" = "sessionVersion" + 1 WHERE id = $1`],
    ["its time is over", `UPDATE "AuthSession" SET "expiresAt" = now() - interval '1 second' WHERE "userId" = $1`],
    ["it stood idle", `UPDATE "AuthSession" SET "lastSeenAt" = now() - interval '15 days' WHERE "userId" = $1`],
    ["it is revoked", `UPDATE "AuthSession" SET "revokedAt" = now() WHERE "userId" = $1`],
  ])("is not believed when %s", async (_, change) => {
    const { token, user } = await open();
    expect(await resolveSession(token)).not.toBeNull();
    await t.sql.query(change, [user.id]);
    expect(await resolveSession(token)).toBeNull();
  });

  it.each([
    ["STAFF", 11, true],
    ["STAFF", 13, false],
    ["ADMIN", 13, false],
    ["PARENT", 13, true],
    ["PARENT", 24 * 15, false],
  ] as const)("of %s that nobody has used for %d hours is good: %s", async (role, hours, good) => {
    const { token, user } = await open({ roles: [role] });
    await t.sql.query(
      `UPDATE "AuthSession" SET "lastSeenAt" = now() - make_interval(hours => $2) WHERE "userId" = $1`,
      [user.id, hours],
    );
    expect((await resolveSession(token)) !== null).toBe(good);
  });

  it("can be ended by its owner and by nobody else", async () => {
    const { token, user } = await open();
    const stranger = await person();
    const mine = await t.ctx(user);
    const { rows } = await t.sql.query('SELECT id FROM "AuthSession" WHERE "userId" = $1 AND id <> $2', [
      user.id,
      mine.actor.sessionId,
    ]);
    const id = rows[0].id as string;
    expect(await refusal(endSession(await t.ctx(stranger), { id }))).toEqual({
      kind: "NOT_FOUND",
      reason: "session.not_found",
    });
    expect(await resolveSession(token)).not.toBeNull();
    expect(await endSession(mine, { id })).toEqual({ ended: true, current: false });
    expect(await resolveSession(token)).toBeNull();
  });

  it("changes only to a role the person holds", async () => {
    const { user } = await open({ roles: ["PARENT", "STAFF"] });
    const ctx = await t.ctx(user);
    expect(await switchRole(ctx, { role: "STAFF" })).toEqual({ role: "STAFF" });
    const { rows } = await t.sql.query('SELECT "activeRole" FROM "AuthSession" WHERE id = $1', [ctx.actor.sessionId]);
    expect(rows[0].activeRole).toBe("STAFF");
    expect(await refusal(switchRole(ctx, { role: "ADMIN" }))).toEqual({ kind: "FORBIDDEN", reason: "role.not_held" });
  });

  it("is listed to its owner with the device's name, this one first, and shows no secret", async () => {
    const { user } = await open();
    await open();
    const caller = await t.as(user);
    const sessions = await caller.identity.sessions();
    expect(sessions).toHaveLength(2);
    expect(sessions[0]?.current).toBe(true);
    expect(sessions[1]).toMatchObject({ browser: "Chrome", system: "Android", current: false });
    expect(JSON.stringify(sessions)).not.toMatch(/token/i);
    const logins = await caller.identity.loginHistory({});
    expect(logins.rows.map((row) => row.outcome)).toEqual(["SUCCESS"]);
  });
});
