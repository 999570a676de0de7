import { PgBoss } from "pg-boss";
import { z } from "zod";
import type { QueueDb, RunnerDatabase } from "./database";

/** One call to make: find the next steps (`stepId` null), run a planned one, or end a wait (`wake`). */
export type StepJob = {
  runId: string;
  stepId: string | null;
  attempt: number;
  outages: number;
  wake?: string;
};
export type Fetched = { id: string; data: StepJob };
export type Outgoing = { job: StepJob; startAfter?: Date; group?: string | null; limit?: number | null };

const QUEUE = "uhs-steps";
const NOBODY = "00000000-0000-0000-0000-000000000000";
/** pg-boss declares this answer without fields. */
const commandAnswer = z.object({ affected: z.number() });

/**
 * The durable queue: pg-boss in its own schema `pgboss`. One job is one call to the application, so a crash repeats
 * at most the call it interrupted. pg-boss keeps order, delays and concurrency groups; attempts and back-off are ours,
 * because only we know whether a failure was the function's or the network's.
 */
export class StepQueue {
  readonly #boss: PgBoss;

  constructor(
    private readonly database: RunnerDatabase,
    onError: (error: Error) => void,
  ) {
    this.#boss = new PgBoss({
      db: database.queueDb,
      schema: "pgboss",
      // Schedules are ours (missed slots, Nairobi time); index rebuilds need what PGlite has not.
      schedule: false,
      reindex: false,
      monitorVacuum: false,
      superviseIntervalSeconds: 120,
      flowIntervalSeconds: 3600,
    });
    this.#boss.on("error", onError);
  }

  async start(): Promise<void> {
    await this.#boss.start();
    await this.#boss.createQueue(QUEUE, {
      // A fetched job whose runner died comes back through `reclaim`; these only catch what that misses.
      retryLimit: 1_000_000,
      expireInSeconds: 900,
      deleteAfterSeconds: 600,
      retentionSeconds: 400 * 86_400,
    });
    // pg-boss reads a queue's settings on first use, over a connection of its own. On the embedded database that would
    // wait for the transaction it was called from, so they are read now, by a completion of nothing.
    await this.complete(this.database.queueDb, NOBODY);
  }

  async stop(): Promise<void> {
    await this.#boss.stop({ graceful: false, close: false });
  }

  async send(db: QueueDb, { job, startAfter, group, limit }: Outgoing): Promise<void> {
    await this.#boss.send(QUEUE, job, {
      db,
      ...(startAfter ? { startAfter } : {}),
      // The tier carries the limit with the job, so the fetch needs no table of functions.
      ...(group && limit ? { group: { id: group.slice(0, 500), tier: String(limit) } } : {}),
    });
  }

  /** Marks a job done inside the caller's transaction; false when it is no longer ours. */
  async complete(db: QueueDb, id: string): Promise<boolean> {
    const answer = commandAnswer.parse(await this.#boss.complete(QUEUE, id, null, { db }));
    return answer.affected === 1;
  }

  async fetch(batchSize: number, limits: Iterable<number>): Promise<Fetched[]> {
    const tiers = Object.fromEntries([...new Set(limits)].map((limit) => [String(limit), limit]));
    const groupConcurrency = Object.keys(tiers).length > 0 ? { default: 1, tiers } : 1;
    return this.#boss.fetch<StepJob>(QUEUE, { batchSize, groupConcurrency });
  }

  /**
   * Gives back jobs that are marked as running but not by us: those of a runner that was killed, and those whose
   * fetch answer was lost with the connection. There is one runner; its health port is the lock.
   */
  async reclaim(mine: string[]): Promise<number> {
    const { rows } = await this.database.queueDb.executeSql(
      "SELECT id::text AS id FROM pgboss.job WHERE name = $1 AND state = 'active' AND NOT (id = ANY($2::uuid[]))",
      [QUEUE, mine],
    );
    const ids = rows.map((row) => String(row.id));
    if (ids.length > 0) await this.#boss.fail(QUEUE, ids, { reason: "its runner is gone" });
    return ids.length;
  }

  /** Runs that are unfinished but have no job: after a restored backup, or a queue schema that was dropped. */
  async orphans(): Promise<string[]> {
    const { rows } = await this.database.queueDb.executeSql(
      `SELECT j.data->>'runId' AS id FROM pgboss.job j WHERE j.name = $1 AND j.state < 'completed'`,
      [QUEUE],
    );
    const queued = rows.map((row) => String(row.id));
    return this.database.transaction(async (tx) => {
      const lost = await tx.query<{ runId: string }>(
        `SELECT "runId" FROM "JobRun" WHERE status IN ('QUEUED', 'RUNNING', 'SLEEPING') AND NOT ("runId" = ANY($1::text[]))
         AND ("nextAt" IS NULL OR status <> 'QUEUED') AND "queuedAt" < now() - interval '1 minute'`,
        [queued],
      );
      return lost.map(({ runId }) => runId);
    });
  }

  async depth(): Promise<{ ready: number; delayed: number; active: number }> {
    const { rows } = await this.database.queueDb.executeSql(
      `SELECT count(*) FILTER (WHERE state < 'active' AND start_after <= now())::int AS ready,
              count(*) FILTER (WHERE state < 'active' AND start_after > now())::int AS delayed,
              count(*) FILTER (WHERE state = 'active')::int AS active
       FROM pgboss.job WHERE name = $1 AND state < 'completed'`,
      [QUEUE],
    );
    const row = rows[0];
    return { ready: Number(row?.ready ?? 0), delayed: Number(row?.delayed ?? 0), active: Number(row?.active ?? 0) };
  }
}
