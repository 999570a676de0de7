/**
 * After so many attempts, spread over some seven hours, a message is a dead letter, which an administrator can send
 * again. A receiver that fails a third of the time loses one message in five million.
 */
export const MOST_ATTEMPTS = 14;
/** A claimed message belongs to its sender for so long. Longer than all waits of a client together. */
export const LOCK_MS = 45_000;

/** Pause before the next attempt: 5 s, 10 s, 20 s … at most 2 h, with a little jitter. `attempts` made so far. */
export function deliveryDelay(attempts: number, random: () => number = Math.random): number {
  const base = Math.min(5_000 * 2 ** Math.max(0, attempts - 1), 2 * 3600_000);
  return Math.round(base * (0.9 + random() * 0.2));
}

/**
 * `refused`: never, whatever we do; `unwanted`: its receiver does not want it; `gone`: the device is no longer there;
 * `later`: a bad moment.
 */
export type Failure = "refused" | "unwanted" | "gone" | "later";

/** What becomes of a message after a failed attempt. `notBefore`: the service asked us to wait. */
export function afterFailure(
  failure: Failure,
  attempts: number,
  now: Date,
  { delay = deliveryDelay, notBefore }: { delay?: (attempts: number) => number; notBefore?: Date | null } = {},
): { status: "DEAD" | "SUPPRESSED" | "FAILED"; nextAttemptAt: Date } {
  if (failure === "unwanted" || failure === "gone") return { status: "SUPPRESSED", nextAttemptAt: now };
  if (failure === "refused" || attempts >= MOST_ATTEMPTS) return { status: "DEAD", nextAttemptAt: now };
  const next = now.getTime() + delay(attempts);
  return { status: "FAILED", nextAttemptAt: new Date(Math.max(next, notBefore?.getTime() ?? 0)) };
}

/** Who goes first when many wait. Letters and codes, which are written elsewhere, stand at 5. */
export const rankOf = { URGENT: 0, NOTICE: 6, INFO: 6, digest: 9 } as const;
