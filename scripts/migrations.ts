/** Applying migrations: one transaction per migration under one lock, recorded in Prisma's own table. */
import { createHash, randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { syncReference } from "../prisma/reference.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
/** One number for "somebody is migrating", the same in every process. */
const LOCK = 7_261_998_001;

const CREATE_TABLE = `
CREATE TABLE IF NOT EXISTS public._prisma_migrations (
  id                  VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum            VARCHAR(64) NOT NULL,
  finished_at         TIMESTAMPTZ,
  migration_name      VARCHAR(255) NOT NULL,
  logs                TEXT,
  rolled_back_at      TIMESTAMPTZ,
  started_at          TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`;

export type Migration = { name: string; sql: string; checksum: string };
export type Folders = { migrations: string; schema: string };
/** Where this project keeps them. */
export const FOLDERS: Folders = { migrations: join(root, "prisma/migrations"), schema: join(root, "prisma/schema") };

/** The migrations on disk, oldest first. */
export async function readMigrations(folder = FOLDERS.migrations): Promise<Migration[]> {
  const entries = existsSync(folder) ? await readdir(folder, { withFileTypes: true }) : [];
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(join(folder, name, "migration.sql"), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    }),
  );
}

/** Where in the script the database stopped, as a line number and the line itself. */
function place(sql: string, error: unknown): string {
  const position = Number((error as { position?: string }).position);
  if (!position) return "";
  const line = sql.slice(0, position).split("\n").length;
  return `\n  line ${line}: ${sql.split("\n")[line - 1]?.trim()}`;
}

/** Applies the migrations not yet recorded, in order. Safe to run by several processes at once. */
export async function applyMigrationsWith(client: pg.ClientBase, migrations: Migration[]): Promise<string[]> {
  const applied: string[] = [];
  await client.query(`BEGIN; SELECT pg_advisory_xact_lock(${LOCK}); ${CREATE_TABLE}; COMMIT`);
  for (const migration of migrations) {
    await client.query("BEGIN");
    try {
      await client.query(`SELECT pg_advisory_xact_lock(${LOCK})`);
      const found = await client.query<{ checksum: string; finished_at: Date | null }>(
        "SELECT checksum, finished_at FROM public._prisma_migrations WHERE migration_name = $1 AND rolled_back_at IS NULL",
        [migration.name],
      );
      const row = found.rows[0];
      if (row?.finished_at) {
        if (row.checksum !== migration.checksum) {
          console.warn(`Migration ${migration.name} was changed after it was applied here.`);
        }
      } else if (row) {
        throw new Error("an earlier attempt by another tool failed half-way; resolve it with `prisma migrate resolve`");
      } else {
        await client.query(migration.sql);
        // The script may have changed them for this transaction; the record below must not depend on it.
        await client.query("RESET ROLE");
        await client.query(
          `INSERT INTO public._prisma_migrations (id, checksum, finished_at, migration_name, started_at, applied_steps_count)
           VALUES ($1, $2, clock_timestamp(), $3, now(), 1)`,
          [randomUUID(), migration.checksum, migration.name],
        );
        applied.push(migration.name);
      }
      await client.query("COMMIT");
    } catch (error) {
      await client.query("ROLLBACK");
      throw new Error(`Migration ${migration.name} failed: ${(error as Error).message}${place(migration.sql, error)}`, {
        cause: error,
      });
    }
  }
  return applied;
}

/** Applies what is missing and syncs reference data. Returns the names of the migrations applied now. */
export async function applyMigrations(connectionString: string, folders: Folders = FOLDERS): Promise<string[]> {
  const client = new pg.Client({ connectionString, application_name: "uhs-migrate" });
  await client.connect();
  try {
    const applied = await applyMigrationsWith(client, await readMigrations(folders.migrations));
    // Permissions follow from code. It opens its own transaction.
    if (folders === FOLDERS) await syncReference(client);
    return applied;
  } finally {
    await client.end();
  }
}
