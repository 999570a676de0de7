import type { Ctx } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import { AppError } from "@/server/platform/errors";
import { taughtCourses } from "../courses/courses.policy";
import type { SetAccommodation } from "./accommodations.schema";

/** Says what a learner of one's own courses is allowed beside the rule: more time, more attempts, larger print, a voice. */
export function setAccommodation(ctx: Ctx, { studentId, ...allowed }: SetAccommodation): Promise<{ saved: true }> {
  return ctx.work(async (db) => {
    const learner = await db.student.findFirst({
      where: {
        id: studentId,
        enrollments: { some: { status: { not: "WITHDRAWN" }, course: taughtCourses(ctx.actor) } },
      },
      select: {
        accommodation: { select: { extraTimePercent: true, extraAttempts: true, largePrint: true, readAloud: true } },
      },
    });
    if (!learner) throw new AppError("NOT_FOUND", "child.not_found");
    const row = { ...allowed, setById: ctx.actor.userId };
    await db.accommodation.upsert({ where: { studentId }, create: { studentId, ...row }, update: row });
    await audit(db, ctx, {
      action: "accommodation.set",
      subjectType: "student",
      subjectId: studentId,
      studentId,
      before: learner.accommodation,
      after: allowed,
    });
    return { saved: true };
  });
}
