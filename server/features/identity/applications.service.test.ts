/** From the form at the door to an account in the role, or to a letter that says why not. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { POST as applyAsInstructor, GET as showInstructor } from "@/app/(auth)/register/instructor/route";
import { POST as applyAsPartner } from "@/app/(auth)/register/partner/route";
import { openText } from "@/server/platform/crypto";
import { hashPassword } from "@/server/platform/password";
import { createUser } from "@/tests/factories/identity";
import { attempt, type TestDatabase, testDatabase } from "@/tests/harness/db";
import { acceptInvitation } from "./invitations.service";

let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase("applications");
});
afterAll(() => t.close());

const origin = "http://127.0.0.1:3000";
let calls = 0;
function post(path: string, fields: Record<string, string>): Request {
  const body = new URLSearchParams(fields).toString();
  return new Request(`${origin}${path}`, {
    method: "POST",
    body,
    headers: {
      origin,
      "x-uhs-ip": `10.6.0.${calls++ % 250}`,
      "content-type": "application/x-www-form-urlencoded",
      "content-length": String(body.length),
    },
  });
}
const about = "I have taught mathematics to children of eight to twelve years in Kisumu.";
const teacher = (email: string, more = {}) => ({
  name: "Otieno Ouma",
  email,
  phone: "0722 111 222",
  locale: "en",
  county: "Kisumu",
  subjects: "Mathematics, Grade 4 to 6",
  years: "7",
  tsc: "",
  about,
  agree: "yes",
  ...more,
});
const helper = (email: string, more = {}) => ({
  name: "Achieng Atieno",
  email,
  phone: "+254 733 111 222",
  locale: "sw",
  county: "Nairobi",
  organisation: "Elimu Mbele Foundation",
  kind: "foundation",
  registrationNumber: "OP.218/051/12",
  website: "",
  about: "We pay for books and data bundles of children in informal settlements.",
  agree: "yes",
  ...more,
});
let people = 0;
const address = () => `applicant${people++}@people.uhs.test`;
const admin = async () => t.as(await createUser(t.sql, t.random, { roles: ["ADMIN"] }));
const asker = () => ({ now: new Date(), ip: "10.9.0.2", userAgent: "test", requestId: "r" });
const one = async (text: string, values: unknown[] = []) => (await t.sql.query(text, values)).rows[0];
async function letters(to: string): Promise<string[]> {
  const { rows } = await t.sql.query(
    `SELECT text, "messageId" FROM "OutboxMessage" WHERE "toAddress" = $1 ORDER BY "createdAt", id`,
    [to],
  );
  return rows.map((row) => openText(row.text, `outbox:${row.messageId}`));
}
async function applied(email: string): Promise<string> {
  expect((await applyAsInstructor(post("/register/instructor", teacher(email)))).status).toBe(200);
  return (await one(`SELECT id FROM "Application" WHERE email = $1`, [email])).id;
}

describe("applying", () => {
  it("makes no account, sends one receipt, and answers a second time the same", async () => {
    const email = address();
    const [first, second] = [
      await applyAsInstructor(post("/register/instructor", teacher(email))),
      await applyAsInstructor(post("/register/instructor", teacher(email, { name: "Somebody Else" }))),
    ];
    expect(await second.text()).toBe(await first.text());
    const { rows } = await t.sql.query(`SELECT name, status, data FROM "Application" WHERE email = $1`, [email]);
    expect(rows).toEqual([
      { name: "Otieno Ouma", status: "SUBMITTED", data: expect.objectContaining({ years: 7, tsc: null, about }) },
    ]);
    expect(await letters(email)).toHaveLength(1);
    expect((await t.sql.query(`SELECT 1 FROM "User" WHERE email = $1`, [email])).rowCount).toBe(0);
  });

  it("says beside the field what is missing and keeps the rest", async () => {
    const form = await (await showInstructor(new Request(`${origin}/register/instructor`))).text();
    expect(form).not.toMatch(/<script| style=/);
    const response = await applyAsInstructor(
      post("/register/instructor", teacher("nobody", { years: "", about: "short", agree: "" })),
    );
    const html = await response.text();
    expect(response.status).toBe(422);
    for (const name of ["email", "years", "about", "agree"]) expect(html, name).toContain(`id="${name}-error"`);
    expect(html).toContain('value="Kisumu"');
  });
});

describe("deciding", () => {
  it("approves once: the invitation gives the role, and nothing before it is accepted", async () => {
    const email = address();
    const id = await applied(email);
    const api = await admin();
    expect((await api.applications.read({ id })).instructor?.subjects).toBe("Mathematics, Grade 4 to 6");
    const results = await Promise.allSettled([api.applications.approve({ id }), api.applications.approve({ id })]);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect((await t.sql.query(`SELECT 1 FROM "User" WHERE email = $1`, [email])).rowCount).toBe(0);
    const token = /\/invite\/([\w-]{43})/.exec((await letters(email)).at(-1) ?? "")?.[1] ?? "";
    const { userId } = await acceptInvitation(asker(), token, {
      account: { name: "Otieno Ouma", passwordHash: await hashPassword("a phrase of mine"), locale: "en" },
    });
    const { rows } = await t.sql.query(`SELECT role FROM "UserRole" WHERE "userId" = $1`, [userId]);
    expect(rows).toEqual([{ role: "INSTRUCTOR" }]);
    expect((await one(`SELECT "userId" FROM "Application" WHERE id = $1`, [id])).userId).toBe(userId);
    await expect(api.applications.decline({ id, reason: "On second thoughts" })).rejects.toThrow("application.decided");
    const lines = await t.sql.query(`SELECT action FROM "AuditEvent" WHERE "subjectId" = $1 ORDER BY "createdAt"`, [
      id,
    ]);
    expect(lines.rows.map((row) => row.action)).toEqual(["application.received", "application.approved"]);
  });

  it("opens a partner's organisation and makes the applicant its owner", async () => {
    const email = address();
    expect((await applyAsPartner(post("/register/partner", helper(email)))).status).toBe(200);
    const { id } = await one(`SELECT id FROM "Application" WHERE email = $1`, [email]);
    await (await admin()).applications.approve({ id });
    const letter = (await letters(email)).at(-1) ?? "";
    expect(letter).toContain("Elimu Mbele Foundation");
    const existing = await createUser(t.sql, t.random, { email, roles: ["PARENT"] });
    const token = /\/invite\/([\w-]{43})/.exec(letter)?.[1] ?? "";
    await acceptInvitation(asker(), token, { userId: existing.id });
    const row = await one(
      `SELECT o.name, o.status, o.kind, m.role FROM "Membership" m JOIN "Organization" o ON o.id = m."organizationId" WHERE m."userId" = $1`,
      [existing.id],
    );
    expect(row).toEqual({ name: "Elimu Mbele Foundation", status: "ACTIVE", kind: "PARTNER", role: "OWNER" });
    const roles = await t.sql.query(`SELECT role FROM "UserRole" WHERE "userId" = $1 ORDER BY role`, [existing.id]);
    expect(roles.rows.map((held) => held.role).sort()).toEqual(["PARENT", "PARTNER"]);
  });

  it("declines with a reason the applicant reads, who may apply again", async () => {
    const email = address();
    const id = await applied(email);
    await (await admin()).applications.decline({ id, reason: "We look for teachers of Kiswahili now." });
    expect((await letters(email)).at(-1)).toContain("We look for teachers of Kiswahili now.");
    await applyAsInstructor(post("/register/instructor", teacher(email)));
    const { rows } = await t.sql.query(`SELECT status FROM "Application" WHERE email = $1 ORDER BY "createdAt"`, [
      email,
    ]);
    expect(rows.map((row) => row.status)).toEqual(["DECLINED", "SUBMITTED"]);
  });

  it("is the administrator's alone, for the database too", async () => {
    const id = await applied(address());
    const staff = await createUser(t.sql, t.random, { roles: ["STAFF"] });
    await expect((await t.as(staff)).applications.approve({ id })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await t.asApp(staff.id, "STAFF", async (query) => {
      expect(await attempt(query, `SELECT id FROM "Application"`)).toEqual({ rows: [] });
      expect(await attempt(query, `UPDATE "Application" SET status = 'APPROVED' RETURNING id`)).toEqual({ rows: [] });
    });
    await expect((await admin()).applications.read({ id: staff.id })).rejects.toThrow("application.not_found");
  });
});
