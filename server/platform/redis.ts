import { Redis } from "ioredis";
import { env } from "./env";

const holder = globalThis as { __uhsRedis?: Redis };

/** The shared connection; only where REDIS_URL is set. */
export function redis(): Redis {
  const url = env().REDIS_URL;
  if (!url) throw new Error("REDIS_URL is not set");
  holder.__uhsRedis ??= new Redis(url, { maxRetriesPerRequest: 2, lazyConnect: false });
  return holder.__uhsRedis;
}
