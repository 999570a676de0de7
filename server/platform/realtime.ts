import type { Redis } from "ioredis";
import { env } from "./env";
import { logger } from "./logger";
import { forget, oncePerProcess } from "./once";
import { redis } from "./redis";
import { onShutdown } from "./shutdown";

/**
 * Wake-ups between the parts of the school. A wake-up carries no data, only who should look again: what is new stands in
 * the database, so one that is lost, doubled or late costs a moment and never a fact.
 */
export type Bus = {
  /** Calls everybody who listens to one of the topics, here and in every other process. */
  wake(topics: readonly string[]): void;
  /** Calls `fn` at each wake-up of the topic until the returned function is called. */
  listen(topic: string, fn: () => void): () => void;
  /** Resolves when wake-ups of other processes arrive. */
  ready(): Promise<void>;
  close(): Promise<void>;
};

export const topicOfUser = (userId: string) => `user:${userId}`;
export const presenceTopic = "presence";

class LocalBus implements Bus {
  readonly #listeners = new Map<string, Set<() => void>>();

  wake(topics: readonly string[]): void {
    for (const topic of topics) for (const fn of [...(this.#listeners.get(topic) ?? [])]) fn();
  }

  wakeAll(): void {
    this.wake([...this.#listeners.keys()]);
  }

  listen(topic: string, fn: () => void): () => void {
    const set = this.#listeners.get(topic) ?? new Set();
    this.#listeners.set(topic, set.add(fn));
    return () => {
      set.delete(fn);
      if (set.size === 0 && this.#listeners.get(topic) === set) this.#listeners.delete(topic);
    };
  }

  async ready(): Promise<void> {}
  async close(): Promise<void> {}
}

const channel = "uhs:wake";

/** The same over Redis. Own wake-ups are delivered at once and not again when they come back. */
class RedisBus implements Bus {
  readonly #local = new LocalBus();
  readonly #self = Math.random().toString(36).slice(2);
  readonly #sender: Redis;
  readonly #receiver: Redis;
  readonly #subscribed: Promise<unknown>;

  constructor(sender: Redis) {
    this.#sender = sender;
    this.#receiver = sender.duplicate({ maxRetriesPerRequest: null });
    let times = 0;
    // Whatever was said while the line was down was not heard: everybody looks again.
    this.#receiver.on("ready", () => times++ > 0 && this.#local.wakeAll());
    this.#receiver.on("error", (error) => logger.warn({ err: error }, "wake-ups from other processes do not arrive"));
    this.#receiver.on("message", (_channel, message) => {
      const [from, ...topics] = message.split(" ");
      if (from !== this.#self) this.#local.wake(topics);
    });
    this.#subscribed = this.#receiver.subscribe(channel).catch(() => {
      // Subscribed again by the client itself when the line is back.
    });
  }

  wake(topics: readonly string[]): void {
    if (topics.length === 0) return;
    this.#local.wake(topics);
    this.#sender
      .publish(channel, [this.#self, ...topics].join(" "))
      .catch((error) => logger.warn({ err: error }, "other processes were not woken; they look within 15 s"));
  }

  listen(topic: string, fn: () => void): () => void {
    return this.#local.listen(topic, fn);
  }

  async ready(): Promise<void> {
    await this.#subscribed;
  }

  async close(): Promise<void> {
    this.#receiver.disconnect();
  }
}

/** A bus of one's own: in this process, or over the given Redis connection. */
export const makeBus = (sender?: Redis): Bus => (sender ? new RedisBus(sender) : new LocalBus());

/** A place in a person's row of open streams. */
type Seat = { leave(): void };
type Shared = { bus?: Bus; seats: Map<string, Seat[]> };
const shared = () => oncePerProcess("Realtime", (): Shared => ({ seats: new Map() }));

/** The bus of this process; over Redis where REDIS_URL is set. */
export function bus(): Bus {
  const mine = shared();
  if (!mine.bus) {
    mine.bus = makeBus(env().REDIS_URL ? redis() : undefined);
    onShutdown("bus", mine.bus.close.bind(mine.bus));
  }
  return mine.bus;
}

/** Takes a seat in the person's row; beyond `most` the one who sat longest is asked to leave. Returns how to give it back. */
export function takeSeat(userId: string, most: number, leave: () => void): () => void {
  const { seats } = shared();
  const row = seats.get(userId) ?? [];
  const seat = { leave };
  row.push(seat);
  seats.set(userId, row);
  while (row.length > most) row.shift()?.leave();
  return () => {
    const at = row.indexOf(seat);
    if (at >= 0) row.splice(at, 1);
    if (row.length === 0 && seats.get(userId) === row) seats.delete(userId);
  };
}

/** Streams open here for one person, or for everybody. */
export function openStreams(userId?: string): number {
  const { seats } = shared();
  if (userId) return seats.get(userId)?.length ?? 0;
  return [...seats.values()].reduce((sum, row) => sum + row.length, 0);
}

/** Starts anew; for tests. */
export async function resetRealtime(): Promise<void> {
  await forget<Shared>("Realtime")?.bus?.close();
}
