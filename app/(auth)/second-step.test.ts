import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GET as exportPeople } from "@/app/api/exports/people/route";
import { GET as trpcGet, POST as trpcPost } from "@/app/api/trpc/[trpc]/route";
import { beginTotp, confirmTotp, enrollingCtx } from "@/server/features/identity/factors.enrol.service";
import { authOptions } from "@/server/features/identity/identity.nextauth";
import { hashPassword } from "@/server/platform/password";
import { openSession, resolveSession } from "@/server/platform/session";
import { createUser } from "@/tests/factories/identity";
import { type TestDatabase, testDatabase } from "@/tests/harness/db";
import { totpCode } from "@/tests/harness/totp";
import { POST as confirm, GET as showConfirm } from "./login/confirm/route";
import { POST as passkey, GET as showPasskey } from "./login/passkey/route";
import { GET as showSignIn, POST as signIn } from "./login/route";
import { POST as second, GET as showSecond } from "./login/second/route";
import { POST as signOut } from "./logout/route";

const origin = "http://127.0.0.1:3000";
const password = "Karibu-2026!";
let t: TestDatabase;
let passwordHash: string;
beforeAll(async () => {
  t = await testDatabase();
  passwordHash = await hashPassword(password);
});
afterAll(() => t.close());

let calls = 0;
const headers = (more: Record<string, string> = {}) => ({
  "x-uhs-ip": `10.5.0.${calls++ % 250}`,
  "user-agent": "Chrome",
  ...more,
});
const get = (path: string, more: Record<string, string> = {}) =>
  new Request(`${origin}${path}`, { headers: headers(more) });
function post(path: string, fields: Record<string, string>, more: Record<string, string> = {}): Request {
  const body = new URLSearchParams(fields).toString();
  return new Request(`${origin}${path}`, {
    method: "POST",
    body,
    headers: headers({
      origin,
      "content-type": "application/x-www-form-urlencoded",
      "content-length": String(body.length),
      ...more,
    }),
  });
}
const setCookies = (response: Response) => response.headers.getSetCookie().map((line) => line.split(";")[0] ?? "");
const sessionOf = (response: Response) => setCookies(response).find((one) => one.startsWith("uhs.session=")) ?? "";
const tokenOf = async (cookie: string) => (await openSession(cookie.slice(cookie.indexOf("=") + 1))) ?? "";
const seconds = () => Math.floor(Date.now() / 1000);

async function withTotp(given: Parameters<typeof createUser>[2] = {}) {
  const user = await createUser(t.sql, t.random, { passwordHash, ...given });
  const ctx = await t.ctx(user);
  const { secret } = await beginTotp(ctx, enrollingCtx(ctx));
  const before = new Date(Date.now() - 3_600_000);
  await t.sql.query(`UPDATE "TwoFactor" SET "pendingAt" = $2 WHERE "userId" = $1`, [user.id, before]);
  const { backupCodes } = await confirmTotp(
    { ...ctx, now: before },
    { code: totpCode(secret, Math.floor(before.getTime() / 1000)) },
  );
  return { user, secret, email: `${user.email}`, backupCodes: backupCodes ?? [] };
}
async function halfway(email: string, next = "/dashboard/parent/children") {
  const response = await signIn(post("/login", { email, password, next }));
  return { response, cookie: sessionOf(response) };
}

describe("the second step's document", () => {
  it("follows the password, works without a script, and leads to the page asked for under a new cookie", async () => {
    const { email, secret, user } = await withTotp();
    const { response, cookie } = await halfway(email);
    expect(response.headers.get("location")).toBe("/login/second?next=%2Fdashboard%2Fparent%2Fchildren");
    const page = await showSecond(get("/login/second?next=/dashboard/parent/children", { cookie }));
    const html = await page.text();
    expect(html).toContain('<label for="code">Code from the app</label>');
    expect(html).not.toMatch(/<script|javascript:| on[a-z]+=/i);
    expect(page.headers.get("content-security-policy")).toContain("script-src 'none'");
    expect(html).not.toContain(email);

    const fields = { method: "totp", next: "/dashboard/parent/children" };
    const wrong = await second(
      post("/login/second", { ...fields, code: totpCode(secret, seconds() + 900) }, { cookie }),
    );
    expect(wrong.status).toBe(401);
    expect(await wrong.text()).toContain("not right, or it was used already");
    const right = await second(post("/login/second", { ...fields, code: totpCode(secret, seconds()) }, { cookie }));
    expect([right.status, right.headers.get("location")]).toEqual([303, "/dashboard/parent/children"]);
    expect(await tokenOf(sessionOf(right))).not.toBe(await tokenOf(cookie));
    expect(await resolveSession(await tokenOf(sessionOf(right)))).toMatchObject({ userId: user.id });
    expect(await resolveSession(await tokenOf(cookie))).toBeNull();
  });

  it("remembers a device when asked to, which then needs the password alone", async () => {
    const { email, secret } = await withTotp();
    const { cookie } = await halfway(email);
    const fields = { method: "totp", code: totpCode(secret, seconds()), remember: "yes", next: "" };
    const right = await second(post("/login/second", fields, { cookie }));
    const line = right.headers.getSetCookie().find((one) => one.startsWith("uhs.remember="));
    expect(line).toMatch(/; Path=\/; HttpOnly; SameSite=Lax; Max-Age=2592000$/);
    const held = `${line?.split(";")[0]}`;
    const again = await signIn(post("/login", { email, password }, { cookie: held }));
    expect(again.headers.get("location")).toBe("/dashboard/parent");
    const elsewhere = await signIn(post("/login", { email, password }));
    expect(elsewhere.headers.get("location")).toContain("/login/second");
  });

  it("is where the sign-in page leads somebody half-way, and can be left", async () => {
    const { email } = await withTotp();
    const { cookie } = await halfway(email);
    expect((await showSignIn(get("/login", { cookie }))).headers.get("location")).toBe("/login/second");
    await signOut(post("/logout", {}, { cookie }));
    expect((await showSignIn(get("/login", { cookie }))).status).toBe(200);
    expect((await showSecond(get("/login/second", { cookie }))).headers.get("location")).toBe("/login");
  });

  it("takes nothing from another site and sends nobody there", async () => {
    const { email, secret } = await withTotp();
    const { cookie } = await halfway(email);
    const fields = { method: "totp", code: totpCode(secret, seconds()), next: "//evil.example" };
    const foreign = await second(post("/login/second", fields, { cookie, origin: "https://evil.example" }));
    expect(foreign.status).toBe(403);
    const own = await second(post("/login/second", fields, { cookie }));
    expect(own.headers.get("location")).toBe("/dashboard/parent");
  });

  it("gives nobody a way in by the password asked as if it were a factor", async () => {
    const { email } = await withTotp();
    const { cookie } = await halfway(email);
    for (const answer of [{ code: password }, { code: "" }, { code: "x".repeat(700) }]) {
      const response = await second(post("/login/second", { method: "password", next: "", ...answer }, { cookie }));
      expect(response.status).toBeGreaterThanOrEqual(400);
      expect(sessionOf(response)).toBe("");
    }
  });
});

describe("no side door", () => {
  const ask = (cookie: string, more: Record<string, string> = {}) =>
    trpcGet(get("/api/trpc/security.read", { cookie, ...more }));

  it("opens to half a session: procedures, exports, next-auth", async () => {
    const { email, user } = await withTotp({ roles: ["ADMIN"] });
    const { cookie } = await halfway(email, "");
    expect((await ask(cookie)).status).toBe(401);
    expect((await exportPeople(get("/api/exports/people", { cookie }))).status).toBe(401);
    const options = authOptions(() => ({ now: new Date(), ip: "10.5.9.9", userAgent: "x", requestId: "x" }));
    const provider = options.providers[0] as unknown as {
      options: { authorize: (c: object, r: object) => Promise<{ sid: string } | null> };
    };
    const made = await provider.options.authorize({ email, password }, { headers: headers() });
    expect(await resolveSession(`${made?.sid}`)).toBeNull();
    const jwt = options.callbacks?.jwt as unknown as (input: object) => Promise<Record<string, unknown>>;
    expect(await jwt({ token: {}, user: made })).toEqual({ sid: made?.sid });
    expect(user.id).toBeTruthy();
  });

  it("opens by a passkey that is not known, or by no answer at all", async () => {
    const page = await showPasskey(get("/login/passkey"));
    expect(page.headers.get("content-security-policy")).toMatch(/script-src 'self';/);
    expect(page.headers.get("content-security-policy")).not.toContain("connect-src");
    for (const answer of ["", "{}", "[]", '{"id":"x"}', "not json"])
      expect((await passkey(post("/login/passkey", { answer }))).status).toBe(401);
  });
});

describe("a fresh proof", () => {
  it("is asked from people without a factor by their password, and renews the cookie", async () => {
    const user = await createUser(t.sql, t.random, { passwordHash, roles: ["ADMIN"] });
    const cookie = sessionOf(await signIn(post("/login", { email: `${user.email}`, password })));
    await t.sql.query(`UPDATE "AuthSession" SET "authTime" = now() - interval '11 minutes' WHERE "userId" = $1`, [
      user.id,
    ]);
    const suspend = (held: string) =>
      trpcPost(
        new Request(`${origin}/api/trpc/people.suspend`, {
          method: "POST",
          body: JSON.stringify({ json: { id: user.id, reason: "only a test" } }),
          headers: headers({ origin, cookie: held, "content-type": "application/json", "content-length": "90" }),
        }),
      );
    const refused = await suspend(cookie);
    expect([refused.status, await refused.text()]).toEqual([403, expect.stringContaining("step_up_required")]);
    const list = await exportPeople(get("/api/exports/people", { cookie }));
    expect([list.status, list.headers.get("location")]).toEqual([303, "/login/confirm?next=/dashboard/admin/users"]);

    const html = await (await showConfirm(get("/login/confirm?next=/dashboard/admin/users", { cookie }))).text();
    expect(html).toContain('type="password"');
    const wrong = await confirm(post("/login/confirm", { method: "password", code: "wrong", next: "" }, { cookie }));
    expect(wrong.status).toBe(401);
    const right = await confirm(
      post("/login/confirm", { method: "password", code: password, next: "/dashboard/admin/users" }, { cookie }),
    );
    expect(right.headers.get("location")).toBe("/dashboard/admin/users");
    expect(await resolveSession(await tokenOf(cookie))).toBeNull();
    // Refused now for another reason: nobody suspends themselves.
    expect(await (await suspend(sessionOf(right))).text()).toContain("person.cannot_suspend");
    expect((await exportPeople(get("/api/exports/people", { cookie: sessionOf(right) }))).status).toBe(200);
  });

  it("is asked from people with a factor by that factor; their password does not do", async () => {
    const { user, email, secret } = await withTotp();
    const { cookie: half } = await halfway(email);
    const fields = { method: "totp", code: totpCode(secret, seconds() - 30), next: "" };
    const cookie = sessionOf(await second(post("/login/second", fields, { cookie: half })));
    await t.sql.query(`UPDATE "AuthSession" SET "mfaAt" = now() - interval '11 minutes' WHERE "userId" = $1`, [
      user.id,
    ]);
    const html = await (await showConfirm(get("/login/confirm", { cookie }))).text();
    expect(html).not.toContain('type="password"');
    const byPassword = await confirm(
      post("/login/confirm", { method: "password", code: password, next: "" }, { cookie }),
    );
    expect(byPassword.status).toBe(401);
    const byCode = await confirm(
      post("/login/confirm", { method: "totp", code: totpCode(secret, seconds()), next: "" }, { cookie }),
    );
    expect(byCode.status).toBe(303);
  });
});

describe("a token for programs", () => {
  it("asks within its scopes, changes nothing, and ends when it is ended", async () => {
    const admin = await createUser(t.sql, t.random, { roles: ["ADMIN"] });
    const api = await t.as(admin);
    const { token, id } = await api.tokens.create({ name: "Reports", scopes: ["person:read"], days: 30 });
    expect(token).toMatch(/^uhs_[\w-]{43}$/);
    const kept = await t.sql.query(`SELECT row_to_json(k)::text AS row FROM "ApiToken" k WHERE id = $1`, [id]);
    expect(kept.rows[0].row).not.toContain(token.slice(14));
    const bearer = { authorization: `Bearer ${token}` };
    expect((await trpcGet(get("/api/trpc/people.list", bearer))).status).not.toBe(401);
    const list = `/api/trpc/people.list?input=${encodeURIComponent(JSON.stringify({ json: {} }))}`;
    expect((await trpcGet(get(list, bearer))).status).toBe(200);
    expect((await trpcGet(get("/api/trpc/security.read", bearer))).status).toBe(403);
    expect((await trpcGet(get("/api/trpc/tokens.list", bearer))).status).toBe(403);
    const write = await trpcPost(
      new Request(`${origin}/api/trpc/people.reinstate`, {
        method: "POST",
        body: JSON.stringify({ json: { id: admin.id } }),
        headers: headers({ "content-type": "application/json", "content-length": "60", ...bearer }),
      }),
    );
    expect(write.status).toBe(401);
    expect((await exportPeople(get("/api/exports/people", bearer))).status).toBe(401);
    await api.tokens.revoke({ id });
    expect((await trpcGet(get(list, bearer))).status).toBe(401);
  });

  it("is given no more than its owner may do, and loses with them what they lose", async () => {
    const staff = await createUser(t.sql, t.random, { roles: ["STAFF", "PARENT"] });
    const api = await t.as({ user: staff, role: "STAFF" });
    await expect(api.tokens.create({ name: "x", scopes: ["audit:read"], days: 1 })).rejects.toThrow("token.scope");
    const { token } = await api.tokens.create({ name: "x", scopes: ["person:read"], days: 1 });
    const list = `/api/trpc/people.list?input=${encodeURIComponent(JSON.stringify({ json: {} }))}`;
    const status = async () => (await trpcGet(get(list, { authorization: `Bearer ${token}` }))).status;
    expect(await status()).toBe(200);
    await t.sql.query(
      `INSERT INTO "FeatureFlag" (name, description, enabled, "updatedAt") VALUES ('require_second_factor', '', true, now())`,
    );
    expect(await status()).toBe(401);
    await t.sql.query(`DELETE FROM "FeatureFlag"`);
    await t.sql.query(`DELETE FROM "UserRole" WHERE "userId" = $1 AND role = 'STAFF'`, [staff.id]);
    expect(await status()).toBe(401);
  });
});

describe("a password", () => {
  it("is changed with the current one; every other session and remembered device ends", async () => {
    const user = await createUser(t.sql, t.random, { passwordHash });
    const email = `${user.email}`;
    const other = sessionOf(await signIn(post("/login", { email, password })));
    const ctx = await t.ctx(user);
    const api = await t.as(user);
    const change = (current: string, next: string) => api.security.changePassword({ current, password: next });
    await expect(change("wrong", "a new one of mine")).rejects.toMatchObject({ message: "bad_input" });
    await expect(change(password, "password123")).rejects.toMatchObject({ message: "bad_input" });
    await expect(change(password, "seven77")).rejects.toMatchObject({ message: "bad_input" });
    const long = `${"neno refu ".repeat(20).slice(0, 199)}z`;
    await change(password, long);
    expect(await resolveSession(await tokenOf(other))).toBeNull();
    expect((await signIn(post("/login", { email, password }))).status).toBe(401);
    expect((await signIn(post("/login", { email, password: `${long.slice(0, -1)}y` }))).status).toBe(401);
    expect((await signIn(post("/login", { email, password: long }))).status).toBe(303);
    await api.security.read();
    const { rows } = await t.sql.query(
      `SELECT type FROM "Notification" WHERE "userId" = $1 AND type = 'account.password_changed'`,
      [ctx.actor.userId],
    );
    expect(rows).toHaveLength(1);
  });
});

describe("an administrator", () => {
  it("takes the second step from somebody who lost it: told, audited, signed out, and no password known", async () => {
    const { user, email, secret } = await withTotp();
    const { cookie } = await halfway(email);
    const code = totpCode(secret, seconds());
    const open = sessionOf(await second(post("/login/second", { method: "totp", code, next: "" }, { cookie })));
    expect(await resolveSession(await tokenOf(open))).toMatchObject({ userId: user.id });
    const admin = await createUser(t.sql, t.random, { roles: ["ADMIN"] });
    const api = await t.as(admin);
    await api.security.resetPerson({ id: user.id, reason: "lost the phone" });
    expect(await resolveSession(await tokenOf(open))).toBeNull();
    const told = await t.sql.query(
      `SELECT params->>'change' AS change FROM "Notification" WHERE "userId" = $1 AND type = 'account.factor_changed'`,
      [user.id],
    );
    expect(told.rows).toContainEqual({ change: "reset" });
    const back = await signIn(post("/login", { email, password }));
    expect(back.headers.get("location")).toBe("/dashboard/parent");
    const { rows } = await t.sql.query(
      `SELECT "actorId", after->>'reason' AS reason FROM "AuditEvent" WHERE action = 'user.factors_reset' AND "subjectId" = $1`,
      [user.id],
    );
    expect(rows).toEqual([{ actorId: admin.id, reason: "lost the phone" }]);
    await expect(api.security.resetPerson({ id: admin.id, reason: "my own phone" })).rejects.toThrow("person.own_role");
    const parent = await t.as(user);
    await expect(parent.security.resetPerson({ id: admin.id, reason: "not mine" })).rejects.toThrow("forbidden");
  });
});
