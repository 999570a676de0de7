import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { factorFlag } from "@/lib/factor-policy";
import { openText } from "@/server/platform/crypto";
import { env } from "@/server/platform/env";
import { type AppError, isAppError } from "@/server/platform/errors";
import { hashPassword } from "@/server/platform/password";
import { resolvePending, resolveSession } from "@/server/platform/session";
import { createUser } from "@/tests/factories/identity";
import { type TestDatabase, testDatabase } from "@/tests/harness/db";
import { totpCode } from "@/tests/harness/totp";
import { sendCode } from "./factors.codes.service";
import { beginTotp, confirmFirstTotp, confirmTotp, enrollingCtx, enrollingPending } from "./factors.enrol.service";
import type { SecondStepInput } from "./factors.schema";
import { giveFactor, provingPending } from "./factors.service";
import { signIn } from "./identity.service";

const password = "Karibu-2026!";
let t: TestDatabase;
let passwordHash: string;
beforeAll(async () => {
  t = await testDatabase();
  passwordHash = await hashPassword(password);
});
afterAll(() => t.close());
afterEach(async () => {
  env().UHS_ENV = "test";
  await t.sql.query(`DELETE FROM "FeatureFlag"`);
});

let calls = 0;
const from = (given: { now?: Date; ip?: string; userAgent?: string } = {}) => ({
  now: new Date(),
  ip: `10.4.${calls >> 8}.${calls++ & 255}`,
  userAgent: "Mozilla/5.0 (Linux; Android 14) Chrome/130 Mobile Safari/537.36",
  requestId: crypto.randomUUID(),
  ...given,
});
const reasonOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => "done",
    (error: unknown) => (isAppError(error) ? (error as AppError).reason : String(error)),
  );
const person = (given: Parameters<typeof createUser>[2] = {}) =>
  createUser(t.sql, t.random, { passwordHash, ...given });
const rows = async <R extends object>(text: string, values: unknown[] = []) =>
  (await t.sql.query(text, values)).rows as R[];
const outcomes = async (userId: string) =>
  (
    await rows<{ outcome: string; method: string }>(
      `SELECT outcome, method FROM "LoginEvent" WHERE "userId" = $1 ORDER BY "createdAt", id`,
      [userId],
    )
  ).map((row) => `${row.outcome} ${row.method}`);
const seconds = (date: Date) => Math.floor(date.getTime() / 1000);

/** Somebody with an authenticator, and what it holds. */
async function withTotp(given: Parameters<typeof createUser>[2] = {}) {
  const user = await person(given);
  const ctx = await t.ctx(user);
  const { secret } = await beginTotp(ctx, enrollingCtx(ctx));
  // Confirmed an hour ago, so that the codes of now are unused.
  const before = new Date(Date.now() - 3_600_000);
  await t.sql.query(`UPDATE "TwoFactor" SET "pendingAt" = $2 WHERE "userId" = $1`, [user.id, before]);
  const { backupCodes } = await confirmTotp({ ...ctx, now: before }, { code: totpCode(secret, seconds(before)) });
  return { user, secret, backupCodes: backupCodes ?? [], email: `${user.email}`, ctx };
}
async function half(email: string, caller = from(), options: Parameters<typeof signIn>[2] = {}) {
  const session = await signIn(caller, { email, password }, options);
  const pending = await resolvePending(session.token);
  if (!pending) throw new Error("not pending");
  return { session, pending, proving: provingPending(pending) };
}
const given = (method: SecondStepInput["method"], code: string, more: Partial<SecondStepInput> = {}) => ({
  method,
  code,
  ...more,
});

describe("with a second factor the password alone", () => {
  it("opens a session that is nobody, on every page, procedure and next-auth's own endpoint", async () => {
    const { user, email } = await withTotp();
    const { session } = await half(email);
    expect(session).toMatchObject({ pending: true, path: "/login/second?next=%2Fdashboard%2Fparent" });
    expect(await resolveSession(session.token)).toBeNull();
    expect(await outcomes(user.id)).toEqual(["FACTOR_ASKED password"]);
  });

  it("becomes a whole session by a code, under a new token; the old one is nothing", async () => {
    const { user, email, secret } = await withTotp();
    const { session, proving } = await half(email);
    const now = new Date();
    const proved = await giveFactor(from({ now }), proving, given("totp", totpCode(secret, seconds(now))));
    expect(proved.token).not.toBe(session.token);
    expect(await resolveSession(session.token)).toBeNull();
    expect(await resolvePending(session.token)).toBeNull();
    const actor = await resolveSession(proved.token);
    expect(actor).toMatchObject({ userId: user.id, mfaAt: now });
    expect(await outcomes(user.id)).toEqual(["FACTOR_ASKED password", "SUCCESS password+totp"]);
  });

  it("is not taken for a whole one after a quarter of an hour either", async () => {
    const { email } = await withTotp();
    const { session } = await half(email);
    await t.sql.query(`UPDATE "AuthSession" SET "authTime" = now() - interval '16 minutes'`);
    expect([await resolvePending(session.token), await resolveSession(session.token)]).toEqual([null, null]);
  });

  it("leaves other sessions of before owing the factor too", async () => {
    const user = await person();
    const old = await signIn(from(), { email: `${user.email}`, password });
    expect(await resolveSession(old.token)).not.toBeNull();
    const ctx = await t.ctx(user);
    const { secret } = await beginTotp(ctx, enrollingCtx(ctx));
    await confirmTotp(ctx, { code: totpCode(secret, seconds(ctx.now)) });
    expect(await resolveSession(old.token)).toBeNull();
  });
});

describe("an authenticator's code", () => {
  it("is good once", async () => {
    const { email, secret } = await withTotp();
    const now = new Date();
    const code = totpCode(secret, seconds(now));
    await giveFactor(from({ now }), (await half(email)).proving, given("totp", code));
    expect(await reasonOf(giveFactor(from({ now }), (await half(email)).proving, given("totp", code)))).toBe(
      "factor.wrong",
    );
  });

  it("is good once when it is sent by many at the same moment", async () => {
    const { email, secret } = await withTotp();
    const now = new Date();
    const code = totpCode(secret, seconds(now));
    const halves = [await half(email), await half(email), await half(email), await half(email)];
    const answers = await Promise.all(
      halves.map(({ proving }) => reasonOf(giveFactor(from({ now }), proving, given("totp", code)))),
    );
    expect(answers.filter((answer) => answer === "done")).toHaveLength(1);
  });

  it("of an earlier step is refused after a later one was used", async () => {
    const { email, secret } = await withTotp();
    const now = new Date();
    await giveFactor(from({ now }), (await half(email)).proving, given("totp", totpCode(secret, seconds(now) + 30)));
    const earlier = given("totp", totpCode(secret, seconds(now)));
    expect(await reasonOf(giveFactor(from({ now }), (await half(email)).proving, earlier))).toBe("factor.wrong");
  });

  it.each([-2, 2])("%d steps away is refused by our clock", async (away) => {
    const { email, secret } = await withTotp();
    const now = new Date();
    const code = totpCode(secret, seconds(now) + away * 30);
    expect(await reasonOf(giveFactor(from({ now }), (await half(email)).proving, given("totp", code)))).toBe(
      "factor.wrong",
    );
  });

  it("is refused from the sixth guess on, whatever it is and however often one signs in anew", async () => {
    const { user, email, secret } = await withTotp();
    const now = new Date();
    const wrong = given("totp", totpCode(secret, seconds(now) + 3000));
    const first = await half(email);
    for (let i = 0; i < 5; i++)
      expect(await reasonOf(giveFactor(from({ now }), first.proving, wrong))).toBe("factor.wrong");
    const right = given("totp", totpCode(secret, seconds(now)));
    expect(await reasonOf(giveFactor(from({ now }), first.proving, right))).toBe("factor.wait");
    expect(await resolvePending(first.session.token)).toBeNull();
    expect(await reasonOf(giveFactor(from({ now }), (await half(email)).proving, right))).toBe("factor.wait");
    const notices = await rows<{ type: string }>(`SELECT type FROM "Notification" WHERE "userId" = $1`, [user.id]);
    expect(notices.filter(({ type }) => type === "account.locked")).toHaveLength(1);
    const later = new Date(now.getTime() + 40_000);
    const again = given("totp", totpCode(secret, seconds(later)));
    await giveFactor(from({ now: later }), (await half(email)).proving, again);
  });

  it("is guessed at five times, however many guesses come at once from however many browsers", async () => {
    const { user, email, secret } = await withTotp();
    const now = new Date();
    const halves: Awaited<ReturnType<typeof half>>[] = [];
    for (let i = 0; i < 6; i++) halves.push(await half(email));
    const wrong = given("totp", totpCode(secret, seconds(now) + 3000));
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, i) =>
        reasonOf(giveFactor(from({ now, ip: `10.3.0.${i}` }), (halves[i % 6] ?? expect.fail()).proving, wrong)),
      ),
    );
    expect(answers.filter((answer) => answer === "factor.wrong")).toHaveLength(5);
    expect(answers.filter((answer) => answer === "factor.wait")).toHaveLength(25);
    const right = given("totp", totpCode(secret, seconds(now)));
    expect(await reasonOf(giveFactor(from({ now }), (halves[0] ?? expect.fail()).proving, right))).toBe("factor.wait");
    const notices = await rows(`SELECT 1 FROM "Notification" WHERE "userId" = $1 AND type = 'account.locked'`, [
      user.id,
    ]);
    expect(notices).toHaveLength(1);
  });

  it("rests on a secret nobody can read in the table, which is sealed anew when the key changes", async () => {
    const { user, email, secret } = await withTotp();
    const read = async () =>
      (
        await rows<{ totpSecret: Buffer; totpKeyId: string }>(
          `SELECT "totpSecret", "totpKeyId" FROM "TwoFactor" WHERE "userId" = $1`,
          [user.id],
        )
      )[0] as { totpSecret: Buffer; totpKeyId: string };
    const before = await read();
    expect(before.totpSecret.toString("latin1")).not.toContain(secret.replaceAll(" ", ""));
    const keys = { ...env().FIELD_KEYS };
    try {
      Object.assign(env(), { FIELD_KEYS: { ...keys, newer: Buffer.alloc(32, 9).toString("base64") } });
      env().FIELD_KEY_ID = "newer";
      const now = new Date();
      await giveFactor(from({ now }), (await half(email)).proving, given("totp", totpCode(secret, seconds(now))));
      expect((await read()).totpKeyId).toBe("newer");
      // The old key may go now.
      Object.assign(env(), { FIELD_KEYS: { newer: Buffer.alloc(32, 9).toString("base64") } });
      const next = new Date(now.getTime() + 60_000);
      await giveFactor(
        from({ now: next }),
        (await half(email)).proving,
        given("totp", totpCode(secret, seconds(next))),
      );
    } finally {
      Object.assign(env(), { FIELD_KEYS: keys, FIELD_KEY_ID: "test" });
    }
  });
});

describe("a backup code", () => {
  it("is good once, also sent twice at once; its use is told; what is kept gives nothing away", async () => {
    const { user, email, backupCodes } = await withTotp();
    expect(backupCodes).toHaveLength(10);
    const code = `${backupCodes[3]}`;
    const halves = [await half(email), await half(email)];
    const answers = await Promise.all(
      halves.map(({ proving }) => reasonOf(giveFactor(from(), proving, given("backup", code.toLowerCase())))),
    );
    expect(answers.sort()).toEqual(["done", "factor.wrong"]);
    const kept = await rows<{ codeHash: string }>(`SELECT "codeHash" FROM "BackupCode" WHERE "userId" = $1`, [user.id]);
    for (const one of backupCodes) expect(JSON.stringify(kept)).not.toContain(one.replaceAll("-", ""));
    const told = await rows<{ params: { change: string } }>(
      `SELECT params FROM "Notification" WHERE "userId" = $1 AND type = 'account.factor_changed'`,
      [user.id],
    );
    expect(told.map(({ params }) => params.change)).toContain("backup_used");
  });

  it("of another person opens nothing", async () => {
    const [one, other] = [await withTotp(), await withTotp()];
    const { proving } = await half(one.email);
    expect(await reasonOf(giveFactor(from(), proving, given("backup", `${other.backupCodes[0]}`)))).toBe(
      "factor.wrong",
    );
  });

  it("of the old ten opens nothing once there are new ones", async () => {
    const { user, email, backupCodes } = await withTotp();
    await t.sql.query(`UPDATE "AuthSession" SET "mfaAt" = now() WHERE "userId" = $1`, [user.id]);
    const actor = await half(email);
    const { token } = await giveFactor(from(), actor.proving, given("backup", `${backupCodes[0]}`));
    expect(await resolveSession(token)).not.toBeNull();
    const { newCodes } = await import("./factors.enrol.service");
    const fresh = await newCodes({ ...(await ctxOf(token)) });
    expect(fresh.backupCodes).toHaveLength(10);
    expect(await reasonOf(giveFactor(from(), (await half(email)).proving, given("backup", `${backupCodes[1]}`)))).toBe(
      "factor.wrong",
    );
    await giveFactor(from(), (await half(email)).proving, given("backup", `${fresh.backupCodes[0]}`));
  });
});

async function ctxOf(token: string) {
  const actor = await resolveSession(token);
  if (!actor) throw new Error("nobody");
  const { makeCtx } = await import("@/server/platform/context");
  return makeCtx(actor, from(), "en");
}

describe("a code by message", () => {
  async function withSms() {
    const phone = `+2547${String(10_000_000 + calls++).slice(-8)}`;
    const user = await person({ phone });
    await t.sql.query(
      `INSERT INTO "TwoFactor" ("userId", "smsPhone", "smsEnabled", "emailEnabled", "totpEnabled", "updatedAt") VALUES ($1, $2, true, false, false, now())`,
      [user.id, phone],
    );
    return { user, phone, email: `${user.email}` };
  }
  const ask = (proving: { userId: string; sessionId: string }, target: string, now = new Date()) =>
    sendCode(from({ now }), { ...proving, channel: "sms", target, purpose: "second", locale: "sw" });
  const sent = async (challengeId: string) => {
    const [row] = await rows<{ text: string; messageId: string; toAddress: string }>(
      `SELECT text, "messageId", "toAddress" FROM "OutboxMessage" WHERE "dedupeKey" = $1`,
      [`code:${challengeId}`],
    );
    if (!row) throw new Error("no message");
    const words = openText(row.text, `outbox:${row.messageId}`);
    return { ...row, words, code: /\d{6}/.exec(words)?.[0] ?? "" };
  };

  it("is sent through the outbox in the person's language, waits sealed, and signs in once", async () => {
    const { user, phone, email } = await withSms();
    const { proving } = await half(email);
    const { challengeId } = await ask(proving, phone);
    const message = await sent(challengeId);
    expect(message.toAddress).toBe(phone);
    expect(message.words).toContain("Usimwambie mtu");
    const whole = JSON.stringify([
      await rows(`SELECT * FROM "OutboxMessage" WHERE "userId" = $1`, [user.id]),
      await rows(`SELECT * FROM "OtpChallenge" WHERE "userId" = $1`, [user.id]),
      await rows(`SELECT * FROM "AuditEvent"`),
      await rows(`SELECT * FROM "OutboxEvent"`),
    ]);
    expect(whole).not.toMatch(new RegExp(`(?<!\\d)${message.code}(?!\\d)`));
    await giveFactor(from(), proving, given("sms", message.code, { challengeId }));
    const again = await half(email);
    expect(await reasonOf(giveFactor(from(), again.proving, given("sms", message.code, { challengeId })))).toBe(
      "factor.wrong",
    );
  });

  it("answers only in the session that asked", async () => {
    const { phone, email } = await withSms();
    const mine = await half(email);
    const other = await half(email);
    const { challengeId } = await ask(mine.proving, phone);
    const { code } = await sent(challengeId);
    expect(await reasonOf(giveFactor(from(), other.proving, given("sms", code, { challengeId })))).toBe("factor.wrong");
    await giveFactor(from(), mine.proving, given("sms", code, { challengeId }));
  });

  it("is refused from the sixth guess on, after ten minutes, and after a newer one was sent", async () => {
    const { takeCode } = await import("./factors.codes.service");
    const { phone, email } = await withSms();
    const { proving } = await half(email);
    const now = new Date();
    const { challengeId } = await ask(proving, phone, now);
    const { code } = await sent(challengeId);
    const wrong = code === "000000" ? "111111" : "000000";
    const asked = { challengeId, ...proving, purpose: "second" };
    for (let i = 0; i < 5; i++) expect(await takeCode(from({ now }), { ...asked, code: wrong })).toBeNull();
    expect(await takeCode(from({ now }), { ...asked, code })).toBeNull();

    const second = await ask(proving, phone, new Date(now.getTime() + 61_000));
    const late = from({ now: new Date(now.getTime() + 61_000 + 600_001) });
    const next = { ...asked, challengeId: second.challengeId, code: (await sent(second.challengeId)).code };
    expect(await takeCode(late, next)).toBeNull();
    await ask(proving, phone, new Date(now.getTime() + 125_000));
    expect(await takeCode(from({ now: new Date(now.getTime() + 126_000) }), next)).toBeNull();
  });

  it("is guessed at five times, however many guesses come at once", async () => {
    const { takeCode } = await import("./factors.codes.service");
    const { phone, email } = await withSms();
    const { proving } = await half(email);
    const { challengeId } = await ask(proving, phone);
    const { code } = await sent(challengeId);
    const asked = { challengeId, ...proving, purpose: "second" };
    const wrong = (i: number) => String((Number(code) + 1 + i) % 1_000_000).padStart(6, "0");
    await Promise.all(Array.from({ length: 30 }, (_, i) => takeCode(from(), { ...asked, code: wrong(i) })));
    expect(await rows(`SELECT attempts FROM "OtpChallenge" WHERE id = $1`, [challengeId])).toEqual([{ attempts: 5 }]);
    expect(await takeCode(from(), { ...asked, code })).toBeNull();

    const later = new Date(Date.now() + 61_000);
    const second = await ask(proving, phone, later);
    const right = { ...asked, challengeId: second.challengeId, code: (await sent(second.challengeId)).code };
    const taken = await Promise.all(Array.from({ length: 4 }, () => takeCode(from({ now: later }), right)));
    expect(taken.filter((answer) => answer !== null)).toHaveLength(1);
  });

  it("comes once a minute and five times an hour to one number, however many ask at once", async () => {
    const { phone, email } = await withSms();
    const { proving } = await half(email);
    const now = new Date();
    const burst = await Promise.all(Array.from({ length: 4 }, () => reasonOf(ask(proving, phone, now))));
    expect(burst.sort()).toEqual(["code.wait", "code.wait", "code.wait", "done"]);
    const answers: string[] = [];
    for (let i = 1; i <= 5; i++)
      answers.push(await reasonOf(ask(proving, phone, new Date(now.getTime() + i * 61_000))));
    expect(answers).toEqual(["done", "done", "done", "done", "code.wait"]);
  });

  it("stops for the day when the school has sent as many SMS as it pays for", async () => {
    const { phone, email, user } = await withSms();
    const { proving } = await half(email);
    await t.sql.query(
      `INSERT INTO "OtpChallenge" (id, "userId", channel, purpose, target, "codeHash", "expiresAt")
       SELECT gen_random_uuid(), $1, 'SMS', 'test', 'x' || n, '', now() FROM generate_series(1, 2000) n`,
      [user.id],
    );
    expect(await reasonOf(ask(proving, phone))).toBe("code.day_full");
    await t.sql.query(`DELETE FROM "OtpChallenge" WHERE purpose = 'test'`);
    await ask(proving, phone);
  });
});

describe("a remembered device", () => {
  const remember = async (email: string, secret: string) => {
    const now = new Date();
    const { proving } = await half(email);
    const proved = await giveFactor(
      from({ now }),
      proving,
      given("totp", totpCode(secret, seconds(now)), { remember: "yes" }),
    );
    return { device: { token: null, remembered: [`${proved.remembered}`] }, token: proved.token };
  };

  it("need not give the factor again, and is no fresh proof", async () => {
    const { email, secret } = await withTotp();
    const { device } = await remember(email, secret);
    const session = await signIn(from(), { email, password }, { device });
    expect(session.pending).toBe(false);
    expect(await resolveSession(session.token)).toMatchObject({ mfaAt: null });
    const caller = createCallerOf(await ctxOf(session.token));
    expect(await reasonOfCall(caller.security.removeTotp())).toBe("step_up_required");
  });

  it.each<[string, (userId: string) => [string, unknown[]]]>([
    ["it is forgotten", (id) => [`UPDATE "RememberedDevice" SET "revokedAt" = now() WHERE "userId" = $1`, [id]]],
    ["the person's version moved", (id) => [`UPDATE "User" SET "sessionVersion" = 9 WHERE id = $1`, [id]]],
    [
      "a month has passed",
      (id) => [`UPDATE "RememberedDevice" SET "expiresAt" = now() - interval '1 second' WHERE "userId" = $1`, [id]],
    ],
  ])("owes the factor when %s", async (_, change) => {
    const { user, email, secret } = await withTotp();
    const { device } = await remember(email, secret);
    await t.sql.query(...change(user.id));
    expect((await signIn(from(), { email, password }, { device })).pending).toBe(true);
  });

  it("stands in for nobody else", async () => {
    const [one, other] = [await withTotp(), await withTotp()];
    const { device } = await remember(one.email, one.secret);
    expect((await signIn(from(), { email: other.email, password }, { device })).pending).toBe(true);
  });

  it("forgotten, ends what rests on it at once", async () => {
    const { email, secret } = await withTotp();
    const { device, token } = await remember(email, secret);
    const session = await signIn(from(), { email, password }, { device });
    const whole = createCallerOf(await ctxOf(token));
    const { devices } = await whole.security.read();
    expect(devices).toHaveLength(1);
    await whole.security.forgetDevice({ id: `${devices[0]?.id}` });
    expect(await resolveSession(session.token)).toBeNull();
    expect(await resolveSession(token)).not.toBeNull();
  });
});

describe("the policy", () => {
  const switchOn = () =>
    t.sql.query(`INSERT INTO "FeatureFlag" (name, description, enabled, "updatedAt") VALUES ($1, '', true, now())`, [
      factorFlag,
    ]);

  it("off, asks nobody who has no factor", async () => {
    const user = await person({ roles: ["ADMIN"] });
    expect((await signIn(from(), { email: `${user.email}`, password })).pending).toBe(false);
  });

  it.each<[string, () => unknown]>([
    ["switched on", switchOn],
    [
      "in production, whatever the switch says",
      () => {
        env().UHS_ENV = "production";
      },
    ],
  ])("%s, lets staff and administrators do nothing but set a factor up", async (_, on) => {
    const people = {
      admin: await person({ roles: ["ADMIN"] }),
      staff: await person({ roles: ["STAFF"] }),
      both: await person({ roles: ["PARENT", "STAFF"] }),
      parent: await person(),
    };
    const open = await signIn(from(), { email: `${people.staff.email}`, password });
    await on();
    expect(await resolveSession(open.token)).toBeNull();
    for (const [who, user] of Object.entries(people)) {
      const session = await signIn(from(), { email: `${user.email}`, password });
      expect([who, session.pending]).toEqual([who, who !== "parent"]);
    }
    const session = await signIn(from(), { email: `${people.both.email}`, password });
    const pending = await resolvePending(session.token);
    if (!pending) throw new Error("not pending");
    expect(pending).toMatchObject({ hasFactor: false });
    const caller = from();
    const { secret } = await beginTotp(caller, enrollingPending(pending));
    const done = await confirmFirstTotp(caller, pending, totpCode(secret, seconds(caller.now)));
    expect(done.backupCodes).toHaveLength(10);
    expect(await resolveSession(done.token)).toMatchObject({ userId: people.both.id });
    expect(await resolveSession(session.token)).toBeNull();
  });

  it("gives a half-open session of somebody with a factor no way to set up another", async () => {
    const { email } = await withTotp();
    const { pending } = await half(email);
    expect(await reasonOf(confirmFirstTotp(from(), pending, "123456"))).toBe("forbidden");
  });

  it("keeps the last factor of whoever owes one", async () => {
    const { user, ctx } = await withTotp({ roles: ["STAFF"] });
    await switchOn();
    const caller = createCallerOf(ctx);
    await t.sql.query(`UPDATE "AuthSession" SET "mfaAt" = now() WHERE "userId" = $1`, [user.id]);
    expect(await reasonOfCall(caller.security.removeTotp())).toBe("factor.last");
    await t.sql.query(`DELETE FROM "FeatureFlag"`);
    await caller.security.removeTotp();
  });

  it("is switched only by an administrator who has given a factor, and never off in production", async () => {
    const admin = await withTotp({ roles: ["ADMIN"] });
    await t.sql.query(`UPDATE "AuthSession" SET "mfaAt" = now() WHERE "userId" = $1`, [admin.user.id]);
    const now = await ctxOfPerson(admin.user.id);
    await createCallerOf(now).security.setPolicy({ required: true });
    const bare = await person({ roles: ["ADMIN"] });
    await t.sql.query(`DELETE FROM "FeatureFlag"`);
    expect(await reasonOfCall((await t.as(bare)).security.setPolicy({ required: true }))).toBe("factor.own_first");
    env().UHS_ENV = "production";
    expect(await reasonOfCall(createCallerOf(now).security.setPolicy({ required: false }))).toBe("factor.policy_fixed");
  });
});

async function ctxOfPerson(userId: string) {
  const { randomToken } = await import("@/server/platform/crypto");
  const { hashToken } = await import("@/server/platform/session");
  const token = randomToken();
  await t.sql.query(
    `UPDATE "AuthSession" SET "tokenHash" = $2 WHERE id = (SELECT id FROM "AuthSession" WHERE "userId" = $1 AND "mfaAt" IS NOT NULL AND "revokedAt" IS NULL LIMIT 1)`,
    [userId, Buffer.from(hashToken(token))],
  );
  return ctxOf(token);
}

const { createCaller: createCallerOf } = await import("@/server/root.router");
const reasonOfCall = (attempt: Promise<unknown>) =>
  attempt.then(
    () => "done",
    (error: { message: string }) => error.message,
  );

describe("a new device", () => {
  const notices = async (userId: string) =>
    (await rows(`SELECT 1 FROM "Notification" WHERE "userId" = $1 AND type = 'account.new_sign_in'`, [userId])).length;

  it("is told, a known browser or network is not, nor the first of all", async () => {
    const user = await person();
    const email = `${user.email}`;
    const device = { token: "browser-one", remembered: [] };
    const at = { ip: "41.90.1.1", userAgent: "Chrome" };
    await signIn(from(at), { email, password }, { device });
    await signIn(from({ ...at, ip: "105.1.1.1" }), { email, password }, { device });
    await signIn(from(at), { email, password });
    expect(await notices(user.id)).toBe(0);
    await signIn(
      from({ ip: "8.8.8.8", userAgent: "Other" }),
      { email, password },
      { device: { token: "x", remembered: [] } },
    );
    expect(await notices(user.id)).toBe(1);
  });
});
