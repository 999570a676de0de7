/** What strangers typed is kept as long as they were told, and what is about a person goes with the person. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { createUser } from "@/tests/factories/identity";
import { type TestDatabase, testDatabase } from "@/tests/harness/db";
import { pruneOld } from "./health.prune.service";

let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase("prune");
});
afterAll(() => t.close());

const names = async (table: string) =>
  (await t.sql.query(`SELECT name FROM "${table}" ORDER BY name`)).rows.map((row) => row.name);
const ago = (days: number) => new Date(Date.now() - days * 86_400_000);

test("applications go a year after they were declined or left, unless they became an account", async () => {
  const { id } = await createUser(t.sql, t.random, { roles: ["INSTRUCTOR"] });
  const apply = (name: string, status: string, days: number, userId: string | null = null) =>
    t.sql.query(
      `INSERT INTO "Application" (id, kind, status, name, email, data, "decidedAt", "createdAt", "updatedAt", "userId")
       VALUES (gen_random_uuid(), 'INSTRUCTOR', $2::"ApplicationStatus", $1, $1 || '@people.uhs.test', '{}',
               CASE WHEN $2 = 'SUBMITTED' THEN NULL ELSE $3::timestamptz END, $3, $3, $4)`,
      [name, status, ago(days), userId],
    );
  await apply("declined long ago", "DECLINED", 366);
  await apply("declined", "DECLINED", 360);
  await apply("never answered", "SUBMITTED", 366);
  await apply("waiting", "SUBMITTED", 360);
  await apply("teaches here", "APPROVED", 366, id);
  await pruneOld();
  expect(await names("Application")).toEqual(["declined", "teaches here", "waiting"]);
  await t.sql.query(`DELETE FROM "User" WHERE id = $1`, [id]);
  expect(await names("Application")).toEqual(["declined", "waiting"]);
});

test("invitations nobody accepted go a month after they ended, accepted ones after a year", async () => {
  const invite = (name: string, expires: number, accepted: number | null = null) =>
    t.sql.query(
      `INSERT INTO "Invitation" (id, "tokenHash", email, role, "invitedById", "studentIds", name, "expiresAt", "acceptedAt")
       VALUES (gen_random_uuid(), convert_to($1, 'UTF8'), 'x@people.uhs.test', 'STAFF', gen_random_uuid(), '{}', $1, $2, $3)`,
      [name, ago(expires), accepted === null ? null : ago(accepted)],
    );
  await invite("expired long ago", 31);
  await invite("expired", 29);
  await invite("accepted long ago", 366, 367);
  await invite("accepted", 300, 301);
  await pruneOld();
  expect(await names("Invitation")).toEqual(["accepted", "expired"]);
});

test("links and changes of contact go with the account they are about", async () => {
  const { id } = await createUser(t.sql, t.random);
  await t.sql.query(
    `INSERT INTO "AccountLink" (id, "tokenHash", "userId", purpose, "expiresAt") VALUES (gen_random_uuid(), '\\x09', $1, 'CONTACT_UNDO', now() + interval '1 day')`,
    [id],
  );
  await t.sql.query(
    `INSERT INTO "ContactChange" (id, "userId", kind, "newValue", "expiresAt") VALUES (gen_random_uuid(), $1, 'EMAIL', 'new@people.uhs.test', now() + interval '1 day')`,
    [id],
  );
  await t.sql.query(`DELETE FROM "User" WHERE id = $1`, [id]);
  for (const table of ["AccountLink", "ContactChange"])
    expect((await t.sql.query(`SELECT 1 FROM "${table}" WHERE "userId" = $1`, [id])).rowCount, table).toBe(0);
});
