/**
 * Migrations in Prisma's own layout: `migrate.ts new <name>`, `deploy`, `status`.
 * SQL is made and checked by Prisma's schema engine; applying is ours (migrations.ts), because the embedded database
 * has one session and functions with $$ bodies must arrive whole.
 */
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { PGLiteSocketServer } from "@electric-sql/pglite-socket";
import pg from "pg";
import { openDatabase } from "../server/database/engine.ts";
import { type SchemaFile, schemaEngine } from "./engine.ts";
import { applyMigrations, applyMigrationsWith, FOLDERS, type Folders, readMigrations } from "./migrations.ts";

export { applyMigrations };

const FILTERS = { externalTables: [], externalEnums: [] };

async function readSchema(folder: string): Promise<SchemaFile[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".prisma")).sort();
  return Promise.all(
    names.map(async (name) => ({ path: join(folder, name), content: await readFile(join(folder, name), "utf8") })),
  );
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

async function main(): Promise<void> {
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
