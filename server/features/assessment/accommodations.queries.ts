import type { Ctx } from "@/server/platform/actor";
import { auditChildRead } from "@/server/platform/audit";
import { AppError } from "@/server/platform/errors";
import { workedOn } from "./assessments.policy";

/** More learners than a class has; a course with more is looked up by name elsewhere. */
const mostLearners = 200;

/** The learners of an assessment's course, by name, with what each is allowed beside the rule. */
export function readLearners(ctx: Ctx, assessmentId: string) {
  return ctx.work(async (db) => {
    const assessment = await db.assessment.findFirst({
      where: { AND: [{ id: assessmentId }, workedOn(ctx.actor)] },
      select: { courseId: true },
    });
    if (!assessment) throw new AppError("NOT_FOUND", "assessment.not_found");
    const enrolled = await db.enrollment.findMany({
      where: { courseId: assessment.courseId, status: { not: "WITHDRAWN" } },
      orderBy: [{ student: { firstName: "asc" } }, { student: { lastName: "asc" } }, { id: "asc" }],
      take: mostLearners,
      select: {
        student: {
          select: {
            id: true,
            firstName: true,
            lastName: true,
            accommodation: {
              select: { extraTimePercent: true, extraAttempts: true, largePrint: true, readAloud: true, reason: true },
            },
          },
        },
      },
    });
    const learners = enrolled.map(({ student }) => student);
    await auditChildRead(
      db,
      ctx,
      learners.map(({ id }) => id),
      "accommodations",
      { glance: true },
    );
    return learners;
  });
}
export type Learner = Awaited<ReturnType<typeof readLearners>>[number];
