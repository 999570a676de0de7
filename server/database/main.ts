/**
 * The embedded database: PostgreSQL in WebAssembly on a TCP port, so that everything else speaks to Postgres through
 * one DATABASE_URL. `--data <folder> --port <port>`; prints `ready <url>` when it can be used.
 */
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { PGLiteSocketServer } from "@electric-sql/pglite-socket";
import { openDatabase } from "./engine.ts";
import { takeLock } from "./lock.ts";
import { TurnQueue } from "./queue.ts";
import { Upkeep } from "./upkeep.ts";

/** A client that says nothing inside a transaction for so long is cut off; units of work end after 5 s. */
const IDLE_IN_TRANSACTION_MS = 30_000;
const UPKEEP_MS = 15_000;

const { values } = parseArgs({
  options: {
    data: { type: "string", default: ".data/db" },
    port: { type: "string", default: "3004" },
  },
});
const folder = resolve(values.data);
const port = Number(values.port);

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}

let release: () => void;
try {
  release = takeLock(`${folder}.lock`);
} catch (error) {
  fail((error as Error).message);
}
// The lock above says nobody lives here; what the engine left when it was killed would only confuse it.
rmSync(join(folder, "postmaster.pid"), { force: true });

if (!existsSync(join(folder, "PG_VERSION"))) {
  // Made beside its place and moved there whole: a first start that is killed leaves nothing half-made behind.
  const making = `${folder}.new`;
  rmSync(making, { recursive: true, force: true });
  mkdirSync(making, { recursive: true });
  await (await openDatabase(making)).close();
  rmSync(folder, { recursive: true, force: true });
  renameSync(making, folder);
}
const db = await openDatabase(folder);
const server = new PGLiteSocketServer({ db, port, host: "127.0.0.1", maxConnections: 50 });

type Client = { handlerId: number; detach(close?: boolean): Promise<unknown> };
const queue = new TurnQueue(db, {
  idleLimitMs: IDLE_IN_TRANSACTION_MS,
  onFatal: (error) => fail(`The database engine failed and must start again: ${error.message}`),
  onStuck: (owner) => {
    console.error("A client was silent inside a transaction for 30 s: it is cut off and rolled back.");
    for (const client of Reflect.get(server, "handlers") as Set<Client>) {
      if (client.handlerId === owner) void client.detach(true);
    }
  },
});
// The library keeps its queue private; its version is pinned.
if (!Reflect.has(server, "queryQueue")) fail("pglite-socket changed: its queue can no longer be replaced.");
Reflect.set(server, "queryQueue", queue);

try {
  await server.start();
} catch (error) {
  fail(`Port ${port} cannot be used: ${(error as Error).message}`);
}

const upkeep = new Upkeep(db);
const timer = setInterval(() => {
  queue.whenIdle(() => upkeep.step()).catch((error: Error) => console.error(`Upkeep failed: ${error.message}`));
}, UPKEEP_MS);

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  clearInterval(timer);
  await server.stop();
  await db.close();
  release();
  process.exit(0);
}
process.on("SIGTERM", () => void stop());
process.on("SIGINT", () => void stop());
process.on("disconnect", () => void stop());

const url = `postgresql://postgres:postgres@127.0.0.1:${port}/postgres?sslmode=disable`;
process.stdout.write(`ready ${url}\n`);
// Whoever started it may be gone already; then there is nobody to tell, and `disconnect` ends this process.
if (process.connected) process.send?.({ ready: true, url }, undefined, undefined, () => {});
