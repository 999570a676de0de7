import { keyset, pageOf } from "@/lib/keyset";
import type { Ctx } from "@/server/platform/actor";
import type { Prisma } from "@/server/platform/db/work";
import { gradedWork } from "./grading.policy";
import { childNames } from "./grading.queries";
import { marks, type ProposalsInput, readReason, usuallySure } from "./grading.schema";
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

const rowFields = {
  id: true,
  studentId: true,
  marks: true,
  percent: true,
  confidence: true,
  reason: true,
  submission: { select: { id: true, text: true, ...taskFields } },
} as const satisfies Prisma.GradeProposalSelect;

/** Proposals that could be taken over together, a page at a time, the surest first, with what they rest on. */
export function readProposals(ctx: Ctx, input: ProposalsInput) {
  const { course, assignment, atLeast = usuallySure } = input.filters;
  const where = openProposals(ctx, atLeast, {
    ...(course ? { courseId: course } : {}),
    ...(assignment ? { assignmentId: assignment } : {}),
  });
  const keys = keyset(input, { confidence: { field: "confidence", kind: "number" } });
  return ctx.work(async (db) => {
    const fetched = await db.gradeProposal.findMany({
      where: { AND: [where, keys.where] },
      orderBy: keys.orderBy,
      take: keys.take,
      select: rowFields,
    });
    const total = await db.gradeProposal.count({ where });
    const page = pageOf(fetched, keys, ({ confidence, id }) => [confidence, id], { total });
    const names = await childNames(
      db,
      page.rows.map(({ studentId }) => studentId),
    );
    const rows = page.rows.map(({ submission, studentId, ...row }) => {
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
    return { ...page, rows };
  });
}
export type ProposalPage = Awaited<ReturnType<typeof readProposals>>;
