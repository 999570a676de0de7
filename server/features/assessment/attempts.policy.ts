import type { Ctx } from "@/server/platform/actor";
import type { Db, Prisma } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { noAllowance } from "./attempts.domain";

/** The child who takes: a person's own account, never somebody they look after. */
export async function ownChild(db: Db, ctx: Ctx) {
  const child = await db.student.findUnique({ where: { userId: ctx.actor.userId }, select: { id: true, grade: true } });
  if (!child) throw new AppError("NOT_FOUND", "assessment.not_found");
  return child;
}

/**
 * Assessments a child may open: published, or taken before they were put away, in a course the child follows. Row-level
 * security says the same once more.
 */
export const openTo = (studentId: string): Prisma.AssessmentWhereInput => ({
  OR: [{ status: "PUBLISHED" }, { status: "ARCHIVED", attempts: { some: { studentId } } }],
  course: { enrollments: { some: { studentId, status: { not: "WITHDRAWN" } } } },
});

/** Attempts that still take answers at this moment. The server's clock decides, never the device's. */
export const takesAnswers = (now: Date): Prisma.AttemptWhereInput => ({
  status: "OPEN",
  OR: [{ deadlineAt: null }, { deadlineAt: { gt: now } }],
});

/** Attempts whose time is up and that nobody has closed yet. */
export const isOverdue = (now: Date): Prisma.AttemptWhereInput => ({ status: "OPEN", deadlineAt: { lte: now } });

/** An assessment with its rules and what this child is allowed beside them; not found when it is not open to the child. */
export async function readRules(db: Db, ctx: Ctx, assessmentId: string) {
  const child = await ownChild(db, ctx);
  const assessment = await db.assessment.findFirst({
    where: { id: assessmentId, ...openTo(child.id) },
    select: {
      id: true,
      courseId: true,
      title: true,
      instructions: true,
      status: true,
      mode: true,
      adaptiveConfig: true,
      shuffle: true,
      showsKey: true,
      opensAt: true,
      dueAt: true,
      timeLimitMinutes: true,
      maxAttempts: true,
      passPercent: true,
      course: { select: { title: true, language: true } },
    },
  });
  if (!assessment) throw new AppError("NOT_FOUND", "assessment.not_found");
  return { child, assessment, allowance: await readAllowance(db, child.id) };
}

/** What a child is allowed beside every rule. */
export async function readAllowance(db: Db, studentId: string) {
  const found = await db.accommodation.findUnique({
    where: { studentId },
    select: { extraTimePercent: true, extraAttempts: true, largePrint: true, readAloud: true },
  });
  return found ?? noAllowance;
}
