import { createHash } from "node:crypto";
import type { Redis } from "ioredis";
import { env } from "./env";
import { AppError } from "./errors";
import { oncePerProcess } from "./once";
import { redis } from "./redis";

type Window = { count: number; endsAt: number };
const openWindows = () => oncePerProcess("Windows", () => new Map<string, Window>());

/**
 * A door's budget: at most `max` calls per key in `seconds`. Counted in this process, or in Redis when several
 * processes share the doors. Throws TOO_MANY with the seconds to wait. Keys are hashed: they hold addresses.
 */
export async function limit(door: string, who: string, max: number, seconds: number): Promise<void> {
  const key = `rl:${door}:${createHash("sha256").update(who).digest("base64url").slice(0, 22)}`;
  const shared = env().REDIS_URL ? redis() : null;
  const { count, wait } = shared ? await countShared(shared, key, seconds) : countHere(key, seconds);
  if (count > max) throw new AppError("TOO_MANY", "too_many", { meta: { seconds: wait } });
}

function countHere(key: string, seconds: number) {
  const now = Date.now();
  const windows = openWindows();
  let window = windows.get(key);
  if (!window || window.endsAt <= now) {
    if (windows.size > 50_000) for (const [old, { endsAt }] of windows) if (endsAt <= now) windows.delete(old);
    window = { count: 0, endsAt: now + seconds * 1000 };
    windows.set(key, window);
  }
  window.count += 1;
  return { count: window.count, wait: Math.ceil((window.endsAt - now) / 1000) };
}

async function countShared(client: Redis, key: string, seconds: number) {
  const replies = await client.multi().incr(key).expire(key, seconds, "NX").ttl(key).exec();
  return { count: Number(replies?.[0]?.[1] ?? 1), wait: Math.max(1, Number(replies?.[2]?.[1] ?? seconds)) };
}
