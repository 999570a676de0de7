import type { Ctx } from "@/server/platform/actor";
import type { Prisma } from "@/server/platform/db/work";
import { gradedWork } from "./grading.policy";
import { childNames } from "./grading.queries";
import { marks, mostAccepted, type ProposalsInput, readReason } from "./grading.schema";
import { taskFields, taskOf } from "./task.queries";

/** Proposals for work nobody has begun to mark, at least so sure. */
export const openProposals = (
  ctx: Ctx,
  atLeast: number,
  of: Prisma.SubmissionWhereInput = {},
): Prisma.GradeProposalWhereInput => ({
  status: "OPEN",
  confidence: { gte: atLeast },
  submission: { AND: [gradedWork(ctx.actor), { status: "SUBMITTED", grade: null }, of] },
});

/** Proposals that could be taken over together, the surest first, with what they rest on. */
export function readProposals(ctx: Ctx, { course, assignment, atLeast }: ProposalsInput) {
  return ctx.work(async (db) => {
    const rows = await db.gradeProposal.findMany({
      where: openProposals(ctx, atLeast, {
        ...(course ? { courseId: course } : {}),
        ...(assignment ? { assignmentId: assignment } : {}),
      }),
      orderBy: [{ confidence: "desc" }, { id: "asc" }],
      take: mostAccepted,
      select: {
        id: true,
        studentId: true,
        marks: true,
        percent: true,
        confidence: true,
        reason: true,
        submission: {
          select: {
            id: true,
            text: true,
            ...taskFields,
          },
        },
      },
    });
    const names = await childNames(
      db,
      rows.map(({ studentId }) => studentId),
    );
    return rows.map(({ submission, studentId, ...row }) => {
      const { title, criteria } = taskOf(submission);
      return {
        ...row,
        submissionId: submission.id,
        child: names.get(studentId) ?? null,
        text: submission.text,
        title,
        criteria: criteria.map((one) => ({ id: one.id, title: one.title })),
        marks: marks.parse(row.marks),
        reason: readReason(row.reason),
      };
    });
  });
}
export type ProposalRow = Awaited<ReturnType<typeof readProposals>>[number];
