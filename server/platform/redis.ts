import { Redis } from "ioredis";
import { env } from "./env";
import { oncePerProcess } from "./once";

/** The shared connection; only where REDIS_URL is set. */
export function redis(): Redis {
  const url = env().REDIS_URL;
  if (!url) throw new Error("REDIS_URL is not set");
  return oncePerProcess("Redis", () => new Redis(url, { maxRetriesPerRequest: 2, lazyConnect: false }));
}
