import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { authOptions } from "@/server/features/identity/identity.nextauth";
import { env } from "@/server/platform/env";
import { hashPassword } from "@/server/platform/password";
import { openSession, resolveSession, sealSession } from "@/server/platform/session";
import { createUser } from "@/tests/factories/identity";
import { type TestDatabase, testDatabase } from "@/tests/harness/db";
import { POST as chooseLocale } from "../api/locale/route";
import { GET as showSignIn, POST as signIn } from "./login/route";
import { GET as showSignOut, POST as signOut } from "./logout/route";
import { POST as changeRole } from "./role/route";

const origin = "http://127.0.0.1:3000";
const password = "Karibu-2026!";
let t: TestDatabase;
let passwordHash: string;
let appUrl: string;
beforeAll(async () => {
  t = await testDatabase();
  passwordHash = await hashPassword(password);
  appUrl = env().APP_URL;
});
afterAll(() => t.close());
beforeEach(() => {
  env().APP_URL = appUrl;
});

let calls = 0;
const headers = (more: Record<string, string> = {}) => ({ "x-uhs-ip": `10.2.0.${calls++ % 250}`, ...more });
const get = (path: string, more = {}) => new Request(`${origin}${path}`, { headers: headers(more) });
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
const cookieOf = (response: Response) => /^[^;]+/.exec(response.headers.get("set-cookie") ?? "")?.[0] ?? "";
const tokenOf = (cookie: string) => openSession(cookie.slice(cookie.indexOf("=") + 1));
const person = (given: Parameters<typeof createUser>[2] = {}) =>
  createUser(t.sql, t.random, { passwordHash, ...given });
async function signedIn(given: Parameters<typeof createUser>[2] = {}) {
  const user = await person(given);
  const response = await signIn(post("/login", { email: `${user.email}`, password }));
  return { user, cookie: cookieOf(response) };
}

describe("the sign-in form", () => {
  it("works without a script: labelled fields, a button, and nothing that runs", async () => {
    const response = await showSignIn(get("/login"));
    const html = await response.text();
    expect(html).toMatch(/<label for="email">Email<\/label><input id="email" type="email"[^>]* name="email"/);
    expect(html).toMatch(
      /<label for="password">Password<\/label><input id="password" type="password"[^>]* name="password"/,
    );
    expect(html).toMatch(/<button type="submit"[^>]*>Sign in<\/button>/);
    expect(html).not.toMatch(/<script|javascript:| on[a-z]+=| style=/i);
    expect(response.headers.get("content-security-policy")).toContain("script-src 'none'");
    expect(response.headers.get("cache-control")).toBe("private, no-store");
  });

  it("speaks Kiswahili when asked, by address, browser or choice", async () => {
    for (const request of [
      get("/login?lang=sw"),
      get("/login", { "accept-language": "sw-KE,en;q=0.5" }),
      get("/login", { cookie: "uhs.locale=sw" }),
    ]) {
      const html = await (await showSignIn(request)).text();
      expect(html).toContain('<html lang="sw">');
      expect(html).toContain("Nywila");
    }
  });

  it("says beside the field what is missing and keeps what was typed, but never the password", async () => {
    const response = await signIn(post("/login", { email: 'w"anjiru@x.test<b>', password: "" }));
    const html = await response.text();
    expect(response.status).toBe(422);
    expect(html).toContain('value="w&quot;anjiru@x.test&lt;b&gt;"');
    expect(html).toContain('aria-describedby="password-error"');
    expect(html).toContain("<title>Problem: Sign in");
    const wrong = await signIn(post("/login", { email: "no address", password: "typed-secret" }));
    expect(wrong.status).toBe(422);
    expect(await wrong.text()).not.toContain("typed-secret");
  });

  it("answers a wrong password and an unknown account with the same bytes", async () => {
    const user = await person({ email: "known@people.uhs.test" });
    const bodies = await Promise.all(
      [`${user.email}`, "other@people.uhs.test"].map(async (email) => {
        const response = await signIn(post("/login", { email, password: "wrong" }));
        expect(response.status).toBe(401);
        expect(response.headers.get("set-cookie")).toBeNull();
        return (await response.text()).replaceAll(email, "EMAIL");
      }),
    );
    expect(bodies[0]).toBe(bodies[1]);
  });

  it("says in the same words that one has to wait, with a status programs understand", async () => {
    const user = await person();
    const attempt = (word: string) => signIn(post("/login", { email: `${user.email}`, password: word }));
    const refused = await (await attempt("wrong")).text();
    for (let i = 0; i < 4; i++) await attempt("wrong");
    const waiting = await attempt(password);
    expect(waiting.status).toBe(429);
    expect(Number(waiting.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await waiting.text()).toBe(refused);
  });
});

describe("after signing in", () => {
  it("the cookie is out of reach of scripts and other sites, and bound to the host wherever there is HTTPS", async () => {
    const user = await person();
    const fields = { email: `${user.email}`, password };
    const plain = await signIn(post("/login", fields));
    expect(plain.status).toBe(303);
    expect(plain.headers.getSetCookie()[0]).toMatch(
      /^uhs\.session=[^;]+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=2592000$/,
    );
    env().APP_URL = "https://school.example";
    const secure = await signIn(post("/login", fields, { origin: "https://school.example" }));
    expect(secure.headers.getSetCookie()[0]).toMatch(
      /^__Host-uhs\.session=[^;]+; Path=\/; HttpOnly; SameSite=Lax; Secure; /,
    );
  });

  it("one goes to the page one wanted, home, and never to another site", async () => {
    const user = await person({ roles: ["PARENT", "STAFF"] });
    const where = async (next: string) =>
      (await signIn(post("/login", { email: `${user.email}`, password, next }))).headers.get("location");
    expect(await where("/dashboard/parent/children")).toBe("/dashboard/parent/children");
    for (const next of ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:x", "/api/trpc"])
      expect(await where(next)).toBe("/dashboard/parent");
    const form = await (await showSignIn(get("/login?next=//evil.example"))).text();
    expect(form).not.toContain("evil.example");
  });

  it("the form sends one home, and signing in anew ends the session held before", async () => {
    const { user, cookie } = await signedIn();
    const home = await showSignIn(get("/login", { cookie }));
    expect([home.status, home.headers.get("location")]).toEqual([303, "/dashboard/parent"]);
    const again = await signIn(post("/login", { email: `${user.email}`, password }, { cookie }));
    const [before, after] = [await tokenOf(cookie), await tokenOf(cookieOf(again))];
    expect(before).not.toBe(after);
    expect(await resolveSession(before ?? "")).toBeNull();
    expect(await resolveSession(after ?? "")).not.toBeNull();
  });

  it("signing out ends the session itself: a copied cookie is worth nothing", async () => {
    const { cookie } = await signedIn();
    expect(await (await showSignOut(get("/logout", { cookie }))).text()).toContain(
      '<form action="/logout" method="post">',
    );
    const out = await signOut(post("/logout", {}, { cookie }));
    expect(out.headers.get("set-cookie")).toContain("Max-Age=0");
    expect(await resolveSession((await tokenOf(cookie)) ?? "")).toBeNull();
    const login = await (await showSignIn(get("/login", { cookie }))).text();
    expect(login).toContain("Your session has ended.");
  });

  it("one changes only to a role one holds", async () => {
    const { cookie } = await signedIn({ roles: ["PARENT", "STAFF"] });
    const staff = await changeRole(post("/role", { role: "STAFF" }, { cookie }));
    expect(staff.headers.get("location")).toBe("/dashboard/staff");
    expect((await resolveSession((await tokenOf(cookie)) ?? ""))?.role).toBe("STAFF");
    const asked = async (next: string) =>
      (await changeRole(post("/role", { role: "PARENT", next }, { cookie }))).headers.get("location");
    expect(await asked("/dashboard/parent/children?q=a")).toBe("/dashboard/parent/children?q=a");
    for (const foreign of [
      "/dashboard/staff",
      "//evil.example",
      "https://evil.example/dashboard/parent",
      "/dashboard/parent\r\nx: y",
    ])
      expect(await asked(foreign)).toBe("/dashboard/parent");
    expect((await changeRole(post("/role", { role: "ADMIN" }, { cookie }))).status).toBe(403);
    expect((await changeRole(post("/role", { role: "OWNER" }, { cookie }))).status).toBe(400);
    expect((await changeRole(post("/role", { role: "STAFF" }))).headers.get("location")).toBe("/login");
  });

  it("the language chosen follows the person, and the way back stays here", async () => {
    const { user, cookie } = await signedIn();
    const response = await chooseLocale(post("/api/locale", { locale: "sw", back: "//evil.example" }, { cookie }));
    expect(response.headers.get("location")).toBe("/");
    expect(response.headers.get("set-cookie")).toMatch(
      /^uhs\.locale=sw; Path=\/; Max-Age=\d+; SameSite=Lax; HttpOnly$/,
    );
    const { rows } = await t.sql.query('SELECT locale FROM "User" WHERE id = $1', [user.id]);
    expect(rows[0].locale).toBe("sw");
    const kept = await chooseLocale(post("/api/locale", { locale: "en", back: "/login?next=%2Fdashboard%2Fparent" }));
    expect(kept.headers.get("location")).toBe("/login?next=%2Fdashboard%2Fparent");
    expect((await chooseLocale(post("/api/locale", { locale: "fr" }))).status).toBe(400);
  });

  it.each([
    "/register",
    "/register/instructor",
    "/reset",
    `/invite/${"a".repeat(43)}`,
    `/register/confirm/${"a".repeat(43)}`,
    "/login/second?next=%2Fdashboard",
  ])("changing the language leads back to %s", async (path) => {
    const kept = await chooseLocale(post("/api/locale", { locale: "sw", back: path }));
    expect(kept.headers.get("location")).toBe(path);
  });

  it("the door goes on in the language somebody read in before they signed out", async () => {
    const { user, cookie } = await signedIn();
    await t.sql.query(`UPDATE "User" SET locale = 'sw' WHERE id = $1`, [user.id]);
    const out = await signOut(post("/logout", {}, { cookie }));
    const [kept = ""] = out.headers.getSetCookie().filter((line) => line.startsWith("uhs.locale=sw;"));
    expect(await (await showSignIn(get("/login", { cookie: kept.split(";")[0] ?? "" }))).text()).toContain(
      '<html lang="sw">',
    );
  });
});

describe("a form of another site", () => {
  const doors = { "/login": signIn, "/logout": signOut, "/role": changeRole, "/api/locale": chooseLocale };
  it.each(Object.entries(doors))("changes nothing through %s", async (path, door) => {
    const { cookie, user } = await signedIn({ roles: ["PARENT", "STAFF"] });
    const fields = { email: `${user.email}`, password, role: "STAFF", locale: "sw" };
    const foreignOnes: Record<string, string>[] = [
      { origin: "https://evil.example" },
      { origin: "null" },
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
    ];
    for (const foreign of foreignOnes) {
      const response = await door(post(path, fields, { cookie, ...foreign }));
      expect(response.status).toBe(403);
      expect(response.headers.get("set-cookie")).toBeNull();
    }
    const actor = await resolveSession((await tokenOf(cookie)) ?? "");
    expect(actor).toMatchObject({ role: "PARENT", locale: "en" });
  });
});

describe("next-auth over the same sessions", () => {
  const options = () => authOptions(() => ({ now: new Date(), ip: "10.3.0.1", userAgent: "test", requestId: "test" }));
  const authorize = (credentials: Record<string, string>) => {
    const provider = options().providers[0] as unknown as {
      options: { authorize: (c: object, r: object) => Promise<{ id: string; sid: string } | null> };
    };
    return provider.options.authorize(credentials, { headers: headers() });
  };
  const jwt = (input: object) => {
    const call = options().callbacks?.jwt as unknown as (input: object) => Promise<Record<string, unknown>>;
    return call(input);
  };

  it("is no side door: wrong, unknown, suspended and throttled are refused there too", async () => {
    const user = await person();
    const suspended = await person({ status: "SUSPENDED" });
    expect(await authorize({ email: `${user.email}`, password: "wrong" })).toBeNull();
    expect(await authorize({ email: "nobody@people.uhs.test", password })).toBeNull();
    expect(await authorize({ email: `${suspended.email}`, password })).toBeNull();
    for (let i = 0; i < 4; i++) await authorize({ email: `${user.email}`, password: "wrong" });
    expect(await authorize({ email: `${user.email}`, password })).toBeNull();
  });

  it("puts the session's token in its JWT and nothing a client sends with update()", async () => {
    const user = await person();
    const made = await authorize({ email: `${user.email}`, password });
    const token = await jwt({ token: {}, user: made });
    expect(token).toEqual({ sid: made?.sid, name: user.name, role: "PARENT" });
    const updated = await jwt({ token: { sid: made?.sid }, trigger: "update", session: { role: "ADMIN", sid: "x" } });
    expect(updated).toEqual(token);
    const cookie = await options().jwt?.encode?.({ token, secret: env().NEXTAUTH_SECRET, maxAge: 60 });
    expect(await openSession(cookie)).toBe(made?.sid);
  });

  it("gives a session up as soon as its row is revoked, and believes no other key's cookie", async () => {
    const user = await person();
    const made = await authorize({ email: `${user.email}`, password });
    await t.sql.query('UPDATE "AuthSession" SET "revokedAt" = now() WHERE "userId" = $1', [user.id]);
    await expect(jwt({ token: { sid: made?.sid } })).rejects.toThrow("session_ended");
    const sealed = await sealSession("token");
    const secret = env().NEXTAUTH_SECRET;
    env().NEXTAUTH_SECRET = "another secret of forty characters, at least";
    expect(await openSession(sealed)).toBeNull();
    env().NEXTAUTH_SECRET = secret;
    expect(await openSession(sealed)).toBe("token");
    expect(await openSession(`${sealed.slice(0, -2)}xx`)).toBeNull();
  });
});
