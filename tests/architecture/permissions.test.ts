/** Nobody enters without naming a permission: the walk over every procedure, and what really happens at its door. */
import { readFileSync } from "node:fs";
import type { TRPCError } from "@trpc/server";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { permissionNames, permissionsOf } from "@/lib/permissions";
import { type Role, roles } from "@/lib/roles";
import { holds, permissionsFile, permissionsPage, procedures } from "../../scripts/docs";
import { createStaff, createUser } from "../factories/identity";
import { type Caller, type TestDatabase, testDatabase } from "../harness/db";

let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase();
});
afterAll(() => t.close());

const all = procedures();
const guarded = all.filter(({ permission }) => permissionNames.includes(permission as never));

/** Calls a procedure by its path with no input: the door stands before the input is looked at. */
function call(caller: Caller, path: string): Promise<unknown> {
  const procedure = path.split(".").reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], caller);
  return (procedure as (input?: unknown) => Promise<unknown>)(undefined);
}
const reasonOf = (error: TRPCError) => [error.code, error.message];

test("every procedure names a permission that exists, or says that visitors may come", () => {
  expect(all.length).toBeGreaterThan(20);
  expect(
    all.filter(({ permission }) => permission !== "visitor" && !permissionNames.includes(permission as never)),
  ).toEqual([]);
});

test("every permission is held by somebody", () => {
  expect(permissionNames.filter((name) => !roles.some((role) => permissionsOf(role, true).includes(name)))).toEqual([]);
});

test("docs/permissions.md is what the code says", () => {
  expect(readFileSync(permissionsFile, "utf8"), "docs/permissions.md is stale: run `npm run docs` and commit it").toBe(
    permissionsPage(),
  );
});

test("the database grants what the list says, to leads and to others", async () => {
  for (const role of roles) {
    const person =
      role === "STAFF" ? await createStaff(t.sql, t.random) : await createUser(t.sql, t.random, { roles: [role] });
    const { actor } = await t.ctx(person);
    expect([role, [...actor.permissions].sort()]).toEqual([role, permissionsOf(role).sort()]);
  }
  const lead = await createStaff(t.sql, t.random, { lead: true });
  expect([...(await t.ctx(lead)).actor.permissions].sort()).toEqual(permissionsOf("STAFF", true).sort());
});

/** Fewer than one person may try in a minute. */
const mostTries = 100;

describe.each(roles)("%s", (role: Role) => {
  const closed = guarded.filter(({ permission }) => holds(role, permission as never) !== "yes");

  test("is refused at every door the matrix closes, and each attempt is audited", async () => {
    for (let from = 0; from < closed.length; from += mostTries) {
      const doors = closed.slice(from, from + mostTries);
      const person = await createUser(t.sql, t.random, { roles: [role] });
      const caller = await t.as(person);
      for (const { path } of doors) {
        const answer = await call(caller, path).then(() => "let in", reasonOf);
        expect([path, answer]).toEqual([path, ["FORBIDDEN", "forbidden"]]);
      }
      const { rows } = await t.sql.query<{ subjectId: string; permission: string }>(
        `SELECT "subjectId", after->>'permission' AS permission FROM "AuditEvent"
         WHERE "actorId" = $1 AND "actorRole"::text = $2 AND action = 'procedure.refused' AND outcome = 'DENIED' AND ip IS NOT NULL ORDER BY 1`,
        [person.id, role],
      );
      expect(rows).toEqual(doors.map(({ path, permission }) => ({ subjectId: path, permission })));
    }
  });
});

test("nobody is let in without signing in", async () => {
  const visitor = t.asVisitor();
  for (const { path } of guarded) {
    const answer = await call(visitor, path).then(() => "let in", reasonOf);
    expect([path, answer]).toEqual([path, ["UNAUTHORIZED", "unauthenticated"]]);
  }
});

it("a role somebody held yesterday opens nothing today", async () => {
  const person = await createUser(t.sql, t.random, { roles: ["ADMIN", "PARENT"] });
  expect((await t.ctx({ user: person, role: "ADMIN" })).actor.permissions.has("audit:read")).toBe(true);
  await t.sql.query(`DELETE FROM "UserRole" WHERE "userId" = $1 AND role = 'ADMIN'`, [person.id]);
  await expect(t.ctx({ user: person, role: "ADMIN" })).rejects.toThrow(/role is not theirs/);
});
