import { randomUUID } from "node:crypto";
import { systemActor } from "@/server/platform/actor";
import { makeCtx } from "@/server/platform/context";

/**
 * Counts what the school does about each competency: lessons of published courses that plan it, completions of those
 * lessons, graded answers to its questions. A count of everything costs less than keeping it right at each answer, and
 * the pages say when it was counted. Safe to repeat.
 */
export function countCoverage(now = new Date()): Promise<{ counted: number }> {
  const info = { requestId: randomUUID(), ip: "", userAgent: "job curriculum-count" };
  const ctx = makeCtx(systemActor("curriculum"), info, "en", now);
  return ctx.work(async (db) => {
    const [row] = await db.$queryRaw<{ counted: number }[]>`SELECT app.count_coverage(${now}) AS counted`;
    return { counted: row?.counted ?? 0 };
  });
}
