import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "./db";

let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase();
});
afterAll(() => t.close());

test("a signed-in person's permissions come from the database", async () => {
  const id = randomUUID();
  await t.sql.query(`INSERT INTO "User" (id, name, "updatedAt") VALUES ($1, 'Test Person', now())`, [id]);
  await t.sql.query(`INSERT INTO "UserRole" (id, "userId", role) VALUES ($1, $2, 'PARENT')`, [randomUUID(), id]);
  const { actor, work } = await t.ctx(id);
  expect(actor.role).toBe("PARENT");
  expect(actor.permissions.has("family:read")).toBe(true);
  expect(actor.permissions.has("audit:read")).toBe(false);
  expect(await work((db) => db.user.findMany({ select: { id: true } }))).toEqual([{ id }]);
  await expect(t.ctx({ user: id, role: "ADMIN" })).rejects.toThrow(/role is not theirs/);
  expect(await t.asApp(id, "PARENT", (query) => query(`SELECT id FROM "User"`))).toEqual([{ id }]);
  expect(await t.asApp(null, null, (query) => query(`SELECT id FROM "User"`))).toEqual([]);
});
