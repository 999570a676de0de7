/** After so many attempts a message is a dead letter, which an administrator can send again. */
export const MOST_ATTEMPTS = 7;
/** A claimed message belongs to its sender for so long. Longer than all waits of a client together. */
export const LOCK_MS = 45_000;

/** Pause before the next attempt: 15 s, 1 min, 4 min, 16 min … at most 2 h, with a little jitter. `attempts` made so far. */
export function deliveryDelay(attempts: number, random: () => number = Math.random): number {
  const base = Math.min(15_000 * 4 ** Math.max(0, attempts - 1), 2 * 3600_000);
  return Math.round(base * (0.9 + random() * 0.2));
}

export type Failure = "refused" | "unwanted" | "later";

/** What becomes of a message after a failed attempt. */
export function afterFailure(
  failure: Failure,
  attempts: number,
  now: Date,
  random?: () => number,
): { status: "DEAD" | "SUPPRESSED" | "FAILED"; nextAttemptAt: Date } {
  if (failure === "unwanted") return { status: "SUPPRESSED", nextAttemptAt: now };
  if (failure === "refused" || attempts >= MOST_ATTEMPTS) return { status: "DEAD", nextAttemptAt: now };
  return { status: "FAILED", nextAttemptAt: new Date(now.getTime() + deliveryDelay(attempts, random)) };
}
