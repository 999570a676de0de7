import { randomUUID } from "node:crypto";
import { systemActor } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import { makeCtx } from "@/server/platform/context";

/** Mends figures of courses that are not what their rows say, and leaves a line: a figure that drifted is a fault of ours. */
export function mendDrift(now = new Date()): Promise<{ mended: number }> {
  const info = { requestId: randomUUID(), ip: "", userAgent: "job courses-mend-drift" };
  const ctx = makeCtx(systemActor("courses"), info, "en", now);
  return ctx.work(async (db) => {
    const [row] = await db.$queryRaw<{ mended: number }[]>`
      SELECT app.mend_course_drift() + app.mend_talk_drift() + app.mend_class_drift() AS mended`;
    const mended = row?.mended ?? 0;
    if (mended > 0) await audit(db, ctx, { action: "course.figures_mended", subjectType: "course", after: { mended } });
    return { mended };
  });
}
