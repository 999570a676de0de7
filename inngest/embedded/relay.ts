import { owedSlot } from "./cron";
import type { RunnerDatabase } from "./database";
import { createRun, type Definitions, type Executor, firstCall, outgoing } from "./execute";
import { evaluate, holds } from "./expression";
import type { Outgoing, StepQueue } from "./queue";
import * as store from "./store";

const BATCH = 20;

/** Turns what the application wrote down (events, requests to retry) and what the clock says into runs. */
export class Relay {
  readonly #marks = new Map<string, Date>();

  constructor(
    private readonly database: RunnerDatabase,
    private readonly queue: StepQueue,
    private readonly executor: Executor,
    private readonly definitions: () => Definitions,
  ) {}

  /** Hands over waiting events, each exactly once: the run's key and the event's mark are one transaction. */
  async events(): Promise<number> {
    return this.database.transaction(async (tx) => {
      const waiting = await store.takeEvents(tx, BATCH);
      if (waiting.length === 0) return 0;
      const next: Outgoing[] = [];
      for (const row of waiting) {
        const event = { id: row.id, name: row.name, data: row.payload, ts: row.createdAt.getTime() };
        for (const definition of this.definitions().values()) {
          const trigger = definition.events.find((each) => each.event === row.name);
          if (!trigger) continue;
          const { key, refusal } = judge(definition, trigger.expression, event, row.dedupeKey);
          if (key === null) continue;
          const run = await createRun(tx, { ...definition, refusal: definition.refusal ?? refusal }, event, key);
          if (run) next.push(outgoing(this.definitions(), { functionId: definition.id, ...run }, firstCall(run.runId)));
        }
        next.push(
          ...(await this.executor.deliver(tx, event, (condition, first) =>
            holds(condition, { event: first, async: event }),
          )),
        );
      }
      await store.markDispatched(
        tx,
        waiting.map(({ id }) => id),
      );
      await this.#send(tx, next);
      return waiting.length;
    });
  }

  /** Starts again what an operator asked for. */
  async requested(): Promise<number> {
    return this.database.transaction(async (tx) => {
      const runs = await store.takeRequested(tx, BATCH);
      if (runs.length > 0) {
        await this.#send(
          tx,
          runs.map((run) => outgoing(this.definitions(), run, firstCall(run.runId))),
        );
      }
      return runs.length;
    });
  }

  /** Gives a job to unfinished runs that lost theirs. */
  async adopt(): Promise<number> {
    const lost = await this.queue.orphans();
    if (lost.length === 0) return 0;
    await this.database.transaction(async (tx) => {
      const runs = await tx.query<store.RunRow>(
        `SELECT "runId", "functionId", "concurrencyKey" FROM "JobRun" WHERE "runId" = ANY($1::text[])`,
        [lost],
      );
      await tx.query(
        `DELETE FROM "JobStep" WHERE "runId" = ANY($1::text[]) AND data ? 'pending' AND op <> 'InvokeFunction'`,
        [lost],
      );
      await this.#send(
        tx,
        runs.map((run) => outgoing(this.definitions(), run, firstCall(run.runId))),
      );
    });
    return lost.length;
  }

  /** Fires schedules whose slot has come. The mark in the database makes each slot fire once, across restarts. */
  async schedules(now: Date): Promise<number> {
    let fired = 0;
    for (const definition of this.definitions().values()) {
      for (const [index, cron] of definition.crons.entries()) {
        const part = `cron:${definition.id}${index === 0 ? "" : `:${index}`}`;
        const mark = this.#marks.get(part) ?? (await this.database.transaction((tx) => store.readMark(tx, part, now)));
        this.#marks.set(part, mark);
        const slot = owedSlot(cron, mark, now);
        if (!slot) continue;
        await this.database.transaction(async (tx) => {
          if (!(await store.claimSlot(tx, part, slot))) return;
          const id = `${part}:${slot.toISOString()}`;
          const event = { id, name: "inngest/scheduled.timer", data: { cron: cron.expression }, ts: slot.getTime() };
          const run = await createRun(tx, definition, event, id);
          if (run)
            await this.#send(tx, [
              outgoing(this.definitions(), { functionId: definition.id, ...run }, firstCall(run.runId)),
            ]);
          fired++;
        });
        this.#marks.set(part, slot);
      }
    }
    return fired;
  }

  async #send(tx: Parameters<Parameters<RunnerDatabase["transaction"]>[0]>[0], next: Outgoing[]): Promise<void> {
    if (next.length === 0) return;
    const db = await tx.queue();
    for (const each of next) await this.queue.send(db, each);
  }
}

/** Whether an event starts a run, and under which key it may do so only once. */
function judge(
  definition: { id: string; idempotency: string | null },
  expression: string | null,
  event: store.RunEvent,
  dedupeKey: string,
): { key: string | null; refusal: string | null } {
  try {
    if (expression !== null && !holds(expression, { event })) return { key: null, refusal: null };
    if (definition.idempotency === null) return { key: `${definition.id}:${dedupeKey}`, refusal: null };
    return { key: `${definition.id}:once:${String(evaluate(definition.idempotency, { event }))}`, refusal: null };
  } catch (error) {
    return { key: `${definition.id}:${dedupeKey}`, refusal: error instanceof Error ? error.message : String(error) };
  }
}
