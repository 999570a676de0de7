/** Registration, reset and invitations as a browser without a script meets them. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openText } from "@/server/platform/crypto";
import { hashPassword } from "@/server/platform/password";
import { hashToken, openSession, resolveSession } from "@/server/platform/session";
import { createHousehold } from "@/tests/factories/families";
import { createSession, createUser } from "@/tests/factories/identity";
import { type TestDatabase, testDatabase } from "@/tests/harness/db";
import { POST as postInvite, GET as showInvite } from "./invite/[token]/route";
import { POST as signIn } from "./login/route";
import { POST as postCode } from "./register/code/route";
import { POST as postConfirm, GET as showConfirm } from "./register/confirm/[token]/route";
import { POST as postApplication } from "./register/instructor/route";
import { POST as postRegister, GET as showRegister } from "./register/route";
import { POST as postReset, GET as showReset } from "./reset/[token]/route";
import { POST as askReset } from "./reset/route";

const origin = "http://127.0.0.1:3000";
const password = "three words of ours";
let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase("register");
});
afterAll(() => t.close());

let calls = 0;
const headers = (more: Record<string, string> = {}) => ({
  "x-uhs-ip": `10.4.${(calls >> 8) % 250}.${calls++ % 250}`,
  ...more,
});
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
const actorOf = async (cookie: string) => {
  const token = await openSession(cookie.slice(cookie.indexOf("=") + 1));
  return token ? resolveSession(token) : null;
};
/** What was really written to an address, newest first. */
async function letters(to: string): Promise<string[]> {
  const { rows } = await t.sql.query(
    `SELECT text, "messageId" FROM "OutboxMessage" WHERE "toAddress" = $1 ORDER BY "createdAt" DESC, id DESC`,
    [to],
  );
  return rows.map((row) => openText(row.text, `outbox:${row.messageId}`));
}
const linkIn = (letter: string | undefined, path: string) =>
  new RegExp(`(${path}/[\\w-]{43})`).exec(letter ?? "")?.[1] ?? "";

let people = 0;
const address = (name: string) => `${name}${people++}@families.uhs.test`;
async function fields(email: string, more: Record<string, string> = {}): Promise<Record<string, string>> {
  const html = await (await showRegister(get("/register"))).text();
  return {
    act: "register",
    name: "Wanjiru Kamau",
    email,
    phone: "",
    relation: "MOTHER",
    locale: "en",
    places: "2",
    "children.0.firstName": "Amani",
    "children.0.lastName": "Kamau",
    "children.0.grade": "G3",
    "children.0.birthDate": "2018-03-04",
    "children.1.firstName": "Nia Wambui",
    "children.1.lastName": "Kamau",
    "children.1.grade": "PP2",
    "children.1.birthDate": "2021-07-30",
    textId: /name="textId" value="([^"]+)"/.exec(html)?.[1] ?? "",
    agree: "yes",
    password,
    ...more,
  };
}

describe("the registration form", () => {
  it("works without a script, in both languages, and adds places for children keeping what was typed", async () => {
    for (const [lang, word] of [
      ["en", "Register your family"],
      ["sw", "Sajili familia yako"],
    ]) {
      const response = await showRegister(get(`/register?lang=${lang}`));
      const html = await response.text();
      expect(html).toContain(`<h1>${word}</h1>`);
      expect(html).not.toMatch(/<script|javascript:| on[a-z]+=| style=/i);
      expect(response.headers.get("content-security-policy")).toContain("script-src 'none'");
    }
    const more = await postRegister(post("/register", { ...(await fields(address("more"))), act: "more" }));
    const html = await more.text();
    expect(more.status).toBe(200);
    expect(html.match(/class="child"/g)).toHaveLength(3);
    expect(html).toContain('value="Nia Wambui"');
    expect(html).toMatch(/<option value="G3" selected="">/);
    expect(html).not.toContain(password);
  });

  it("says beside each field what is wrong, keeps the rest, and never shows the password again", async () => {
    const response = await postRegister(
      post(
        "/register",
        await fields("not an address", {
          "children.0.birthDate": "1990-01-01",
          "children.1.firstName": "<b>",
          agree: "",
          phone: "12",
        }),
      ),
    );
    const html = await response.text();
    expect(response.status).toBe(422);
    expect(html).toContain("<title>Problem: Register your family");
    for (const name of ["email", "phone", "children.0.birthDate", "children.1.firstName", "agree"])
      expect(html, name).toContain(`id="${name}-error"`);
    expect(html).toContain('value="Amani"');
    expect(html).not.toContain(password);
    expect(html).not.toContain("<b>&lt;");
  });

  it.each([
    ["short12", "too short"],
    ["password1", "known to everybody"],
    ["urbanhomeschool", "the school's name"],
    ["wanjiru kamau", "one's own name"],
  ])("refuses %s: %s", async (word) => {
    const email = address("weak");
    const response = await postRegister(post("/register", await fields(email, { password: word })));
    expect(response.status).toBe(422);
    expect(await response.text()).toContain('id="password-error"');
    expect(await letters(email)).toEqual([]);
  });

  it("an empty form names every missing field at once, the way to be reached and the password too", async () => {
    const response = await postRegister(post("/register", { places: "1" }));
    const html = await response.text();
    for (const name of [
      "name",
      "email",
      "relation",
      "children.0.firstName",
      "children.0.birthDate",
      "agree",
      "password",
    ])
      expect(html, name).toContain(`id="${name}-error"`);
    expect(html).toContain('<a href="#relation">You are the child&#x27;s</a>');
    expect(html).not.toContain("At least 2 characters");
  });

  it("goes on in the other language with everything typed but the password, and sends nothing", async () => {
    const email = address("lugha");
    const typed = { ...(await fields(email)), act: "language" };
    const spoken = await postRegister(post("/register?lang=sw", typed));
    const html = await spoken.text();
    expect(html).toContain("<h1>Sajili familia yako</h1>");
    expect(spoken.headers.get("set-cookie")).toMatch(/locale=sw/);
    for (const value of [email, "Nia Wambui", "2021-07-30"]) expect(html).toContain(`value="${value}"`);
    expect(html).not.toContain(password);
    expect(await letters(email)).toEqual([]);
    const about = "I have taught mathematics to children of nine to twelve for seven years.";
    const teaching = { act: "language", name: "Atieno", email, county: "Kisumu", about, agree: "yes" };
    const applying = await postApplication(post("/register/instructor?lang=sw", teaching));
    const form = await applying.text();
    expect(form).toContain('lang="sw"');
    expect(form).toContain(about);
    expect(form).toContain('value="Kisumu"');
    expect(await letters(email)).toEqual([]);
    // The Enter key presses the first button: it must neither change the language nor add a child.
    expect(/<button[^>]*form="registration"[^>]*>/.exec(html)?.[0]).not.toContain("name=");
  });

  it("is refused from another site and by GET changes nothing", async () => {
    const foreign = await postRegister(
      post("/register", await fields(address("x")), { origin: "https://evil.example" }),
    );
    expect(foreign.status).toBe(403);
  });
});

describe("registering by e-mail", () => {
  it("keeps nothing readable until the address has answered, then makes everything at once", async () => {
    const email = address("wanjiru");
    const response = await postRegister(post("/register", await fields(email)));
    expect(response.status).toBe(200);
    expect(response.headers.get("set-cookie")).toBeNull();
    const waiting = await t.sql.query(`SELECT * FROM "Registration" ORDER BY "createdAt" DESC LIMIT 1`);
    const stored = Buffer.from(waiting.rows[0].payload).toString("utf8") + JSON.stringify(waiting.rows[0]);
    expect(stored).not.toMatch(/Amani|Kamau|argon2/);
    expect((await t.sql.query(`SELECT 1 FROM "User" WHERE email = $1`, [email])).rowCount).toBe(0);

    const [letter] = await letters(email);
    const path = linkIn(letter, "/register/confirm");
    expect((await showConfirm(get(path))).status).toBe(200);
    const wrong = await postConfirm(post(path, { password: "somebody else's" }));
    expect(wrong.status).toBe(422);
    expect((await t.sql.query(`SELECT 1 FROM "User" WHERE email = $1`, [email])).rowCount).toBe(0);
    const done = await postConfirm(post(path, { password }));
    expect([done.status, done.headers.get("location")]).toEqual([303, "/dashboard/parent"]);
    const actor = await actorOf(cookieOf(done));
    expect(actor).toMatchObject({ email, role: "PARENT", name: "Wanjiru Kamau" });

    const { rows } = await t.sql.query(
      `SELECT s."firstName", s.grade, s."birthDate"::text, s."admissionNumber", f.name AS family, g.relation, g."canConsent", g."isPrimary",
              c."verifiedBy", c.sha256 = x.sha256 AS same, x.purpose
       FROM "Guardianship" g JOIN "Student" s ON s.id = g."studentId" JOIN "Family" f ON f.id = s."familyId"
       JOIN "ProcessingConsent" c ON c."studentId" = s.id AND c."grantedById" = g."guardianId" JOIN "ConsentText" x ON x.id = c."textId"
       WHERE g."guardianId" = $1 ORDER BY s."birthDate"`,
      [actor?.userId],
    );
    expect(rows).toMatchObject([
      {
        firstName: "Amani",
        grade: "G3",
        birthDate: "2018-03-04",
        family: "Kamau",
        relation: "MOTHER",
        canConsent: true,
        isPrimary: true,
        verifiedBy: "email link",
        same: true,
        purpose: "account",
      },
      { firstName: "Nia Wambui", grade: "PP2", same: true },
    ]);
    expect(new Set(rows.map((row) => row.admissionNumber)).size).toBe(2);
    const hash = await t.sql.query(`SELECT "passwordHash", "emailVerifiedAt" FROM "User" WHERE email = $1`, [email]);
    expect(hash.rows[0].passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(hash.rows[0].emailVerifiedAt).not.toBeNull();

    const again = await postConfirm(post(path, { password }));
    expect(again.status).toBe(410);
    expect((await showConfirm(get(path))).status).toBe(410);
  });

  it("answers a known address with the same bytes, tells its owner, and makes nothing", async () => {
    const known = await createUser(t.sql, t.random, { email: address("known") });
    const unknown = address("fresh");
    const body = async (email: string) => {
      const response = await postRegister(post("/register", await fields(email)));
      expect(response.status).toBe(200);
      return (await response.text()).replaceAll(/[kf]\*\*\*@/g, "X@");
    };
    expect(await body(`${known.email}`)).toBe(await body(unknown));
    const [letter] = await letters(`${known.email}`);
    expect(letter).toContain("already have an account");
    expect(letter).not.toContain("/register/confirm/");
    const { rows } = await t.sql.query(`SELECT id FROM "User" WHERE email = $1`, [known.email]);
    expect(rows).toEqual([{ id: known.id }]);
  });

  it("allows five tries at the password, then none", async () => {
    const email = address("tries");
    await postRegister(post("/register", await fields(email)));
    const path = linkIn((await letters(email))[0], "/register/confirm");
    for (let i = 0; i < 5; i++) expect((await postConfirm(post(path, { password: "wrong one" }))).status).toBe(422);
    expect((await postConfirm(post(path, { password }))).status).toBe(410);
  });

  it("two who confirm at once make one family", async () => {
    const email = address("twice");
    await postRegister(post("/register", await fields(email)));
    const path = linkIn((await letters(email))[0], "/register/confirm");
    const answers = await Promise.all([postConfirm(post(path, { password })), postConfirm(post(path, { password }))]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([303, 410]);
    const { rows } = await t.sql.query(
      `SELECT count(*)::int AS n FROM "Guardianship" g JOIN "User" u ON u.id = g."guardianId" WHERE u.email = $1`,
      [email],
    );
    expect(rows[0].n).toBe(2);
  });
});

describe("registering by phone", () => {
  it("asks for the code in the browser that asked, and the number signs in afterwards", async () => {
    const phone = "+254712000077";
    const html = await (
      await postRegister(post("/register", await fields("", { phone: "0712 000 077", locale: "sw" })))
    ).text();
    const token = /name="token" value="([\w-]{43})"/.exec(html)?.[1] ?? "";
    const [sms] = await letters(phone);
    const code = /^(\d{6}) /.exec(sms ?? "")?.[1] ?? "";
    expect(sms).toContain("Usimwambie mtu");
    const wrong = code === "000000" ? "111111" : "000000";
    expect((await postCode(post("/register/code", { token, code: wrong }))).status).toBe(422);
    expect((await postCode(post("/register/code", { token: "x".repeat(43), code }))).status).toBe(409);
    const done = await postCode(post("/register/code", { token, code: `${code.slice(0, 3)} ${code.slice(3)}` }));
    expect(done.status).toBe(200);
    const { rows } = await t.sql.query(`SELECT email, "phoneVerifiedAt" FROM "User" WHERE phone = $1`, [phone]);
    expect(rows).toEqual([{ email: null, phoneVerifiedAt: expect.any(Date) }]);
    const session = await signIn(post("/login", { email: "0712000077", password }));
    expect(session.headers.get("location")).toBe("/dashboard/parent");
  });

  it("a number nobody has answered under does not sign in, nor keeps its owner out", async () => {
    const phone = "+254712000088";
    await createUser(t.sql, t.random, { phone, passwordHash: await hashPassword(password) });
    expect((await signIn(post("/login", { email: phone, password }))).status).toBe(401);
  });
});

describe("choosing a new password", () => {
  const sent = async (contact: string) => {
    const response = await askReset(post("/reset", { contact }));
    return { status: response.status, html: (await response.text()).replace(/.\*\*\*@\S+|\+254\S+/g, "X") };
  };
  const person = async (given = {}) =>
    createUser(t.sql, t.random, {
      email: address("reset"),
      passwordHash: await hashPassword("the old one here"),
      ...given,
    });

  it("says the same to everybody; only an active account gets a link, and only its hash is kept", async () => {
    const user = await person();
    const suspended = await person({ status: "SUSPENDED" });
    const answers = [await sent(`${user.email}`), await sent(address("nobody")), await sent(`${suspended.email}`)];
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await letters(`${suspended.email}`)).toEqual([]);
    const path = linkIn((await letters(`${user.email}`))[0], "/reset");
    const { rows } = await t.sql.query(`SELECT * FROM "AccountLink" WHERE "userId" = $1`, [user.id]);
    expect(JSON.stringify(rows)).not.toContain(path.slice(-43));
    expect(new Uint8Array(rows[0].tokenHash)).toEqual(hashToken(path.slice(-43)));
    expect(rows[0].expiresAt.getTime() - rows[0].createdAt.getTime()).toBeLessThanOrEqual(30 * 60_000);
  });

  it("works once, ends every session, tells the owner and leaves the second step as it is", async () => {
    const user = await person();
    await t.sql.query(
      `INSERT INTO "TwoFactor" ("userId", "smsPhone", "smsEnabled", "updatedAt") VALUES ($1, '+254712345678', true, now())`,
      [user.id],
    );
    const session = await createSession(t.sql, t.random, { userId: user.id });
    await sent(`${user.email}`);
    const path = linkIn((await letters(`${user.email}`))[0], "/reset");
    expect((await showReset(get(path))).status).toBe(200);
    expect((await postReset(post(path, { password: "short" }))).status).toBe(422);
    expect((await postReset(post(path, { password: "password1" }))).status).toBe(422);
    const done = await postReset(post(path, { password }));
    expect(done.status).toBe(200);
    const rows = await t.sql.query(
      `SELECT s."revokedAt", u."sessionVersion", f."smsEnabled" FROM "AuthSession" s JOIN "User" u ON u.id = s."userId" JOIN "TwoFactor" f ON f."userId" = u.id WHERE s.id = $1`,
      [session.id],
    );
    expect(rows.rows[0]).toEqual({ revokedAt: expect.any(Date), sessionVersion: 2, smsEnabled: true });
    expect((await postReset(post(path, { password: "another good phrase" }))).status).toBe(410);
    const told = await t.sql.query(`SELECT type FROM "Notification" WHERE "userId" = $1`, [user.id]);
    expect(told.rows).toContainEqual({ type: "account.password_changed" });
    const next = await signIn(post("/login", { email: `${user.email}`, password }));
    expect(next.headers.get("location"), "the second step is still asked").toMatch(/^\/login\/second/);
    expect((await signIn(post("/login", { email: `${user.email}`, password: "the old one here" }))).status).toBe(401);
  });

  it("a newer link voids the older; a used, old or invented one opens nothing", async () => {
    const user = await person();
    await sent(`${user.email}`);
    const first = linkIn((await letters(`${user.email}`))[0], "/reset");
    await sent(`${user.email}`);
    const second = linkIn((await letters(`${user.email}`))[0], "/reset");
    expect(second).not.toBe(first);
    expect((await postReset(post(first, { password }))).status).toBe(410);
    expect((await showReset(get(second))).status).toBe(200);
    await t.sql.query(
      `UPDATE "AccountLink" SET "createdAt" = now() - interval '31 minutes', "expiresAt" = now() - interval '1 minute' WHERE "userId" = $1`,
      [user.id],
    );
    expect((await postReset(post(second, { password }))).status).toBe(410);
    expect((await showReset(get(`/reset/${"a".repeat(43)}`))).status).toBe(410);
    expect((await showReset(get("/reset/short"))).status).toBe(410);
  });

  it("writes to one account four times an hour and says nothing else to the fifth", async () => {
    const user = await person();
    const answers = [];
    for (let i = 0; i < 5; i++) answers.push((await sent(`${user.email}`)).html);
    expect(new Set(answers).size).toBe(1);
    expect(await letters(`${user.email}`)).toHaveLength(4);
  });
});

describe("an invitation's link", () => {
  const rights = { view: true, message: true, pay: false, consent: false };
  async function invited() {
    const { parent, students } = await createHousehold(t.sql, t.random, { children: 1 });
    const email = address("guest");
    const api = await t.as(parent);
    const studentIds = students.map(({ id }) => id);
    const { id } = await api.members.invite({
      studentIds,
      name: "Baba Amani",
      contact: email,
      relation: "FATHER",
      rights,
      locale: "en",
    });
    return { parent, child: students[0], email, id, api, path: linkIn((await letters(email))[0], "/invite") };
  }

  it("shows what it gives and makes the account that accepts it, signed in", async () => {
    const { path, email, parent, child } = await invited();
    const html = await (await showInvite(get(path))).text();
    expect(html).toContain(`${parent.name}`);
    expect(html).toContain("Write with teachers");
    expect(html).not.toContain("Decide and consent");
    expect((await postInvite(post(path, { act: "new", name: "Baba Amani", password: "password1" }))).status).toBe(422);
    const done = await postInvite(post(path, { act: "new", name: "Baba Amani", password }));
    expect([done.status, done.headers.get("location")]).toEqual([303, "/dashboard/parent"]);
    const actor = await actorOf(cookieOf(done));
    expect(actor).toMatchObject({ email, role: "PARENT" });
    const api = await t.as(actor?.userId ?? "");
    expect((await api.families.child({ studentId: child?.id ?? "" })).child.canConsent).toBe(false);
    const over = await showInvite(get(path));
    expect(over.status).toBe(410);
    expect(await over.text()).toContain("This invitation was accepted");
  });

  it("lets somebody signed in accept with one press, in the role it gives", async () => {
    const { path, child } = await invited();
    const teacher = await createUser(t.sql, t.random, {
      roles: ["INSTRUCTOR"],
      email: address("teacher"),
      passwordHash: await hashPassword(password),
    });
    const cookie = cookieOf(await signIn(post("/login", { email: `${teacher.email}`, password, next: path })));
    expect(await (await showInvite(get(path, { cookie }))).text()).toContain(`Accept as ${teacher.name}`);
    const done = await postInvite(post(path, { act: "accept" }, { cookie }));
    expect(done.headers.get("location")).toBe("/dashboard/parent");
    expect(await actorOf(cookie)).toMatchObject({ role: "PARENT", roles: ["INSTRUCTOR", "PARENT"] });
    const { rows } = await t.sql.query(
      `SELECT relation FROM "Guardianship" WHERE "guardianId" = $1 AND "studentId" = $2`,
      [teacher.id, child?.id],
    );
    expect(rows).toEqual([{ relation: "FATHER" }]);
  });

  it("sends the owner of a known address to sign in first, and back again", async () => {
    const { path, email } = await invited();
    await createUser(t.sql, t.random, { email, passwordHash: await hashPassword(password) });
    const html = await (await showInvite(get(path))).text();
    expect(html).toContain(`/login?next=${encodeURIComponent(path)}`);
    expect(html).not.toContain('type="password"');
    const made = await postInvite(post(path, { act: "new", name: "Somebody Else", password }));
    expect(made.status).toBe(409);
    const back = await signIn(post("/login", { email, password, next: path }));
    expect(back.headers.get("location")).toBe(path);
  });

  it("tells plainly what has become of it", async () => {
    const { path, api, id } = await invited();
    await api.members.withdraw({ id });
    expect(await (await showInvite(get(path))).text()).toContain("This invitation was withdrawn");
    const refused = await postInvite(post(path, { act: "new", name: "Baba Amani", password }));
    expect(refused.status).toBe(410);
    expect(await (await showInvite(get(`/invite/${"b".repeat(43)}`))).text()).toContain(
      "We do not know this invitation",
    );
  });
});
