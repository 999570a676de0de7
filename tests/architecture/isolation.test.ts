/**
 * Another family's records cannot be had, by anybody, in any table, with all of our code taken away: raw SQL as the
 * application's own database role. Every table has rows of both families; a table added later is covered by itself.
 */
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import type { Role } from "@/lib/roles";
import { createGuardianship, rights } from "../factories/families";
import { createUser } from "../factories/identity";
import { insertRow } from "../factories/insert";
import { type Query, type TestDatabase, testDatabase } from "../harness/db";
import { publicTables, rowFor, type Table, tablesOf } from "../harness/fill";
import { createSide, type Side } from "../harness/sides";

/** Rows an acting person may write for others, never read: what they say is decided by the service that writes them. */
const tellable: Record<string, string> = {
  Notification: "telling a guardian, a teacher or staff is part of most acts",
  LiveEvent: "open pages of others are told that something changed",
  OutboxMessage: "mail and SMS to others, written with the fact they tell",
  OutboxEvent: "events for the jobs",
};

/** What a role may see of others by design. */
const known: Partial<Record<Role, Record<string, string>>> = {
  PARENT: { Organization: "families may know which organisations exist before they decide to share with one" },
  INSTRUCTOR: { CompetencyTally: "how often the whole school taught a competency; counts of everybody" },
};

let t: TestDatabase;
let tables: Table[];
let a: Side;
let b: Side;
const people: Record<string, { id: string; role: Role }> = {};

beforeAll(async () => {
  t = await testDatabase();
  tables = (await tablesOf(t.sql)).filter(({ name }) => !publicTables.includes(name));
  const one = await createSide(t, tables);
  const two = await createSide(t, tables);
  [a, b] = [one, two];
  const coparent = await createUser(t.sql, t.random);
  await createGuardianship(t.sql, t.random, { guardianId: coparent.id, studentId: one.child, ...rights.viewOnly });
  Object.assign(people, {
    "a parent": { id: one.parent, role: "PARENT" },
    "a parent who may only look": { id: coparent.id, role: "PARENT" },
    "a child": { id: one.student, role: "STUDENT" },
    "a teacher": { id: one.teacher, role: "INSTRUCTOR" },
    "a sponsor": { id: one.sponsor, role: "PARTNER" },
  });
});
afterAll(() => t.close());

/** How many rows of a table name anything of a side. */
const ofSide = (table: Table, side: Side) => ({
  text: `SELECT count(*)::int AS n FROM (SELECT ${table.readable.map((name) => `"${name}"`).join(", ")} FROM "${table.name}") whole WHERE to_jsonb(whole)::text ~ $1`,
  values: [side.ids.join("|")],
});
const count = async (query: Query, { text, values }: { text: string; values: unknown[] }) =>
  (await query<{ n: number }>(text, values))[0]?.n ?? 0;
const asOwner: Query = async (text, values) => (await t.sql.query(text, values)).rows as never;

/** Tables that hold nothing a family or its people could be recognised by. */
const impersonal = [
  "MessageLimit",
  "AuditAnchor",
  "AuditCheck",
  "AuditLink",
  "CourseFileOpens",
  "Heartbeat",
  "JobRun",
  "JobStep",
  "LoginThrottle",
  "OutboxEvent",
  "Registration",
  "StaffTeam",
  "UsedChallenge",
];

test("both families really stand in every table", async () => {
  for (const table of tables) {
    if (impersonal.includes(table.name)) continue;
    for (const side of [a, b])
      expect([table.name, await count(asOwner, ofSide(table, side))]).toEqual([
        table.name,
        expect.toSatisfy((n: number) => n > 0),
      ]);
  }
});

const constants: Record<string, string> = { timestamptz: "now()", bool: "true", int4: "1", float8: "1", jsonb: "'{}'" };
const everybody = ["a parent", "a parent who may only look", "a child", "a teacher", "a sponsor"];

describe.each(everybody)("%s of one family", (who) => {
  test("reads their own and nothing of the other", async () => {
    const { id, role } = people[who]!;
    const seen = await t.asApp(id, role, async (query) => {
      const found: Record<string, number> = {};
      for (const table of tables)
        if (!known[role]?.[table.name]) found[table.name] = await count(query, ofSide(table, b));
      expect(await count(query, ofSide(tables.find(({ name }) => name === "Student")!, a))).toBe(1);
      return found;
    });
    expect(Object.entries(seen).filter(([, n]) => n > 0)).toEqual([]);
  });

  test("changes and deletes nothing of the other", async () => {
    const { id, role } = people[who]!;
    for (const table of tables)
      for (const act of ["UPDATE", "DELETE"] as const) {
        // A constant, so that the row need not be readable: the policy for the act stands alone.
        const column = table.columns.find(({ generated, array, type }) => !generated && !array && constants[type]);
        // A row of two references and nothing else is removed and added, never changed.
        if (!column && act === "UPDATE" && table.columns.every(({ to }) => to)) continue;
        if (!column && act === "UPDATE") throw new Error(`${table.name} has no column to try`);
        const touched = await withPoliciesAlone(id, role, async () => {
          const before = await count(asOwner, ofSide(table, b));
          await t.sql.query("SELECT set_config('role', 'uhs_app', true)");
          const refused = await t.sql
            .query(
              act === "UPDATE"
                ? `UPDATE "${table.name}" SET "${column?.name}" = ${constants[column?.type ?? ""]}`
                : `DELETE FROM "${table.name}"`,
            )
            .then(
              () => null,
              (error: Error) => error.message,
            );
          if (refused) return refused.includes("row-level security") ? 0 : refused;
          await t.sql.query("RESET ROLE");
          const { text, values } = ofSide(table, b);
          if (act === "DELETE") return before - (await count(asOwner, { text, values }));
          const changed = text.replace(
            `FROM "${table.name}")`,
            `FROM "${table.name}" WHERE xmin = pg_current_xact_id()::xid)`,
          );
          return count(asOwner, { text: changed, values });
        });
        expect([act, table.name, touched]).toEqual([act, table.name, 0]);
      }
  });

  test("writes nothing in the other's name", async () => {
    const { id, role } = people[who]!;
    for (const table of tables) {
      if (tellable[table.name]) continue;
      const row = rowFor(table, b, t.random);
      const answer = await withPoliciesAlone(id, role, async () => {
        await t.sql.query("SELECT set_config('role', 'uhs_app', true)");
        return insertRow(t.sql, table.name, row).then(
          () => "written",
          (error: Error) => error.message,
        );
      });
      expect([table.name, answer]).toEqual([table.name, expect.stringContaining("row-level security")]);
    }
  });
});

/** A transaction in which foreign keys and triggers rest, so that nothing but the policies can refuse; rolled back. */
async function withPoliciesAlone<T>(userId: string, role: Role, fn: () => Promise<T>): Promise<T> {
  await t.sql.query("BEGIN");
  try {
    await t.sql.query("SET LOCAL session_replication_role = replica");
    await t.sql.query(
      "SELECT set_config('app.user_id', $1, true), set_config('app.role', $2, true), set_config('app.system', '', true)",
      [userId, role],
    );
    return await fn();
  } finally {
    await t.sql.query("ROLLBACK");
  }
}

const visible = (id: string | null, role: Role | null, system?: string) =>
  t.asApp(
    id,
    role,
    async (query) => {
      const found: string[] = [];
      for (const table of tables) {
        const n = await count(query, { text: `SELECT count(*)::int AS n FROM "${table.name}"`, values: [] });
        if (n > 0) found.push(table.name);
      }
      return found;
    },
    system,
  );

describe("nothing at all is read", () => {
  test("without a person", async () => {
    expect(await visible(null, null)).toEqual([]);
    expect(await visible(null, "ADMIN")).toEqual([]);
  });

  it.each(["ADMIN", "STAFF", "INSTRUCTOR", "PARTNER", "STUDENT"] as const)(
    "by a parent who claims to be %s",
    async (claimed) => {
      expect(await visible(a.parent, claimed)).toEqual([]);
    },
  );

  it.each(["SUSPENDED", "CLOSED", "INVITED"])("by somebody whose account is %s", async (status) => {
    await t.sql.query(`UPDATE "User" SET status = $1::"UserStatus" WHERE id = $2`, [status, a.parent]);
    try {
      expect(await visible(a.parent, "PARENT")).toEqual([]);
    } finally {
      await t.sql.query(`UPDATE "User" SET status = 'ACTIVE' WHERE id = $1`, [a.parent]);
    }
  });

  test("by a service nobody has named, nor by a person who says to be a service", async () => {
    expect(await visible(null, null, "anything")).toEqual([]);
    const own = await visible(a.parent, "PARENT");
    expect(await visible(a.parent, "PARENT", "identity")).toEqual(own);
    expect(own).not.toContain("LoginThrottle");
  });
});

test("a query without any scope of its own sees one family only, through the front door too", async () => {
  const ctx = await t.ctx(a.parent);
  const rows = await ctx.work(async (db) => ({
    students: await db.student.findMany({ select: { id: true } }),
    families: await db.family.findMany({ select: { id: true } }),
    moods: await db.moodEntry.findMany({ select: { studentId: true } }),
    guardians: await db.guardianship.findMany({ select: { studentId: true } }),
    consents: await db.consentRecord.findMany({ select: { studentId: true } }),
    notifications: await db.notification.findMany({ select: { userId: true } }),
  }));
  expect(rows.students.map(({ id }) => id)).toEqual([a.child]);
  expect(JSON.stringify(rows)).not.toMatch(new RegExp(b.ids.join("|")));
  expect(rows.moods.length).toBeGreaterThan(0);
});
