import type { RunnerDatabase } from "./database";
import { markDispatched, takeEvents } from "./store";

export type ServerEvent = { id: string; name: string; data: Record<string, unknown>; ts: number };

const BATCH = 50;

/**
 * Hands events to a real Inngest server instead of running them here. An event is marked only after the server took it;
 * one that was taken but not marked is sent again under the same id, and the server drops the repeat.
 */
export async function forwardEvents(
  database: RunnerDatabase,
  send: (events: ServerEvent[]) => Promise<unknown>,
): Promise<number> {
  const waiting = await database.transaction((tx) => takeEvents(tx, BATCH));
  if (waiting.length === 0) return 0;
  await send(
    waiting.map((row) => ({ id: row.dedupeKey, name: row.name, data: row.payload, ts: row.createdAt.getTime() })),
  );
  await database.transaction((tx) =>
    markDispatched(
      tx,
      waiting.map(({ id }) => id),
    ),
  );
  return waiting.length;
}

/** The server's event door. Plain HTTP: the SDK and all that comes with it would be most of this process. */
export function sendToServer(baseUrl: string, eventKey: string) {
  return async (events: ServerEvent[]): Promise<void> => {
    const response = await fetch(new URL(`e/${eventKey}`, `${baseUrl.replace(/\/$/, "")}/`), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(events),
      redirect: "error",
      signal: AbortSignal.timeout(15_000),
    });
    if (!response.ok)
      throw new Error(`the Inngest server answered ${response.status}: ${(await response.text()).slice(0, 200)}`);
  };
}

/** The relay of a deployment with an Inngest server: small, patient, and with the same health page as the runner. */
export class Forwarder {
  #stopping = false;
  #state = { startedAt: new Date(), lastPollAt: null as Date | null, lastError: null as string | null, done: 0 };
  #loop: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: RunnerDatabase,
    private readonly send: (events: ServerEvent[]) => Promise<unknown>,
    private readonly log: (level: "info" | "warn" | "error", message: string, detail?: unknown) => void,
  ) {}

  start(): void {
    this.#loop = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#loop;
    await this.database.close();
  }

  async health(): Promise<Record<string, unknown>> {
    const { lastPollAt } = this.#state;
    return { ok: lastPollAt !== null && Date.now() - lastPollAt.getTime() < 30_000, mode: "inngest", ...this.#state };
  }

  async #run(): Promise<void> {
    for (let failures = 0; !this.#stopping; ) {
      try {
        const count = await forwardEvents(this.database, this.send);
        this.#state.lastPollAt = new Date();
        this.#state.done += count;
        failures = 0;
        if (count > 0) continue;
      } catch (error) {
        failures++;
        this.#state.lastError = error instanceof Error ? error.message : String(error);
        this.log("warn", "relay", this.#state.lastError);
      }
      await new Promise((resolve) => setTimeout(resolve, Math.min(500 * 2 ** Math.min(failures, 6), 20_000)));
    }
  }
}
