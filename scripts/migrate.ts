/**
 * Migrations in Prisma's own layout: `migrate.ts new <name>`, `deploy`, `status`.
 * SQL is made and checked by Prisma's schema engine; applying is done here, one transaction per migration under one
 * lock, because the embedded database has one session and functions with $$ bodies must arrive whole.
 */
import { createHash, randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { PGLiteSocketServer } from "@electric-sql/pglite-socket";
import pg from "pg";
import { syncReference } from "../prisma/reference.ts";
import { openDatabase } from "../server/database/engine.ts";
import { type SchemaFile, schemaEngine } from "./engine.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const FILTERS = { externalTables: [], externalEnums: [] };
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
const FOLDERS: Folders = { migrations: join(root, "prisma/migrations"), schema: join(root, "prisma/schema") };

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

async function readSchema(folder: string): Promise<SchemaFile[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".prisma")).sort();
  return Promise.all(
    names.map(async (name) => ({ path: join(folder, name), content: await readFile(join(folder, name), "utf8") })),
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

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === "object" ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
}

/** Runs `fn` with a database in memory that has every migration on disk. */
async function withScratch<T>(folders: Folders, fn: (connectionString: string) => Promise<T>): Promise<T> {
  const db = await openDatabase();
  const port = await freePort();
  const server = new PGLiteSocketServer({ db, port, host: "127.0.0.1", maxConnections: 5 });
  await server.start();
  const url = `postgresql://postgres:postgres@127.0.0.1:${port}/postgres?sslmode=disable`;
  try {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await applyMigrationsWith(client, await readMigrations(folders.migrations));
    await client.end();
    return await fn(url);
  } finally {
    await server.stop();
    await db.close();
  }
}

/**
 * Indexes that Prisma's language cannot say (HNSW, expressions) live in SQL only and end in `_sql`; the engine sees
 * them as superfluous. Everything else it prints is kept.
 */
function withoutSqlOnly(script: string): string {
  return script
    .split(/\n(?=-- )/)
    .filter((part) => !/^-- DropIndex\s+DROP INDEX "[^"]+_sql";\s*$/.test(part.trim()))
    .join("\n")
    .trim();
}

/** The SQL that leads from the migrations on disk to the schema files; empty when they agree. */
export async function difference(folders: Folders = FOLDERS): Promise<string> {
  const files = await readSchema(folders.schema);
  return withScratch(folders, async (url) => {
    const engine = await schemaEngine(files, url);
    try {
      const result = await engine.diff({
        // The files say only that it is PostgreSQL; the state comes from the adapter's database.
        from: { tag: "schemaDatasource", files, configDir: folders.schema },
        to: { tag: "schemaDatamodel", files },
        script: true,
        exitCode: null,
        filters: FILTERS,
      });
      const script = withoutSqlOnly(result.stdout ?? "");
      return /^-- This is an empty migration\.?$/.test(script) ? "" : script;
    } finally {
      engine.free();
    }
  });
}

/** Writes the next migration. Returns its name, or null when schema and migrations already agree. */
export async function newMigration(name: string, folders: Folders = FOLDERS, force = false): Promise<string | null> {
  const sql = await difference(folders);
  if (!sql && !force) return null;
  const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
  const full = `${stamp}_${name.toLowerCase().replace(/[^a-z0-9]+/g, "_")}`;
  await mkdir(join(folders.migrations, full), { recursive: true });
  await writeFile(join(folders.migrations, full, "migration.sql"), sql ? `${sql}\n` : "-- Written by hand.\n");
  const lock = join(folders.migrations, "migration_lock.toml");
  if (!existsSync(lock)) {
    await writeFile(lock, '# Do not edit. Keep in version control.\nprovider = "postgresql"\n');
  }
  return full;
}

/** What Prisma's engine says about the database's history compared with the folder. */
async function status(connectionString: string): Promise<boolean> {
  const migrations = await readMigrations();
  const engine = await schemaEngine(await readSchema(FOLDERS.schema), connectionString);
  try {
    const found = await engine.diagnoseMigrationHistory({
      migrationsList: {
        baseDir: FOLDERS.migrations,
        lockfile: { path: "./migration_lock.toml", content: 'provider = "postgresql"\n' },
        shadowDbInitScript: "",
        migrationDirectories: migrations.map(({ name, sql }) => ({
          path: name,
          migrationFile: { path: "migration.sql", content: { tag: "ok", value: sql } },
        })),
      },
      optInToShadowDatabase: false,
      filters: FILTERS,
    });
    console.log(`${migrations.length} migrations in prisma/migrations.`);
    for (const name of found.failedMigrationNames) console.log(`failed: ${name}`);
    for (const name of found.editedMigrationNames) console.log(`changed after it was applied: ${name}`);
    if (found.history) console.log(JSON.stringify(found.history, null, 2));
    const fine = !found.history && found.failedMigrationNames.length === 0 && found.editedMigrationNames.length === 0;
    if (fine) console.log("The database is up to date.");
    return fine;
  } finally {
    engine.free();
  }
}

function databaseUrl(): string {
  const url = process.env.DATABASE_URL;
  if (!url) throw new Error("DATABASE_URL is not set. `npm run up` sets it for the embedded database.");
  return url;
}

/** The command line. */
export async function main(): Promise<void> {
  const [command, name] = process.argv.slice(2);
  if (command === "new" && name) {
    const made = await newMigration(name, FOLDERS, process.argv.includes("--empty"));
    console.log(made ? `prisma/migrations/${made}/migration.sql` : "Schema and migrations agree: nothing to do.");
  } else if (command === "deploy") {
    const applied = await applyMigrations(databaseUrl());
    console.log(applied.length ? `Applied ${applied.join(", ")}.` : "No migration to apply.");
  } else if (command === "status") {
    if (!(await status(databaseUrl()))) process.exitCode = 1;
  } else {
    console.error("migrate.ts new <name> [--empty] | deploy | status");
    process.exitCode = 2;
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  main().catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
