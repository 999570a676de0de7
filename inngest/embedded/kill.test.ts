import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Inngest } from "inngest";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { applyMigrations } from "../../scripts/migrate";
import * as fixture from "./fixture";

/**
 * Runner, application and database killed in turn while runs are under way, as processes and files in earnest.
 * Afterwards every run has ended, and no step ran more often than kills could have interrupted it.
 */
const RUNS = 40;
const STEPS = 4;
const folder = mkdtempSync(path.join(tmpdir(), "kill-"));
const done = new Map<string, number>();
const started = new Map<string, number>();
const silent = { info() {}, warn() {}, error() {}, debug() {} };
const client = new Inngest({
  id: "k",
  isDev: false,
  signingKey: fixture.SIGNING_KEY,
  checkpointing: false,
  logger: silent,
});
const count = (map: Map<string, number>, key: string) => map.set(key, (map.get(key) ?? 0) + 1);
const functions = [
  client.createFunction({ id: "chain", retries: 0, triggers: [{ event: "k/chain" }] }, async ({ event, step }) => {
    for (let at = 0; at < STEPS; at++) {
      await step.run(`step-${at}`, async () => {
        count(started, `${event.data.n}:${at}`);
        await new Promise((resolve) => setTimeout(resolve, 150));
        count(done, `${event.data.n}:${at}`);
      });
    }
    return event.data.n;
  }),
];

let databasePort = 0;
let webPort = 0;
let url = "";
let database: ChildProcess;
let runner: ChildProcess;
let web: Awaited<ReturnType<typeof fixture.serveFunctions>>;

async function startDatabase(): Promise<ChildProcess> {
  const args = [
    "--import",
    "tsx",
    "server/database/main.ts",
    "--data",
    path.join(folder, "db"),
    "--port",
    String(databasePort),
  ];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  await new Promise<void>((resolve, reject) => {
    child.stdout.on("data", (text) => String(text).includes("ready") && resolve());
    child.once("exit", (code) => reject(new Error(`the database ended with ${code}`)));
  });
  return child;
}
const gone = (child: ChildProcess) =>
  new Promise((resolve) =>
    (child.exitCode ?? child.signalCode) === null ? child.once("exit", resolve) : resolve(null),
  );
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
async function ask<T extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<T[]> {
  const connection = new pg.Client({ connectionString: url });
  connection.on("error", () => {});
  await connection.connect();
  try {
    return (await connection.query<T>(text, values)).rows;
  } finally {
    await connection.end().catch(() => {});
  }
}

beforeAll(async () => {
  [databasePort, webPort] = [await fixture.freePort(), await fixture.freePort()];
  url = `postgresql://postgres:postgres@127.0.0.1:${databasePort}/postgres?sslmode=disable`;
  database = await startDatabase();
  await applyMigrations(url);
  web = await fixture.serveFunctions(client, functions, webPort);
  runner = fixture.spawnRunner(url, webPort);
}, 120_000);
afterAll(async () => {
  runner?.kill("SIGKILL");
  if (web) await fixture.stopServer(web);
  database?.kill("SIGKILL");
  if (database) await gone(database);
  rmSync(folder, { recursive: true, force: true });
});

test("kill -9 of each part loses no run and repeats only interrupted steps", async () => {
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  pool.on("error", () => {});
  for (let n = 0; n < RUNS; n++) await fixture.leaveEvent(pool, "k/chain", { n }, `chain-${n}`);
  await pool.end();
  await fixture.until(async () => done.size > 2, 60_000);

  let kills = 0;
  for (const victim of ["runner", "database", "web", "database", "runner"] as const) {
    kills++;
    if (victim === "runner") {
      runner.kill("SIGKILL");
      await gone(runner);
      runner = fixture.spawnRunner(url, webPort);
    } else if (victim === "database") {
      database.kill("SIGKILL");
      await gone(database);
      await pause(200);
      database = await startDatabase();
      await pause(300);
      expect(runner.exitCode ?? runner.signalCode).toBeNull();
    } else {
      await fixture.stopServer(web);
      await pause(300);
      web = await fixture.serveFunctions(client, functions, webPort);
    }
    await pause(500);
  }

  await fixture.until(async () => {
    const [row] = await ask<{ count: number }>(
      `SELECT count(*)::int AS count FROM "JobRun" WHERE status = 'COMPLETED'`,
    );
    return row?.count === RUNS;
  }, 90_000);
  const runs = await ask<{ status: string }>(`SELECT status::text FROM "JobRun"`);
  expect(runs).toHaveLength(RUNS);
  expect(done.size).toBe(RUNS * STEPS);
  // Six calls are under way at a time; a kill can interrupt each of them once.
  const repeats = [...started.values()].reduce((sum, times) => sum + times - 1, 0);
  expect(repeats).toBeLessThanOrEqual(kills * 6);
  expect(Math.max(...started.values())).toBeLessThanOrEqual(1 + kills);
  const [left] = await ask<{ count: number }>(
    `SELECT count(*)::int AS count FROM pgboss.job WHERE name = 'uhs-steps' AND state < 'completed'`,
  );
  expect(left?.count).toBe(0);
}, 240_000);
