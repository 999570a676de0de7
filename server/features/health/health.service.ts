import type { Ctx } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import { AppError } from "@/server/platform/errors";

/** Puts a run that failed for good back in the queue; finished steps are kept, only the rest is done again. */
export function retryJob(ctx: Ctx, input: { id: string }) {
  return ctx.work(async (db) => {
    const run = await db.jobRun.findUnique({ where: { id: input.id }, select: { functionId: true, status: true } });
    if (!run) throw new AppError("NOT_FOUND", "job.not_found");
    const { count } = await db.jobRun.updateMany({
      where: { id: input.id, status: { in: ["DEAD", "FAILED", "CANCELLED"] } },
      data: { status: "QUEUED", nextAt: ctx.now },
    });
    if (count === 0) throw new AppError("CONFLICT", "job.not_failed");
    await audit(db, ctx, {
      action: "job.retried",
      subjectType: "job",
      subjectId: input.id,
      before: { status: run.status },
      after: { status: "QUEUED", functionId: run.functionId },
    });
    return { status: "QUEUED" as const };
  });
}
