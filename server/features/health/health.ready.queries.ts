import { randomUUID } from "node:crypto";
import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { systemActor } from "@/server/platform/actor";
import { work } from "@/server/platform/db/work";
import { env } from "@/server/platform/env";
import { logger } from "@/server/platform/logger";
import { stopping } from "@/server/platform/shutdown";
import { partsHealth } from "./health.domain";

export type Readiness = { ready: boolean; parts: Record<"process" | "database" | "jobs" | "storage", string> };

/** How long an answer holds: a balancer that asks often must not become a load of its own. */
const HOLDS_MS = 1_000;
/** A database that does not answer in this time is not ready. */
const PATIENCE_MS = 3_000;
let last: { at: number; answer: Promise<Readiness> } | undefined;

/** Whether this process can do its work now, and which part cannot. Says states only, never why: the log knows. */
export async function readReadiness(now = Date.now()): Promise<Readiness> {
  if (!last || now - last.at > HOLDS_MS) last = { at: now, answer: look(new Date(now)) };
  const answer = await last.answer;
  if (!stopping().aborted) return answer;
  return { ready: false, parts: { ...answer.parts, process: "stopping" } };
}

async function look(now: Date): Promise<Readiness> {
  const [beats, storage] = await Promise.all([within("database", readBeats), within("storage", tryStorage)]);
  const heard = beats ? partsHealth(beats, now) : [];
  // Locally the embedded runner says it is alive; with a job server outside, its periodic heartbeat does.
  const alive = heard.some(
    ({ part, state }) => (part === "runner" || part === "platform-heartbeat") && state === "well",
  );
  const parts = {
    process: "ok",
    database: beats ? "ok" : "unreachable",
    jobs: !beats ? "unknown" : alive ? "ok" : "silent",
    storage: storage ? "ok" : "not writable",
  };
  return { ready: Object.values(parts).every((state) => state === "ok"), parts };
}

const readBeats = () =>
  work(systemActor("platform"), (db) => db.heartbeat.findMany({ select: { part: true, at: true }, take: 50 }));

async function tryStorage(): Promise<true> {
  const folder = env().STORAGE_DIR;
  const file = path.join(folder, `.ready-${randomUUID()}`);
  await mkdir(folder, { recursive: true });
  await writeFile(file, "");
  await rm(file);
  return true;
}

async function within<T>(part: string, task: () => Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("no answer in time")), PATIENCE_MS);
  });
  try {
    return await Promise.race([task(), late]);
  } catch (error) {
    logger.warn({ err: error, part }, "not ready");
    return null;
  } finally {
    clearTimeout(timer);
  }
}
