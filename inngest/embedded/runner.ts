import { RunnerDatabase } from "./database";
import { type Definitions, Executor } from "./execute";
import { type Fetched, StepQueue } from "./queue";
import { Relay } from "./relay";
import { beat } from "./store";
import { fetchDefinitions, type Wire } from "./wire";

export type RunnerOptions = {
  databaseUrl: string;
  wire: Wire;
  log: (level: "info" | "warn" | "error", message: string, detail?: unknown) => void;
  /** Calls to the application at one time. */
  concurrency?: number;
  idleMs?: number;
};

const BUSY_MS = 100;
const SYNC_MS = 60_000;
const HOUSEKEEPING_MS = 60_000;
const BEAT_MS = 15_000;

/** SQLSTATE classes that mean "not now" rather than "never": connection, resources, intervention, rollback. */
const transient = (error: unknown): boolean => {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return !/^[0-9A-Z]{5}$/.test(code) || /^(08|53|55|57|40|25|XX)/.test(code);
};
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const text = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** The loop: relay, schedules, fetch, execute. Everything it knows it can lose; what counts is in the database. */
export class Runner {
  readonly #database: RunnerDatabase;
  readonly #queue: StepQueue;
  readonly #executor: Executor;
  readonly #relay: Relay;
  readonly #inFlight = new Map<string, Promise<void>>();
  #definitions: Definitions = new Map();
  #stopping = false;
  #wake: () => void = () => {};
  #loop: Promise<void> = Promise.resolve();
  #lost = true;
  #due = { sync: 0, housekeeping: 0, beat: 0 };
  #state = { startedAt: new Date(), lastPollAt: null as Date | null, lastError: null as string | null, done: 0 };

  constructor(private readonly options: RunnerOptions) {
    const failed = (error: Error) => this.#failed("database", error);
    this.#database = new RunnerDatabase(options.databaseUrl, failed);
    this.#queue = new StepQueue(this.#database, failed);
    this.#executor = new Executor(
      this.#database,
      this.#queue,
      options.wire,
      () => this.#definitions,
      (what, error) => options.log("warn", what, text(error)),
    );
    this.#relay = new Relay(this.#database, this.#queue, this.#executor, () => this.#definitions);
  }

  start(): void {
    this.#loop = this.#run();
  }

  /** Takes no more work, gives running steps `graceMs` to end, then lets go: their jobs are picked up at the next start. */
  async stop(graceMs = 10_000): Promise<void> {
    this.#stopping = true;
    this.#wake();
    await Promise.race([Promise.allSettled([this.#loop, ...this.#inFlight.values()]), pause(graceMs)]);
    await Promise.race([this.#queue.stop().catch(() => {}), pause(1_000)]);
    await Promise.race([this.#database.close().catch(() => {}), pause(1_000)]);
  }

  async health(): Promise<Record<string, unknown>> {
    const depth = await this.#queue.depth().catch(() => null);
    const { lastPollAt } = this.#state;
    const ok = depth !== null && lastPollAt !== null && Date.now() - lastPollAt.getTime() < 15_000;
    return { ok, ...this.#state, functions: this.#definitions.size, inFlight: this.#inFlight.size, queue: depth };
  }

  async #run(): Promise<void> {
    let started = false;
    while (!this.#stopping) {
      let busy = false;
      try {
        if (!started) {
          await this.#queue.start();
          started = true;
          this.options.log("info", "queue ready");
        }
        busy = await this.#turn();
        this.#state.lastPollAt = new Date();
      } catch (error) {
        this.#lost = true;
        this.#failed("turn", error);
        await this.#sleep(500);
      }
      if (busy) continue;
      await this.#sleep(this.#inFlight.size > 0 ? BUSY_MS : (this.options.idleMs ?? 400));
    }
  }

  async #turn(): Promise<boolean> {
    const now = Date.now();
    if (now >= this.#due.sync) await this.#sync();
    // Before the functions are known nothing can be matched, and handing events over would lose them.
    if (this.#definitions.size === 0) return false;
    if (this.#lost) {
      const back = await this.#queue.reclaim([...this.#inFlight.keys()]);
      if (back > 0) this.options.log("warn", "took back interrupted steps", back);
      this.#lost = false;
    }
    if (now >= this.#due.housekeeping) {
      const adopted = await this.#relay.adopt();
      if (adopted > 0) this.options.log("warn", "found runs without a job", adopted);
      this.#due.housekeeping = now + HOUSEKEEPING_MS;
      this.#lost = true;
    }
    if (now >= this.#due.beat) {
      const detail = { ...this.#state, inFlight: this.#inFlight.size, queue: await this.#queue.depth() };
      await this.#database.transaction((tx) => beat(tx, "runner", detail));
      this.#due.beat = now + BEAT_MS;
    }
    const relayed = await this.#relay.events();
    const requested = await this.#relay.requested();
    const fired = await this.#relay.schedules(new Date());
    const fetched = await this.#fetch();
    return relayed + requested + fired + fetched > 0;
  }

  async #fetch(): Promise<number> {
    const free = (this.options.concurrency ?? 6) - this.#inFlight.size;
    if (free <= 0) return 0;
    const limits = [...this.#definitions.values()].flatMap(({ concurrency }) => concurrency?.limit ?? []);
    const jobs = await this.#queue.fetch(free, limits);
    for (const job of jobs) {
      const work = this.#carryOut(job).finally(() => {
        this.#inFlight.delete(job.id);
        this.#state.done++;
        this.#wake();
      });
      this.#inFlight.set(job.id, work);
    }
    return jobs.length;
  }

  async #carryOut(job: Fetched): Promise<void> {
    try {
      await this.#executor.execute(job, (write) => this.#persist(write));
    } catch (error) {
      this.#failed(`run ${job.data.runId}`, error);
      if (transient(error)) {
        this.#lost = true;
        return;
      }
      await this.#executor.bury(job, `the database refused the step's result: ${text(error)}`).catch((again) => {
        this.#lost = true;
        this.#failed("bury", again);
      });
    }
  }

  /** A result in hand is written as soon as the database is back, instead of doing the step again. */
  async #persist<T>(write: () => Promise<T>): Promise<T> {
    for (let times = 0; ; times++) {
      try {
        return await write();
      } catch (error) {
        if (!transient(error) || (this.#stopping && times > 3)) throw error;
        this.#failed("write", error);
        await pause(Math.min(200 * 2 ** times, 3_000));
      }
    }
  }

  async #sync(): Promise<void> {
    try {
      const found = await fetchDefinitions(this.options.wire);
      if (found.size !== this.#definitions.size) this.options.log("info", "functions", [...found.keys()]);
      for (const { id, refusal } of found.values()) if (refusal) this.options.log("error", id, refusal);
      this.#definitions = found;
      this.#due.sync = Date.now() + SYNC_MS;
    } catch (error) {
      this.#due.sync = Date.now() + (this.#definitions.size === 0 ? 1_000 : 10_000);
      this.#failed("registration", error instanceof Error && error.cause ? error.cause : error);
    }
  }

  #failed(where: string, error: unknown): void {
    const message = `${where}: ${text(error)}`;
    if (message !== this.#state.lastError) this.options.log("warn", message);
    this.#state.lastError = message;
  }

  #sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
