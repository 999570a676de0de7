/**
 * The judged run: many messages, a receiver that fails a third of the time, two senders, three of them killed with
 * `kill -9` at the very moment the receiver takes something. What came of it is counted at the receiver and in the table.
 */
import { type ChildProcess, fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { Sandbox } from "../../server/sandbox/server";
import { freshDatabase } from "../harness/engine";

export type Outcome = {
  messages: number;
  /** Different ids at the receiver. */
  arrived: number;
  /** Ids that arrived more than once, with how often. */
  repeated: Record<string, number>;
  /** Deliveries the receiver refused. */
  refused: number;
  kills: number;
  states: Record<string, number>;
  mostAttempts: number;
  seconds: number;
};

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const freePort = () =>
  new Promise<number>((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
const gone = (child: ChildProcess) =>
  (child.exitCode ?? child.signalCode) === null ? new Promise((resolve) => child.once("exit", resolve)) : null;

function startWorker(env: Record<string, string>): ChildProcess {
  return fork(path.resolve(import.meta.dirname, "worker.ts"), {
    execArgv: ["--import", "tsx"],
    env: { ...process.env, ...env },
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
}

/** Runs it and counts. `say` hears how it goes. */
export async function outboxRun(options: {
  messages: number;
  kills: number;
  timeoutMs: number;
  say?: (line: string) => void;
}): Promise<Outcome> {
  const { messages, kills, timeoutMs, say = () => {} } = options;
  const folder = mkdtempSync(path.join(tmpdir(), "outbox-"));
  const database = await freshDatabase();
  const [httpPort, smtpPort] = [await freePort(), await freePort()];
  const sandbox = new Sandbox({ httpPort, smtpPort, dataDir: folder, smsReportUrl: null });
  await sandbox.listen();
  const sql = new pg.Client({ connectionString: database.url });
  await sql.connect();
  const env = {
    DATABASE_URL: database.url,
    SMTP_URL: `smtp://127.0.0.1:${smtpPort}`,
    AT_BASE_URL: `http://127.0.0.1:${httpPort}`,
    LOG_LEVEL: "silent",
  };
  const workers: ChildProcess[] = [];
  const seen = new Map<string, number>();
  let killed = 0;
  // Spread over the run, each at the moment the receiver has stored a message and has not yet said so.
  const killAt = Array.from({ length: kills }, (_, n) => Math.floor((messages * (n + 1)) / (kills + 1)));
  sandbox.store.listen((message) => {
    if (!message) return;
    seen.set(message.messageId, (seen.get(message.messageId) ?? 0) + 1);
    const at = killAt[killed];
    if (at !== undefined && seen.size >= at) workers[killed++ % workers.length]?.kill("SIGKILL");
  });

  const from = Date.now();
  try {
    await sql.query(
      `INSERT INTO "OutboxMessage" (id, channel, "toAddress", template, subject, text, "dedupeKey", "messageId", "nextAttemptAt")
       SELECT gen_random_uuid(), 'EMAIL', 'reader' || n || '@uhs.test', 'test', 'Message ' || n, 'Words', 'run:' || n, '<run-' || n || '@uhs.test>', now()
       FROM generate_series(1, $1) n`,
      [messages],
    );
    sandbox.scenario.set({ smtp: { failEvery: 3, how: "busy" } });
    workers.push(startWorker(env), startWorker(env));
    for (let last = 0; ; ) {
      // A killed sender is started again, as its keeper would.
      for (const [index, worker] of workers.entries())
        if ((worker.exitCode ?? worker.signalCode) !== null) workers[index] = startWorker(env);
      const { rows } = await sql.query<{ open: number }>(
        `SELECT count(*)::int AS open FROM "OutboxMessage" WHERE status IN ('PENDING', 'SENDING', 'FAILED')`,
      );
      if (rows[0]?.open === 0) break;
      if (Date.now() - from > timeoutMs)
        throw new Error(`${rows[0]?.open} messages were still open after ${timeoutMs} ms`);
      if (Date.now() - last > 10_000) {
        last = Date.now();
        say(`${seen.size} of ${messages} arrived, ${killed} killed, ${Math.round((last - from) / 1000)} s`);
      }
      await pause(200);
    }
    const seconds = (Date.now() - from) / 1000;
    const states = await sql.query<{ status: string; n: number; most: number }>(
      `SELECT status::text, count(*)::int AS n, max(attempts) AS most FROM "OutboxMessage" GROUP BY status`,
    );
    const { smtp } = sandbox.scenario.view() as { smtp: { failed: number } };
    return {
      messages,
      arrived: seen.size,
      repeated: Object.fromEntries([...seen].filter(([, times]) => times > 1)),
      refused: smtp.failed,
      kills: killed,
      states: Object.fromEntries(states.rows.map((row) => [row.status, row.n])),
      mostAttempts: Math.max(...states.rows.map((row) => row.most)),
      seconds,
    };
  } finally {
    for (const worker of workers) worker.kill("SIGKILL");
    await Promise.all(workers.map(gone));
    await sql.end();
    await sandbox.close();
    await database.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
