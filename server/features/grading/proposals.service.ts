import { v7 as uuid } from "uuid";
import { levelOf } from "@/server/features/assessment/levels.domain";
import { readScales } from "@/server/features/assessment/scales.queries";
import type { Ctx } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import type { Db } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { tellGraders } from "./claims.service";
import { holderOf } from "./grading.domain";
import type { AcceptProposals } from "./grading.schema";
import { openProposals } from "./proposals.queries";

const chosen = {
  id: true,
  marks: true,
  percent: true,
  submission: {
    select: {
      id: true,
      studentId: true,
      courseId: true,
      claimedById: true,
      claimedUntil: true,
      course: { select: { grade: true } },
    },
  },
} as const;

/** The chosen proposals that still stand, each piece of work held until the unit ends; what a colleague has in hand is left. */
async function holdProposals(db: Db, ctx: Ctx, { ids, atLeast }: AcceptProposals) {
  const where = { id: { in: ids }, ...openProposals(ctx, atLeast) };
  const found = await db.gradeProposal.findMany({ where, select: { submissionId: true } });
  if (found.length === 0) throw new AppError("NOT_FOUND", "grading.no_proposals");
  const work = found.map(({ submissionId }) => submissionId);
  await db.$queryRaw`SELECT 1 FROM "Submission" WHERE id = ANY(${work}::uuid[]) ORDER BY id FOR UPDATE`;
  const rows = await db.gradeProposal.findMany({ where, select: chosen });
  return rows.filter(({ submission }) => (holderOf(submission, ctx.now) ?? ctx.actor.userId) === ctx.actor.userId);
}

/**
 * Makes drafts of proposals, all or those that still stand: nothing goes back to a family by this. Who presses it is who
 * marked; each draft is looked at and returned like any other.
 */
export function acceptProposals(ctx: Ctx, input: AcceptProposals): Promise<{ drafted: number }> {
  return ctx.work(async (db) => {
    const held = await holdProposals(db, ctx, input);
    const students = await db.student.findMany({
      where: { id: { in: held.map(({ submission }) => submission.studentId) } },
      select: { id: true, grade: true },
    });
    const gradeOf = new Map(students.map(({ id, grade }) => [id, grade]));
    const scales = await readScales(db, ctx.now);
    const drafts = held.flatMap(
      ({ id, marks, percent, submission: { id: submissionId, studentId, courseId, course } }) => {
        const scaleCode = scales.codeOf(gradeOf.get(studentId) ?? course.grade);
        const level = scaleCode && levelOf(percent, scaleCode, scales.levels);
        if (!scaleCode || !level) return [];
        const told = { marks, percent, levelCode: level.code, feedback: "", status: "DRAFT" as const };
        return [{ submissionId, studentId, courseId, scaleCode, proposalId: id, told }];
      },
    );
    const by = ctx.actor.userId;
    await db.submissionGrade.createMany({
      data: drafts.map(({ told, ...row }) => ({ ...row, ...told, marks: told.marks ?? {}, gradedById: by })),
    });
    await db.gradeChange.createMany({
      data: drafts.map(({ told, submissionId, studentId, courseId }) => ({
        ...{ id: uuid(), submissionId, studentId, courseId, changedById: by, after: told, createdAt: ctx.now },
      })),
    });
    const work = drafts.map(({ submissionId }) => submissionId);
    await db.submission.updateMany({ where: { id: { in: work } }, data: { status: "GRADED" } });
    await audit(db, ctx, {
      action: "proposals.accepted",
      subjectType: "submission",
      after: { atLeast: input.atLeast, submissions: work },
    });
    for (const courseId of new Set(drafts.map((draft) => draft.courseId))) await tellGraders(db, courseId);
    return { drafted: drafts.length };
  });
}
