import { type TrackedEnvelope, tracked } from "@trpc/server";
import type { z } from "zod";
import type { Ctx } from "@/server/platform/actor";
import { logger } from "@/server/platform/logger";
import { bus, presenceTopic, takeSeat, topicOfUser } from "@/server/platform/realtime";
import { stopping } from "@/server/platform/shutdown";
import { seesColleagues } from "./notify.policy";
import { left, seen } from "./notify.presence.service";
import { caughtUpAtMost, type LiveRow, type Position, readLive, unreadNotifications } from "./notify.queries";
import type { LiveMessage, streamInput } from "./notify.schema";
import { idOf, positionOf } from "./notify.stream.domain";

/** Open streams of one person in this process; the one that sat longest rests until its tab is looked at. */
export const streamsPerPerson = 8;
/** The longest a stream believes its session without asking, and the longest a lost wake-up costs. */
const LOOK_AGAIN_MS = 15_000;
/** Rows held back by an open transaction are looked for again after so long, then twice as long. */
const HELD_MS = 25;
const HELD_MOST_MS = 500;
/** The page may have been drawn from a state slightly older than its request. */
const SLACK_S = 5;

/** Rings are never lost: one that comes while nobody waits ends the next wait at once. */
class Bell {
  #rung = false;
  #wait: (() => void) | undefined;
  ring = (): void => {
    this.#rung = true;
    this.#wait?.();
  };
  async wait(ms: number): Promise<void> {
    if (!this.#rung)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.#wait = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    this.#wait = undefined;
    this.#rung = false;
  }
}

const touchesInbox = ({ kind, payload }: LiveRow) =>
  kind === "notification" || kind === "counters" || (payload as { topic?: unknown }).topic === "notifications";

/** Rows the browser is told; the rest only made the stream look. */
const told = new Set(["changed", "notification"]);

/**
 * The live line of one page. Begins where the browser left off, or shortly before the page was asked for; then tells
 * what happens in the order transactions began. Ends when the session does, and when the process stops.
 */
export async function* openStream(
  ctx: Ctx,
  input: z.output<typeof streamInput>,
  signal?: AbortSignal,
): AsyncGenerator<TrackedEnvelope<LiveMessage>, void, void> {
  const { actor } = ctx;
  const bell = new Bell();
  let replaced = false;
  let colleagues = false;
  const stopSignal = stopping();
  const releases = [
    takeSeat(actor.userId, streamsPerPerson, () => {
      replaced = true;
      bell.ring();
    }),
    bus().listen(topicOfUser(actor.userId), bell.ring),
    ...(seesColleagues(actor)
      ? [
          bus().listen(presenceTopic, () => {
            colleagues = true;
            bell.ring();
          }),
        ]
      : []),
  ];
  signal?.addEventListener("abort", bell.ring);
  stopSignal.addEventListener("abort", bell.ring);

  const known = positionOf(input.lastEventId, ctx.now);
  let since: Position | { seconds: number } =
    known ?? (input.lastEventId ? { seconds: 0 } : { seconds: (input.age ?? 0) / 1000 + SLACK_S });
  let begun = false;
  let lastId = input.lastEventId || "0-0-0";
  let held = HELD_MS;
  const say = (message: LiveMessage) => tracked(lastId, message);

  try {
    while (!signal?.aborted) {
      const { batch, unread } = await ctx.work(async (db) => {
        const read = await readLive(db, actor, since);
        const count = !begun || read.rows.some(touchesInbox);
        return { batch: read, unread: count && read.alive ? await unreadNotifications(db, actor.userId) : null };
      });
      const edge: Position = { txid: batch.edge, seq: 0n };
      if (!batch.alive) return yield say({ kind: "end", payload: { reason: "session" } });
      if (stopSignal.aborted) return yield say({ kind: "end", payload: { reason: "stopping" } });
      if (replaced) return yield say({ kind: "end", payload: { reason: "replaced" } });

      // Too old, of another database, or more than a page can use: it fetches itself anew and goes on from here.
      const lost =
        (!begun && input.lastEventId && (!known || known.txid > batch.edge)) || batch.rows.length > caughtUpAtMost;
      if (!lost)
        for (const row of batch.rows) {
          lastId = idOf(row, row.at);
          if (told.has(row.kind)) yield say({ kind: row.kind, payload: row.payload } as LiveMessage);
        }
      // Everything before the edge is told: that is the place to go on from, also after a silent day.
      since = edge;
      lastId = idOf(edge, new Date());
      if (lost) yield say({ kind: "reset", payload: {} });
      if (unread !== null) yield say({ kind: begun ? "counters" : "ready", payload: { unreadNotifications: unread } });
      if (begun && colleagues) yield say({ kind: "changed", payload: { topic: "presence" } });
      begun = true;
      colleagues = false;
      await seen(actor, batch.unseen).catch((error) => logger.warn({ err: error }, "presence is not kept"));

      held = batch.held ? Math.min(held * 2, HELD_MOST_MS) : HELD_MS;
      await bell.wait(batch.held ? held : LOOK_AGAIN_MS);
    }
  } finally {
    for (const release of releases) release();
    signal?.removeEventListener("abort", bell.ring);
    stopSignal.removeEventListener("abort", bell.ring);
    await left(actor).catch(() => {
      // Times out by itself.
    });
  }
}
