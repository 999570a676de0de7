/** Where test databases come from: a template made once per state of the migrations, then copied for every file. */
import { createHash, randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { PGlite } from "@electric-sql/pglite";
import { PGLiteSocketServer } from "@electric-sql/pglite-socket";
import pg from "pg";
import { openDatabase } from "../../server/database/engine";
import { TurnQueue } from "../../server/database/queue";
import { Emptied } from "./emptied";

/** A running database and the way to end it. */
export type TestServer = { url: string; stop(): Promise<void> };

const root = path.resolve(import.meta.dirname, "../..");
const folder = path.join(root, ".data/test");

/** Changes whenever a fresh database would look different. */
function fingerprint(): string {
  const hash = createHash("sha256");
  const migrations = path.join(root, "prisma/migrations");
  const files = readdirSync(migrations, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".sql"))
    .sort()
    .map((file) => path.join(migrations, file));
  for (const file of [
    ...files,
    "prisma/reference.ts",
    "lib/permissions.ts",
    "server/database/engine.ts",
    "package.json",
  ])
    hash.update(readFileSync(path.resolve(root, file)));
  return hash.digest("hex").slice(0, 16);
}

async function migrate(url: string): Promise<void> {
  const { applyMigrations } = await import("../../scripts/migrations");
  await applyMigrations(url);
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

/** PostgreSQL in this process behind a socket, with the turn-taking the embedded database uses in earnest. */
async function serve(db: PGlite): Promise<TestServer & { isFit(): boolean }> {
  const port = await freePort();
  const server = new PGLiteSocketServer({ db, port, host: "127.0.0.1", maxConnections: 50 });
  let isFit = true;
  const queue = new TurnQueue(db, {
    idleLimitMs: 30_000,
    onFatal: (error) => {
      isFit = false;
      console.error("The test database failed:", error);
    },
    onStuck: () => console.error("A test left a transaction open for 30 s."),
  });
  Reflect.set(server, "queryQueue", queue);
  await server.start();
  return {
    url: `postgresql://postgres:postgres@127.0.0.1:${port}/postgres?sslmode=disable`,
    isFit: () => isFit,
    stop: () => server.stop(),
  };
}

/** One process makes the template, the others wait for it; a lock left by a killed one is taken over after a minute. */
async function embeddedTemplate(): Promise<string> {
  const file = path.join(folder, `template-${fingerprint()}.tar`);
  if (existsSync(file)) return file;
  mkdirSync(folder, { recursive: true });
  const lock = `${file}.lock`;
  for (let waited = 0; ; waited += 250) {
    try {
      mkdirSync(lock);
      break;
    } catch {
      if (existsSync(file)) return file;
      if (waited > 60_000) rmSync(lock, { recursive: true, force: true });
      await pause(250);
    }
  }
  try {
    if (existsSync(file)) return file;
    const db = await openDatabase();
    const made = await serve(db);
    await migrate(made.url);
    await made.stop();
    const dump = await db.dumpDataDir("none");
    await db.close();
    const making = `${file}.${process.pid}`;
    writeFileSync(making, Buffer.from(await dump.arrayBuffer()));
    renameSync(making, file);
    for (const old of readdirSync(folder))
      if (/^template-.*\.tar$/.test(old) && path.join(folder, old) !== file) rmSync(path.join(folder, old));
    return file;
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

async function onServer<T>(url: string, fn: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await fn(client);
  } finally {
    await client.end();
  }
}

const withDatabase = (url: string, name: string) => Object.assign(new URL(url), { pathname: `/${name}` }).href;

/** A fresh database on the PostgreSQL server of TEST_DATABASE_URL, whose person must be allowed to create databases and roles. */
async function onPostgres(server: string): Promise<TestServer> {
  const template = `uhs_template_${fingerprint()}`;
  const name = `uhs_test_${randomUUID().replaceAll("-", "").slice(0, 16)}`;
  await onServer(server, async (client) => {
    // Held by this connection alone until the copy is made: a template in use cannot be copied.
    await client.query("SELECT pg_advisory_lock(7261998002)");
    const found = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [template]);
    if (found.rowCount === 0) {
      const making = `${template}_making`;
      await client.query(`DROP DATABASE IF EXISTS ${making}`);
      await client.query(`CREATE DATABASE ${making}`);
      await migrate(withDatabase(server, making));
      await client.query(`ALTER DATABASE ${making} RENAME TO ${template}`);
    }
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  });
  return {
    url: withDatabase(server, name),
    stop: () =>
      onServer(server, async (client) => void (await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`))),
  };
}

/** Engines of this process that no file uses: to start one takes two seconds, to empty one a tenth. */
const holder = globalThis as { idleTestEngines?: Emptied[] };
holder.idleTestEngines ??= [];
const idle = holder.idleTestEngines;

/** An embedded database as the template made it: one that was used and emptied, or a new one. */
async function embedded(): Promise<TestServer> {
  const engine = (await reuse()) ?? (await Emptied.open(readFileSync(await embeddedTemplate())));
  const server = await serve(engine.db);
  return {
    url: server.url,
    async stop() {
      await server.stop();
      if (server.isFit()) idle.push(engine);
    },
  };
}

/** An idle engine that could be emptied; one that could not, because a test changed its tables, is closed. */
async function reuse(): Promise<Emptied | undefined> {
  for (let engine = idle.pop(); engine; engine = idle.pop()) {
    if (await engine.empty()) return engine;
    await engine.db.close();
  }
}

/** A migrated, otherwise empty database of one's own: embedded by default, on a server with TEST_DATABASE_URL. */
export async function freshDatabase(): Promise<TestServer> {
  const server = process.env.TEST_DATABASE_URL;
  return server ? onPostgres(server) : embedded();
}
