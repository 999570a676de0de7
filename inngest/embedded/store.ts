import { v7 as uuid } from "uuid";
import type { Tx } from "./database";
import type { SavedStep, Stored } from "./ops";

/** A run as the runner reads it. `parent` marks a run another one waits for. */
export type RunRow = {
  runId: string;
  functionId: string;
  eventName: string;
  event: RunEvent;
  concurrencyKey: string | null;
  status: string;
  stack: string[];
};
export type RunEvent = {
  id: string;
  name: string;
  data: Record<string, unknown>;
  ts: number;
  parent?: { runId: string; hashedId: string };
};
export type StepRow = { hashedId: string; name: string | null; op: string; data: Record<string, unknown> | null };
export type NewRun = {
  functionId: string;
  event: RunEvent;
  dedupeKey: string;
  concurrencyKey: string | null;
  /** Set when the run cannot be executed here at all. */
  deadReason: string | null;
};

const isDone = (step: StepRow) => step.data !== null && ("data" in step.data || "error" in step.data);

export const storedSteps = (steps: StepRow[]): Stored[] =>
  steps.map((step) => {
    const pending = step.data?.pending as { race?: boolean } | undefined;
    return { hashedId: step.hashedId, done: isDone(step), op: step.op, race: pending?.race === true };
  });

/** The step results as the protocol wants them: only finished ones. */
export function stepState(steps: StepRow[]): Record<string, unknown> {
  const state: Record<string, unknown> = {};
  for (const step of steps) {
    if (!step.data) continue;
    if ("error" in step.data) state[step.hashedId] = { type: "error", error: step.data.error };
    else if ("data" in step.data) state[step.hashedId] = { type: "data", data: step.data.data };
  }
  return state;
}

/** Writes a run once per `dedupeKey`; null when it was there before. */
export async function insertRun(tx: Tx, run: NewRun): Promise<string | null> {
  const runId = uuid();
  const rows = await tx.query(
    `INSERT INTO "JobRun" (id, "runId", "functionId", "eventName", event, "dedupeKey", "concurrencyKey", status, error, stack, "endedAt")
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8::"JobStatus", $9, '{}', CASE WHEN $9::text IS NULL THEN NULL ELSE now() END)
     ON CONFLICT ("dedupeKey") DO NOTHING RETURNING "runId"`,
    [
      uuid(),
      runId,
      run.functionId,
      run.event.name,
      JSON.stringify(run.event),
      run.dedupeKey,
      run.concurrencyKey,
      run.deadReason === null ? "QUEUED" : "DEAD",
      run.deadReason,
    ],
  );
  return rows.length === 1 && run.deadReason === null ? runId : null;
}

/** Marks a run as running and reads it; null when it has ended or is gone. */
export async function takeRun(
  tx: Tx,
  runId: string,
  attempt: number,
): Promise<{ run: RunRow; steps: StepRow[] } | null> {
  const [run] = await tx.query<RunRow>(
    `UPDATE "JobRun" SET status = 'RUNNING', attempt = $2, "nextAt" = NULL, "startedAt" = coalesce("startedAt", now())
     WHERE "runId" = $1 AND status IN ('QUEUED', 'RUNNING', 'SLEEPING')
     RETURNING "runId", "functionId", "eventName", event, "concurrencyKey", status::text, stack`,
    [runId, attempt],
  );
  if (!run) return null;
  return { run, steps: await readSteps(tx, runId) };
}

export async function readSteps(tx: Tx, runId: string): Promise<StepRow[]> {
  return tx.query<StepRow>(`SELECT "hashedId", name, op, data FROM "JobStep" WHERE "runId" = $1`, [runId]);
}

/** Locks the run for the rest of the transaction: results of parallel steps are written one after another. */
export async function lockRun(tx: Tx, runId: string): Promise<{ open: boolean; steps: StepRow[] }> {
  const [run] = await tx.query<{ open: boolean }>(
    `SELECT status IN ('QUEUED', 'RUNNING', 'SLEEPING') AS open FROM "JobRun" WHERE "runId" = $1 FOR UPDATE`,
    [runId],
  );
  return run?.open ? { open: true, steps: await readSteps(tx, runId) } : { open: false, steps: [] };
}

/** Writes a finished step and its place in the order of completion. */
export async function saveDone(tx: Tx, runId: string, step: SavedStep): Promise<void> {
  await tx.query(
    `INSERT INTO "JobStep" ("runId", "hashedId", name, op, data) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT ("runId", "hashedId") DO UPDATE SET op = excluded.op, data = excluded.data`,
    [runId, step.hashedId, step.name, step.op, JSON.stringify(step.data)],
  );
  await tx.query(`UPDATE "JobRun" SET stack = stack || $2::text WHERE "runId" = $1 AND NOT ($2 = ANY(stack))`, [
    runId,
    step.hashedId,
  ]);
}

/** Writes a step that is waited for; false when it was known already. */
export async function saveWaiting(tx: Tx, runId: string, step: SavedStep): Promise<boolean> {
  const rows = await tx.query(
    `INSERT INTO "JobStep" ("runId", "hashedId", name, op, data) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT ("runId", "hashedId") DO NOTHING RETURNING "hashedId"`,
    [runId, step.hashedId, step.name, step.op, JSON.stringify(step.data)],
  );
  return rows.length === 1;
}

export async function finishRun(
  tx: Tx,
  runId: string,
  end: { status: "COMPLETED"; result: unknown } | { status: "DEAD"; error: string },
): Promise<void> {
  const result = end.status === "COMPLETED" ? JSON.stringify(end.result ?? null) : null;
  const error = end.status === "DEAD" ? end.error.slice(0, 4000) : null;
  await tx.query(
    `UPDATE "JobRun" SET status = $2::"JobStatus", result = $3, error = $4, "endedAt" = now(), "nextAt" = NULL WHERE "runId" = $1`,
    [runId, end.status, result, error],
  );
}

/** A pause the operator can see: why, and until when. */
export async function sleepRun(tx: Tx, runId: string, until: Date, error: string | null): Promise<void> {
  await tx.query(
    `UPDATE "JobRun" SET status = 'SLEEPING', "nextAt" = $2, error = coalesce($3, error) WHERE "runId" = $1`,
    [runId, until, error],
  );
}

/** Runs an operator has asked to try again: QUEUED with a time. Their failed steps are forgotten, finished ones kept. */
export async function takeRequested(tx: Tx, limit: number): Promise<RunRow[]> {
  const runs = await tx.query<RunRow>(
    `UPDATE "JobRun" SET "nextAt" = NULL, attempt = 0, error = NULL, "endedAt" = NULL
     WHERE "runId" IN (SELECT "runId" FROM "JobRun" WHERE status = 'QUEUED' AND "nextAt" <= now() ORDER BY "nextAt" LIMIT $1 FOR UPDATE SKIP LOCKED)
     RETURNING "runId", "functionId", "eventName", event, "concurrencyKey", status::text, stack`,
    [limit],
  );
  if (runs.length === 0) return runs;
  const forgotten = await tx.query<{ runId: string; hashedId: string }>(
    `DELETE FROM "JobStep" WHERE "runId" = ANY($1::text[]) AND (data IS NULL OR NOT (data ? 'data')) RETURNING "runId", "hashedId"`,
    [runs.map(({ runId }) => runId)],
  );
  for (const { runId, hashedId } of forgotten) {
    await tx.query(`UPDATE "JobRun" SET stack = array_remove(stack, $2) WHERE "runId" = $1`, [runId, hashedId]);
  }
  return runs;
}

export type WaitingEvent = {
  id: string;
  name: string;
  payload: Record<string, unknown>;
  dedupeKey: string;
  createdAt: Date;
};

/** Events not yet handed over, oldest first, locked until they are. */
export async function takeEvents(tx: Tx, limit: number): Promise<WaitingEvent[]> {
  return tx.query<WaitingEvent>(
    `SELECT id::text, name, payload, "dedupeKey", "createdAt" FROM "OutboxEvent" WHERE "dispatchedAt" IS NULL
     ORDER BY "createdAt", id LIMIT $1 FOR UPDATE SKIP LOCKED`,
    [limit],
  );
}

export async function markDispatched(tx: Tx, ids: string[]): Promise<void> {
  await tx.query(
    `UPDATE "OutboxEvent" SET "dispatchedAt" = now(), attempts = attempts + 1 WHERE id = ANY($1::uuid[])`,
    [ids],
  );
}

/** Steps that wait for an event of this name. */
export async function waitingFor(
  tx: Tx,
  eventName: string,
): Promise<
  { runId: string; hashedId: string; name: string; data: { pending: { if: string | null } }; event: RunEvent }[]
> {
  return tx.query(
    `SELECT s."runId", s."hashedId", s.name, s.data, r.event FROM "JobStep" s JOIN "JobRun" r USING ("runId")
     WHERE s.op = 'WaitForEvent' AND s.data->'pending'->>'event' = $1 AND r.status IN ('QUEUED', 'RUNNING', 'SLEEPING')`,
    [eventName],
  );
}

/** Moves the mark of a schedule forward; false when another runner or an earlier life did it already. */
export async function claimSlot(tx: Tx, part: string, slot: Date): Promise<boolean> {
  const rows = await tx.query(`UPDATE "Heartbeat" SET at = $2 WHERE part = $1 AND at < $2 RETURNING part`, [
    part,
    slot,
  ]);
  return rows.length === 1;
}

/** The mark of a schedule; one that is new counts from now, so that nothing is owed for the time before it existed. */
export async function readMark(tx: Tx, part: string, now: Date): Promise<Date> {
  await tx.query(`INSERT INTO "Heartbeat" (part, at) VALUES ($1, $2) ON CONFLICT (part) DO NOTHING`, [part, now]);
  const [row] = await tx.query<{ at: Date }>(`SELECT at FROM "Heartbeat" WHERE part = $1`, [part]);
  return row?.at ?? now;
}

export async function beat(tx: Tx, part: string, detail: unknown): Promise<void> {
  await tx.query(
    `INSERT INTO "Heartbeat" (part, at, detail) VALUES ($1, now(), $2) ON CONFLICT (part) DO UPDATE SET at = now(), detail = excluded.detail`,
    [part, JSON.stringify(detail)],
  );
}
