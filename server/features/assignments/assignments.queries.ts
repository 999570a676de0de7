import { dayAt } from "@/lib/days";
import { taughtCourses } from "@/server/features/courses/courses.policy";
import { readCriteria } from "@/server/features/grading/rubric.schema";
import type { Ctx } from "@/server/platform/actor";
import type { Db } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { gapsOf } from "./assignments.domain";
import { taughtAssignments } from "./assignments.policy";
import { MAX_ASSIGNMENTS } from "./assignments.schema";

type Counts = { handedIn: number; toGrade: number };

/** How much has come for each assignment and how much of it waits, of what the person may see. One read. */
async function readCounts(db: Db, ids: readonly string[]): Promise<Map<string, Counts>> {
  const rows = await db.submission.groupBy({
    by: ["assignmentId", "status"],
    where: { assignmentId: { in: [...ids] }, status: { not: "DRAFT" } },
    _count: true,
  });
  const counts = new Map<string, Counts>();
  for (const { assignmentId, status, _count } of rows) {
    if (!assignmentId) continue;
    const so = counts.get(assignmentId) ?? { handedIn: 0, toGrade: 0 };
    counts.set(assignmentId, {
      handedIn: so.handedIn + _count,
      toGrade: so.toGrade + (status === "SUBMITTED" ? _count : 0),
    });
  }
  return counts;
}

/** The assignments of a course one teaches: what is due last stands first, what has no end at the top. */
export function listAssignments(ctx: Ctx, { courseId }: { courseId: string }) {
  return ctx.work(async (db) => {
    const course = await db.course.findFirst({
      where: { AND: [{ id: courseId }, taughtCourses(ctx.actor)] },
      select: { id: true },
    });
    if (!course) throw new AppError("NOT_FOUND", "course.not_found");
    const rows = await db.assignment.findMany({
      where: { courseId },
      orderBy: [{ dueAt: { sort: "desc", nulls: "first" } }, { id: "desc" }],
      take: MAX_ASSIGNMENTS,
      select: { id: true, title: true, status: true, dueAt: true },
    });
    const counts = await readCounts(
      db,
      rows.map(({ id }) => id),
    );
    return rows.map((row) => ({ ...row, ...(counts.get(row.id) ?? { handedIn: 0, toGrade: 0 }) }));
  });
}
export type AssignmentRow = Awaited<ReturnType<typeof listAssignments>>[number];

/** One assignment with everything its page shows. NOT_FOUND when one does not teach its course. */
export function readAssignment(ctx: Ctx, { assignmentId: id }: { assignmentId: string }) {
  return ctx.work(async (db) => {
    const found = await db.assignment.findFirst({
      where: { AND: [{ id }, taughtAssignments(ctx.actor)] },
      include: {
        rubric: { select: { criteria: true, revision: true } },
        competencies: {
          orderBy: { competency: { code: "asc" } },
          select: { competency: { select: { id: true, code: true, statement: true, language: true } } },
        },
      },
    });
    if (!found) throw new AppError("NOT_FOUND", "assignment.not_found");
    const [{ closed } = { closed: false }] = await db.$queryRaw<
      { closed: boolean }[]
    >`SELECT app.is_handed_in_to(${id}::uuid) AS closed`;
    const counts = (await readCounts(db, [id])).get(id) ?? { handedIn: 0, toGrade: 0 };
    return {
      ...found,
      rubric: { revision: found.rubric.revision, criteria: readCriteria(found.rubric.criteria) },
      competencies: found.competencies.map(({ competency }) => competency),
      opensOn: found.opensAt ? dayAt(found.opensAt) : null,
      /** Something has been handed in: rubric and aims stand. */
      closed,
      gaps: gapsOf(found, ctx.now),
      ...counts,
    };
  });
}
export type AssignmentRecord = Awaited<ReturnType<typeof readAssignment>>;
