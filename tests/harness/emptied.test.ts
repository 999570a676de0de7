import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "./db";

/** Every row of every table, where every sequence stands, and where the session looks for names. */
async function everything({ sql }: TestDatabase): Promise<unknown[]> {
  const tables = await sql.query<{ name: string }>(
    "SELECT oid::regclass::text AS name FROM pg_class WHERE relkind = 'r' AND relnamespace IN ('public'::regnamespace, 'app'::regnamespace) ORDER BY oid",
  );
  const each = tables.rows.map(({ name }) => `SELECT '${name}' AS name, x::text AS row FROM ${name} x`);
  const rows = await sql.query(`${each.join(" UNION ALL ")} ORDER BY 1, 2`);
  const sequences = await sql.query("SELECT sequencename, last_value FROM pg_sequences ORDER BY 1");
  return [rows.rows, sequences.rows, (await sql.query("SHOW search_path")).rows];
}

const write = ({ sql }: TestDatabase) =>
  sql.query(`INSERT INTO "User" (id, name, "updatedAt") VALUES ($1, 'Somebody', now())`, [randomUUID()]);

test.skipIf(process.env.TEST_DATABASE_URL)(
  "a database that was used comes back as the migrations left it",
  async () => {
    const first = await testDatabase();
    const fresh = await everything(first);
    await write(first);
    await first.sql.query(`DELETE FROM "RolePermission"`);
    await first.sql.query("SET search_path = app");
    await first.sql.query("BEGIN");
    await write(first).catch(() => undefined);
    await first.close();

    const second = await testDatabase();
    expect(await everything(second)).toEqual(fresh);
    // A guard taken away stays away for nobody else.
    await second.sql.query(`ALTER TABLE "User" DISABLE ROW LEVEL SECURITY`);
    await second.close();

    const third = await testDatabase();
    expect((await third.sql.query(`SELECT relrowsecurity FROM pg_class WHERE relname = 'User'`)).rows).toEqual([
      { relrowsecurity: true },
    ]);
    await third.close();
  },
  120_000,
);
