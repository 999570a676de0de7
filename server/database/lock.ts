import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** When a process started, as the system tells it: a pid alone may have been given to somebody else since. */
function startOf(pid: number): string | null {
  try {
    return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim() || null;
  } catch {
    // No `ps` here (a slim container): /proc says the same.
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      return stat.slice(stat.lastIndexOf(")")).split(" ")[20] ?? null;
    } catch {
      return null;
    }
  }
}

/**
 * Two engines on one data folder would destroy it, and PGlite does not look. Takes the folder's lock file or throws;
 * a lock left by a killed process is taken over.
 */
export function takeLock(file: string): () => void {
  mkdirSync(dirname(file), { recursive: true });
  try {
    const held = JSON.parse(readFileSync(file, "utf8")) as { pid: number; start: string | null };
    if (held.pid !== process.pid && held.start !== null && startOf(held.pid) === held.start) {
      throw new LockedError(`The data folder is in use by process ${held.pid} (${file}).`);
    }
  } catch (error) {
    if (error instanceof LockedError) throw error;
    // Missing or half-written: nobody lives behind it.
  }
  writeFileSync(file, JSON.stringify({ pid: process.pid, start: startOf(process.pid) }));
  return () => rmSync(file, { force: true });
}

/** The data folder belongs to a living process. */
export class LockedError extends Error {}
