import type { Db } from "@/server/platform/db/work";

/**
 * Asks for an ended run to be tried again from its failed step; finished steps keep their results. It only writes: the
 * runner, another process, sees a QUEUED run with a time at its next look. False when it has not failed.
 */
export async function retryRun(db: Db, id: string, now: Date): Promise<boolean> {
  const { count } = await db.jobRun.updateMany({
    where: { id, status: { in: ["DEAD", "FAILED", "CANCELLED"] } },
    data: { status: "QUEUED", nextAt: now },
  });
  return count === 1;
}

/** Stops an unfinished run before its next step; a step that is running ends, and its result is dropped. */
export async function cancelRun(db: Db, id: string, now: Date): Promise<boolean> {
  const { count } = await db.jobRun.updateMany({
    where: { id, status: { in: ["QUEUED", "RUNNING", "SLEEPING"] } },
    data: { status: "CANCELLED", endedAt: now, nextAt: null },
  });
  return count === 1;
}
