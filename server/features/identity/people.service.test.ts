import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSession, createUser } from "@/tests/factories/identity";
import { type TestDatabase, testDatabase } from "@/tests/harness/db";

let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase("people");
});
afterAll(() => t.close());

const admin = () => createUser(t.sql, t.random, { roles: ["ADMIN"] });

describe("suspending somebody", () => {
  it("ends their sessions at once, is audited with the reason, and can be undone", async () => {
    const person = await createUser(t.sql, t.random, { roles: ["STAFF"] });
    const session = await createSession(t.sql, t.random, { userId: person.id, activeRole: "STAFF" });
    const api = await t.as(await admin());
    const answer = await api.people.suspend({ id: person.id, reason: "Lost the laptop" });
    expect(answer.status).toBe("SUSPENDED");
    const { rows } = await t.sql.query(`SELECT "revokedAt" FROM "AuthSession" WHERE id = $1`, [session.id]);
    expect(rows[0].revokedAt).not.toBeNull();
    await expect(t.as(person)).rejects.toThrow(/No session/);
    const audit = await t.sql.query(
      `SELECT after FROM "AuditEvent" WHERE "subjectId" = $1 AND action = 'user.suspended'`,
      [person.id],
    );
    expect(audit.rows[0].after).toMatchObject({ reason: "Lost the laptop" });
    await api.people.reinstate({ id: person.id });
    await expect(t.as(person)).resolves.toBeDefined();
  });

  it("is refused for oneself and when it has been done already", async () => {
    const self = await admin();
    const api = await t.as(self);
    await expect(api.people.suspend({ id: self.id, reason: "By mistake" })).rejects.toThrow("person.cannot_suspend");
    const person = await createUser(t.sql, t.random, { roles: ["PARENT"] });
    await api.people.suspend({ id: person.id, reason: "First time" });
    await expect(api.people.suspend({ id: person.id, reason: "Second time" })).rejects.toThrow("person.cannot_suspend");
  });

  it("is not open to staff, who may only find people", async () => {
    const person = await createUser(t.sql, t.random, { roles: ["PARENT"] });
    const staff = await createUser(t.sql, t.random, { roles: ["STAFF"] });
    const api = await t.as(staff);
    await expect(api.people.suspend({ id: person.id, reason: "Not mine to do" })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    const { rows } = await t.sql.query(`SELECT status FROM "User" WHERE id = $1`, [person.id]);
    expect(rows[0].status).toBe("ACTIVE");
    const denied = await t.sql.query(
      `SELECT outcome FROM "AuditEvent" WHERE "actorId" = $1 AND action = 'procedure.refused'`,
      [staff.id],
    );
    expect(denied.rows).toEqual([{ outcome: "DENIED" }]);
    await expect(api.people.list({})).resolves.toBeDefined();
  });
});

describe("roles", () => {
  it("keeps the last role and never mixes a child's account with an adult's", async () => {
    const api = await t.as(await admin());
    const child = await createUser(t.sql, t.random, { roles: ["STUDENT"] });
    await expect(api.people.giveRole({ id: child.id, role: "STAFF" })).rejects.toThrow("person.child_role");
    const person = await createUser(t.sql, t.random, { roles: ["STAFF"] });
    await expect(api.people.takeRole({ id: person.id, role: "STAFF" })).rejects.toThrow("person.last_role");
    expect(await api.people.giveRole({ id: person.id, role: "PARENT" })).toEqual({ changed: true });
    expect(await api.people.giveRole({ id: person.id, role: "PARENT" })).toEqual({ changed: false });
    expect(await api.people.takeRole({ id: person.id, role: "PARENT" })).toEqual({ changed: true });
  });
});

describe("the list of people", () => {
  it("pages by cursor through everybody once, in order, whatever is added meanwhile", async () => {
    const api = await t.as(await admin());
    for (let n = 0; n < 12; n += 1) await createUser(t.sql, t.random, { roles: ["PARENT"] });
    const names: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await api.people.list({ limit: 5, cursor, filters: { role: ["PARENT"] } });
      names.push(...page.rows.map((row) => `${row.name} ${row.id}`));
      cursor = page.next ?? undefined;
    } while (cursor);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThanOrEqual(12);
  });

  it("finds by phone as people write it", async () => {
    const api = await t.as(await admin());
    const person = await createUser(t.sql, t.random, { roles: ["PARENT"], phone: "+254722987654" });
    const page = await api.people.list({ q: "0722 987 654" });
    expect(page.rows.map((row) => row.id)).toEqual([person.id]);
  });

  it("never carries a password hash or a phone number", async () => {
    const api = await t.as(await admin());
    const { id } = await createUser(t.sql, t.random, { phone: "+254722000321", passwordHash: "$argon2id$v=19$" });
    const text = JSON.stringify(await api.people.list({ q: "0722000321" }));
    expect(text).toContain(id);
    expect(text).not.toMatch(/argon2|passwordHash|\+254/);
  });
});
