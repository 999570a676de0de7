/** First pause after a failed attempt; each further one is four times as long. */
const FIRST_MS = 2_000;
const FACTOR = 4;
const LONGEST_MS = 10 * 60_000;

/**
 * How long to wait before the next attempt: exponential, with up to a quarter of jitter so that runs that
 * failed together do not come back together. `attempt` counts from 0 (the attempt that just failed).
 */
export function retryDelay(attempt: number, random: () => number = Math.random): number {
  const base = Math.min(FIRST_MS * FACTOR ** Math.min(attempt, 12), LONGEST_MS);
  return Math.round(base * (0.875 + random() * 0.25));
}

/** The pause before asking again when the web process cannot be reached: short at first, never above 10 s. */
export function unreachableDelay(times: number, random: () => number = Math.random): number {
  const base = Math.min(250 * 2 ** Math.min(times, 10), 10_000);
  return Math.round(base * (0.875 + random() * 0.25));
}

/** Reads a `Retry-After` header: seconds or an HTTP/ISO date. Null when absent or senseless. */
export function retryAfter(header: string | null, now: Date): number | null {
  if (!header) return null;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, Math.round(seconds * 1000));
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime());
}
