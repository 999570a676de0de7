import { type ChildProcess, spawn } from "node:child_process";
import { createServer, type Server } from "node:http";
import { type AddressInfo, createServer as createSocket } from "node:net";
import type { Inngest, InngestFunction } from "inngest";
import { serve } from "inngest/node";
import pg from "pg";
import { v7 as uuid } from "uuid";
import { freshDatabase } from "../../tests/harness/engine";

/** Test set-up of the runner alone: a scratch embedded database, functions served over HTTP, the runner as a process. */
export const SIGNING_KEY = "signkey-test-0123456789abcdef0123456789abcdef";

export async function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createSocket().listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

export type Scratch = { url: string; pool: pg.Pool; stop(): Promise<void> };

/** A migrated database of its own, and the owner's way into it. */
export async function scratchDatabase(): Promise<Scratch> {
  const { url, stop } = await freshDatabase();
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  pool.on("error", () => {});
  return {
    url,
    pool,
    stop: async () => {
      await pool.end();
      await stop();
    },
  };
}

/** Serves functions the way the application does, on a fixed port, so that it can be stopped and started again. */
export async function serveFunctions(
  client: Inngest.Any,
  functions: InngestFunction.Any[],
  port: number,
): Promise<Server> {
  const server = createServer(serve({ client, functions }));
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return server;
}

export async function stopServer(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

/** The real runner loop in its own process, to be killed. */
export function spawnRunner(databaseUrl: string, port: number): ChildProcess {
  return spawn(process.execPath, ["--import", "tsx", "inngest/embedded/fixture-runner.ts"], {
    env: { ...process.env, DATABASE_URL: databaseUrl, ENDPOINT: `http://127.0.0.1:${port}/api/inngest`, SIGNING_KEY },
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
}

/** Leaves an event as the application's services do. */
export async function leaveEvent(
  pool: pg.Pool,
  name: string,
  payload: unknown,
  dedupeKey: string = uuid(),
): Promise<void> {
  await pool.query(
    `INSERT INTO "OutboxEvent" (id, name, payload, "dedupeKey") VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
    [uuid(), name, JSON.stringify(payload), dedupeKey],
  );
}

export type RunView = {
  runId: string;
  functionId: string;
  status: string;
  attempt: number;
  error: string | null;
  result: unknown;
  nextAt: Date | null;
};

export async function readRuns(pool: pg.Pool, functionId: string): Promise<RunView[]> {
  const { rows } = await pool.query<RunView>(
    `SELECT "runId", "functionId", status::text, attempt, error, result, "nextAt" FROM "JobRun" WHERE "functionId" = $1 ORDER BY "queuedAt", id`,
    [functionId],
  );
  return rows;
}

/** Waits until `look` gives something, or fails with what it saw last. */
export async function until<T>(look: () => Promise<T | null | undefined | false>, timeoutMs = 15_000): Promise<T> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`nothing came within ${timeoutMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
