/** A new address counts when it has answered; the old one is told and can take it back for two days. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { POST as postUndo, GET as showUndo } from "@/app/(auth)/contact/undo/[token]/route";
import { POST as postVerify, GET as showVerify } from "@/app/(auth)/contact/verify/[token]/route";
import { openText } from "@/server/platform/crypto";
import { createSession, createUser } from "@/tests/factories/identity";
import { attempt, type TestDatabase, testDatabase } from "@/tests/harness/db";

let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase("contact");
});
afterAll(() => t.close());

const origin = "http://127.0.0.1:3000";
let calls = 0;
const request = (path: string, method = "GET") =>
  new Request(`${origin}${path}`, {
    method,
    headers: { origin, "content-length": "0", "x-uhs-ip": `10.7.0.${calls++ % 250}` },
  });
async function letters(to: string): Promise<string[]> {
  const { rows } = await t.sql.query(
    `SELECT text, "messageId" FROM "OutboxMessage" WHERE "toAddress" = $1 ORDER BY "createdAt" DESC, id DESC`,
    [to],
  );
  return rows.map((row) => openText(row.text, `outbox:${row.messageId}`));
}
const linkIn = (letter: string | undefined, path: string) =>
  new RegExp(`(${path}/[\\w-]{43})`).exec(letter ?? "")?.[1] ?? "";
const stored = async (id: string) =>
  (await t.sql.query(`SELECT email, phone, "phoneVerifiedAt" FROM "User" WHERE id = $1`, [id])).rows[0];
let people = 0;
const address = () => `contact${people++}@people.uhs.test`;

describe("a new e-mail address", () => {
  it("answers first; the old one is told and undoes it, and everybody is signed out", async () => {
    const [before, after] = [address(), address()];
    const user = await createUser(t.sql, t.random, { email: before });
    const api = await t.as(user);
    await api.contact.changeEmail({ email: after.toUpperCase() });
    expect((await stored(user.id)).email).toBe(before);
    expect(await api.contact.changes()).toMatchObject({ email: "c***@people.uhs.test", phone: null, held: false });
    const verify = linkIn((await letters(after))[0], "/contact/verify");
    expect((await showVerify(request(verify))).status).toBe(200);
    expect((await stored(user.id)).email, "looking changes nothing").toBe(before);
    expect((await postVerify(request(verify, "POST"))).status).toBe(200);
    expect((await stored(user.id)).email).toBe(after);
    expect((await postVerify(request(verify, "POST"))).status).toBe(410);
    expect((await showVerify(request(verify))).status, "a used link says so").toBe(410);
    const told = await t.sql.query(`SELECT type FROM "Notification" WHERE "userId" = $1`, [user.id]);
    expect(told.rows).toEqual([{ type: "account.email_changed" }]);

    const session = await createSession(t.sql, t.random, { userId: user.id });
    const [letter] = await letters(before);
    expect(letter, "the whole new address is not for the old one").not.toContain(after);
    const undo = linkIn(letter, "/contact/undo");
    expect((await showUndo(request(undo))).status).toBe(200);
    expect((await postUndo(request(undo, "POST"))).status).toBe(200);
    expect((await stored(user.id)).email).toBe(before);
    const { rows } = await t.sql.query(`SELECT "revokedAt" FROM "AuthSession" WHERE id = $1`, [session.id]);
    expect(rows[0].revokedAt).not.toBeNull();
    expect((await postUndo(request(undo, "POST"))).status).toBe(410);
    const lines = await t.sql.query(`SELECT action FROM "AuditEvent" WHERE "subjectId" = $1 ORDER BY "createdAt", id`, [
      user.id,
    ]);
    expect(lines.rows.map((row) => row.action)).toEqual(
      expect.arrayContaining(["self.contact_change_begun", "self.contact_changed", "self.contact_change_undone"]),
    );
  });

  it("cannot be undone after two days", async () => {
    const [before, after] = [address(), address()];
    const user = await createUser(t.sql, t.random, { email: before });
    await (await t.as(user)).contact.changeEmail({ email: after });
    await postVerify(request(linkIn((await letters(after))[0], "/contact/verify"), "POST"));
    await t.sql.query(`UPDATE "AccountLink" SET "expiresAt" = now() - interval '1 minute' WHERE "userId" = $1`, [
      user.id,
    ]);
    const undo = linkIn((await letters(before))[0], "/contact/undo");
    expect((await postUndo(request(undo, "POST"))).status).toBe(410);
    expect((await stored(user.id)).email).toBe(after);
  });

  it("of somebody else is answered the same and never comes", async () => {
    const other = await createUser(t.sql, t.random, { email: address() });
    const user = await createUser(t.sql, t.random, { email: address() });
    const api = await t.as(user);
    expect(await api.contact.changeEmail({ email: `${other.email}` })).toEqual({ sentTo: "c***@people.uhs.test" });
    expect(await letters(`${other.email}`)).toEqual([]);
  });

  it("a newer wish voids the older one's link; a dropped one opens nothing", async () => {
    const [first, second] = [address(), address()];
    const user = await createUser(t.sql, t.random, { email: address() });
    const api = await t.as(user);
    await api.contact.changeEmail({ email: first });
    await api.contact.changeEmail({ email: second });
    expect((await postVerify(request(linkIn((await letters(first))[0], "/contact/verify"), "POST"))).status).toBe(410);
    expect(await api.contact.drop({ kind: "EMAIL" })).toEqual({ dropped: true });
    expect((await postVerify(request(linkIn((await letters(second))[0], "/contact/verify"), "POST"))).status).toBe(410);
  });

  it("is asked for with a fresh proof of who one is", async () => {
    const user = await createUser(t.sql, t.random, { email: address() });
    await t.sql.query(`UPDATE "AuthSession" SET "authTime" = now()`);
    const api = await t.as(user, { now: new Date(Date.now() + 11 * 60_000) });
    await expect(api.contact.changeEmail({ email: address() })).rejects.toThrow("step_up_required");
    await expect(api.contact.changePhone({ phone: "0712345678" })).rejects.toThrow("step_up_required");
  });
});

describe("a new phone number", () => {
  const codeTo = async (phone: string) => /(\d{6})/.exec((await letters(phone))[0] ?? "")?.[1] ?? "";

  it("answers by code in this session, holds money for two days, and the old number can undo it", async () => {
    const [before, after] = ["+254711000001", "+254711000002"];
    const user = await createUser(t.sql, t.random, { phone: before, phoneVerifiedAt: new Date(), email: address() });
    const api = await t.as(user);
    await api.contact.changePhone({ phone: "0711 000 002" });
    const code = await codeTo(after);
    await expect(api.contact.confirmPhone({ code: code === "000000" ? "111111" : "000000" })).rejects.toThrow(
      "bad_input",
    );
    const elsewhere = await t.as(user);
    await expect(elsewhere.contact.confirmPhone({ code }), "another session's code").rejects.toThrow("bad_input");
    await api.contact.confirmPhone({ code });
    expect(await stored(user.id)).toMatchObject({ phone: after, phoneVerifiedAt: expect.any(Date) });
    expect(await api.contact.changes()).toEqual({ email: null, phone: null, held: true });
    await t.sql.query(`UPDATE "ContactChange" SET "doneAt" = now() - interval '49 hours' WHERE "userId" = $1`, [
      user.id,
    ]);
    expect((await api.contact.changes()).held).toBe(false);
    const undo = linkIn((await letters(before))[0], "/contact/undo");
    expect((await postUndo(request(undo, "POST"))).status).toBe(200);
    expect((await stored(user.id)).phone).toBe(before);
  });

  it("somebody only typed gives way to whoever answers under it", async () => {
    const phone = "+254711000003";
    const squatter = await createUser(t.sql, t.random, { phone });
    const owner = await createUser(t.sql, t.random, { email: address() });
    const api = await t.as(owner);
    await api.contact.changePhone({ phone });
    await api.contact.confirmPhone({ code: await codeTo(phone) });
    expect((await stored(owner.id)).phone).toBe(phone);
    expect((await stored(squatter.id)).phone).toBeNull();
  });
});

it("nobody reads another's changes or writes their own past the service", async () => {
  const [a, b] = [await createUser(t.sql, t.random, { email: address() }), await createUser(t.sql, t.random)];
  await (await t.as(a)).contact.changeEmail({ email: address() });
  await t.asApp(b.id, "PARENT", async (query) => {
    expect(await attempt(query, `SELECT id FROM "ContactChange"`)).toEqual({ rows: [] });
    expect(await attempt(query, `SELECT id FROM "AccountLink"`)).toEqual({ rows: [] });
  });
  await t.asApp(a.id, "PARENT", async (query) => {
    expect(await attempt(query, `UPDATE "ContactChange" SET status = 'DONE' RETURNING id`)).toEqual({ rows: [] });
  });
});
