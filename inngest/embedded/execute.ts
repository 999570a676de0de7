import { v7 as uuid } from "uuid";
import type { RunnerDatabase, Tx } from "./database";
import { concurrencyGroup, type FunctionDefinition } from "./definitions";
import { type Answer, type Call, type Decision, decide, type SavedStep } from "./ops";
import type { Fetched, Outgoing, StepJob, StepQueue } from "./queue";
import * as store from "./store";
import { callStep, type Wire } from "./wire";

export type Definitions = ReadonlyMap<string, FunctionDefinition>;

/** The job was given to somebody else meanwhile; whatever we know about it must not be written. */
class NoLongerOurs extends Error {}

/** Jobs of a run that is new or goes on. The group makes the queue keep the function's concurrency limit. */
export function outgoing(
  definitions: Definitions,
  run: { functionId: string; concurrencyKey: string | null },
  job: StepJob,
  startAfter?: Date,
): Outgoing {
  const limit = definitions.get(run.functionId)?.concurrency?.limit ?? null;
  return { job, startAfter, group: run.concurrencyKey, limit };
}

export const firstCall = (runId: string): StepJob => ({ runId, stepId: null, attempt: 0, outages: 0 });

/** A new run of a function, or a dead letter at once when this runner must not execute it. */
export async function createRun(
  tx: Tx,
  definition: FunctionDefinition,
  event: store.RunEvent,
  dedupeKey: string,
): Promise<{ runId: string; concurrencyKey: string | null } | null> {
  let { refusal: deadReason } = definition;
  let concurrencyKey: string | null = null;
  try {
    concurrencyKey = concurrencyGroup(definition, event);
  } catch (error) {
    deadReason ??= error instanceof Error ? error.message : String(error);
  }
  const runId = await store.insertRun(tx, { functionId: definition.id, event, dedupeKey, concurrencyKey, deadReason });
  return runId === null ? null : { runId, concurrencyKey };
}

/** Carries out fetched jobs: asks the application, writes down the answer. One instance per runner. */
export class Executor {
  /** Runs whose next steps are being asked for; true when somebody wanted to ask again meanwhile. */
  readonly #finding = new Map<string, boolean>();

  constructor(
    private readonly database: RunnerDatabase,
    private readonly queue: StepQueue,
    private readonly wire: Wire,
    private readonly definitions: () => Definitions,
    private readonly report: (what: string, error: unknown) => void,
  ) {}

  async execute(fetched: Fetched, persist: <T>(write: () => Promise<T>) => Promise<T>): Promise<void> {
    const { data: job } = fetched;
    if (job.wake !== undefined) {
      await persist(() => this.#wake(fetched, job.wake ?? ""));
      return;
    }
    if (job.stepId !== null) {
      await this.#call(fetched, persist);
      return;
    }
    // Two searches for the next step at once could each run it; the second is only remembered.
    if (this.#finding.has(job.runId)) {
      this.#finding.set(job.runId, true);
      await persist(() => this.#drop(fetched));
      return;
    }
    this.#finding.set(job.runId, false);
    try {
      await this.#call(fetched, persist);
    } finally {
      this.#finding.delete(job.runId);
    }
  }

  async #call(fetched: Fetched, persist: <T>(write: () => Promise<T>) => Promise<T>): Promise<void> {
    const { data: job } = fetched;
    const taken = await this.database.transaction((tx) => store.takeRun(tx, job.runId, job.attempt));
    if (!taken) {
      await persist(() => this.#drop(fetched));
      return;
    }
    const { run, steps } = taken;
    const definition = this.definitions().get(run.functionId);
    const call: Call = { ...job, maxAttempts: definition?.maxAttempts ?? 1 };
    let answer: Answer;
    if (!definition) {
      answer = { kind: "failed", error: `the function ${run.functionId} no longer exists`, final: true, pause: null };
    } else if (definition.refusal) {
      answer = { kind: "failed", error: definition.refusal, final: true, pause: null };
    } else {
      const { parent: _parent, ...event } = run.event;
      answer = await callStep(this.wire, {
        functionId: run.functionId,
        runId: run.runId,
        stepId: job.stepId,
        attempt: job.attempt,
        maxAttempts: call.maxAttempts,
        stack: run.stack,
        steps: store.stepState(steps),
        event,
        planOnly:
          job.stepId === null && store.storedSteps(steps).some((step) => !step.done && step.op === "StepPlanned"),
      });
    }
    if (answer.kind === "broken" || answer.kind === "unreachable") this.report(`${run.functionId} waits`, answer.error);
    await persist(() => this.#settle(fetched, run, call, answer));
  }

  /** Writes the answer, ends the job and sends the next ones: all in one transaction, or not at all. */
  async #settle(fetched: Fetched, run: store.RunRow, call: Call, answer: Answer): Promise<void> {
    const now = new Date();
    await this.#ours(async (tx) => {
      const { open, steps } = await store.lockRun(tx, run.runId);
      if (!open) return this.#commit(tx, fetched, []);
      const decision = this.#decideSafely(call, answer, steps, now);
      const next: Outgoing[] = [];
      for (const step of decision.done) await store.saveDone(tx, run.runId, step);
      for (const step of decision.waiting) {
        if (await store.saveWaiting(tx, run.runId, step)) next.push(...(await this.#begin(tx, run, step)));
      }
      const again = call.stepId === null && this.#finding.get(run.runId) === true;
      if (decision.discover || (again && !decision.finish && !decision.retry)) {
        next.push(outgoing(this.definitions(), run, firstCall(run.runId)));
      }
      if (decision.retry) {
        const { delay, attempt, outages, error } = decision.retry;
        const until = new Date(now.getTime() + delay);
        await store.sleepRun(tx, run.runId, until, error);
        const job = { runId: run.runId, stepId: call.stepId, attempt, outages };
        next.push(outgoing(this.definitions(), run, job, until));
      } else if (decision.finish) {
        next.push(...(await this.#finish(tx, run, decision.finish)));
      } else if (!decision.discover) {
        await this.#showSleep(tx, run.runId, decision);
      }
      return this.#commit(tx, fetched, next);
    });
  }

  #decideSafely(call: Call, answer: Answer, steps: store.StepRow[], now: Date): Decision {
    try {
      return decide(call, answer, store.storedSteps(steps), now);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return { done: [], waiting: [], discover: false, retry: null, finish: { status: "DEAD", error: message } };
    }
  }

  /** What a newly found step needs: its own call, an alarm, or a run of another function. */
  async #begin(tx: Tx, run: store.RunRow, step: Decision["waiting"][number]): Promise<Outgoing[]> {
    const base = { runId: run.runId, attempt: 0, outages: 0 };
    if (step.wait === "call") return [outgoing(this.definitions(), run, { ...base, stepId: step.hashedId })];
    const alarm = step.until
      ? [outgoing(this.definitions(), run, { ...base, stepId: null, wake: step.hashedId }, step.until)]
      : [];
    if (step.wait !== "run") return alarm;
    const { functionId, payload } = step.data.pending as {
      functionId: string;
      payload: { data?: Record<string, unknown> };
    };
    const definition = this.definitions().get(functionId);
    if (!definition) {
      const error = { name: "Error", message: `There is no function ${functionId} to invoke` };
      await store.saveDone(tx, run.runId, { ...step, data: { error } });
      return [outgoing(this.definitions(), run, firstCall(run.runId))];
    }
    const id = uuid();
    const child = await createRun(
      tx,
      definition,
      {
        id,
        name: "inngest/function.invoked",
        data: payload.data ?? {},
        ts: Date.now(),
        parent: { runId: run.runId, hashedId: step.hashedId },
      },
      `${run.runId}:${step.hashedId}:${id}`,
    );
    if (!child) return alarm;
    return [...alarm, outgoing(this.definitions(), { functionId, ...child }, firstCall(child.runId))];
  }

  async #finish(tx: Tx, run: store.RunRow, end: NonNullable<Decision["finish"]>): Promise<Outgoing[]> {
    await store.finishRun(tx, run.runId, end);
    const next: Outgoing[] = [];
    const { parent } = run.event;
    if (parent) {
      const data =
        end.status === "COMPLETED" ? { data: end.result ?? null } : { error: { name: "Error", message: end.error } };
      next.push(...(await this.#resume(tx, parent.runId, parent.hashedId, data)));
    }
    if (end.status === "DEAD") {
      for (const definition of this.definitions().values()) {
        if (definition.failureOf !== run.functionId) continue;
        const error = { name: "Error", message: end.error, stack: "" };
        const { parent: _parent, ...event } = run.event;
        const data = { function_id: run.functionId, run_id: run.runId, error, event };
        const id = uuid();
        const failure = { id, name: "inngest/function.failed", data, ts: Date.now() };
        const created = await createRun(tx, definition, failure, `${definition.id}:${run.runId}:${id}`);
        if (created)
          next.push(outgoing(this.definitions(), { functionId: definition.id, ...created }, firstCall(created.runId)));
      }
    }
    return next;
  }

  /** Ends a wait with a value and lets the run look for what follows. */
  async #resume(tx: Tx, runId: string, hashedId: string, data: SavedStep["data"]): Promise<Outgoing[]> {
    const { open, steps } = await store.lockRun(tx, runId);
    const step = steps.find((each) => each.hashedId === hashedId);
    if (!open || !step?.data || !("pending" in step.data)) return [];
    await store.saveDone(tx, runId, { hashedId, name: step.name ?? hashedId, op: step.op, data });
    const rows = await tx.query<{ functionId: string; concurrencyKey: string | null }>(
      `SELECT "functionId", "concurrencyKey" FROM "JobRun" WHERE "runId" = $1`,
      [runId],
    );
    return rows.map((run) => outgoing(this.definitions(), run, firstCall(runId)));
  }

  /** Hands an event to the runs that wait for it. Called by the relay inside its transaction. */
  async deliver(
    tx: Tx,
    event: store.RunEvent,
    matches: (condition: string, waiting: unknown) => boolean,
  ): Promise<Outgoing[]> {
    const next: Outgoing[] = [];
    for (const step of await store.waitingFor(tx, event.name)) {
      const condition = step.data.pending.if;
      if (condition === null || matches(condition, step.event)) {
        next.push(...(await this.#resume(tx, step.runId, step.hashedId, { data: event })));
      }
    }
    return next;
  }

  async #wake(fetched: Fetched, hashedId: string): Promise<void> {
    await this.#ours(async (tx) => {
      const { steps } = await store.lockRun(tx, fetched.data.runId);
      const step = steps.find((each) => each.hashedId === hashedId);
      const late = { error: { name: "Error", message: "The invoked function did not end in time" } };
      const next = await this.#resume(
        tx,
        fetched.data.runId,
        hashedId,
        step?.op === "InvokeFunction" ? late : { data: null },
      );
      return this.#commit(tx, fetched, next);
    });
  }

  async #showSleep(tx: Tx, runId: string, decision: Decision): Promise<void> {
    const calls = decision.waiting.some((step) => step.wait === "call");
    const moments = decision.waiting.flatMap((step) => (step.until ? [step.until.getTime()] : []));
    if (!calls && moments.length > 0) await store.sleepRun(tx, runId, new Date(Math.min(...moments)), null);
  }

  async #drop(fetched: Fetched): Promise<void> {
    await this.#ours((tx) => this.#commit(tx, fetched, []));
  }

  async #commit(tx: Tx, fetched: Fetched, next: Outgoing[]): Promise<void> {
    const db = await tx.queue();
    if (!(await this.queue.complete(db, fetched.id))) throw new NoLongerOurs();
    for (const each of next) await this.queue.send(db, each);
  }

  async #ours(write: (tx: Tx) => Promise<void>): Promise<void> {
    try {
      await this.database.transaction(write);
    } catch (error) {
      if (!(error instanceof NoLongerOurs)) throw error;
    }
  }

  /** Ends a run whose answer the database itself refuses, so that it is seen instead of repeated for ever. */
  async bury(fetched: Fetched, reason: string): Promise<void> {
    await this.#ours(async (tx) => {
      await store.finishRun(tx, fetched.data.runId, { status: "DEAD", error: reason });
      await this.#commit(tx, fetched, []);
    });
  }
}
