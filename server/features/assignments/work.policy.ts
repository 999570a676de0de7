import { visibleStudents } from "@/server/features/families/families.policy";
import type { Actor, UserActor } from "@/server/platform/actor";
import type { Prisma } from "@/server/platform/db/work";

/**
 * Assignments a child is shown: set in a course the child follows, or put away after the child worked on them. Row-level
 * security says the same once more.
 */
export const setFor = (studentId: string): Prisma.AssignmentWhereInput => ({
  OR: [{ status: "PUBLISHED" }, { status: "ARCHIVED", submissions: { some: { studentId } } }],
  course: { enrollments: { some: { studentId, status: { not: "WITHDRAWN" } } } },
});

/** Work of the children a family person may see. A guardian sees it once it has been handed in; a draft is the child's own. */
export const familyWork = (actor: Actor): Prisma.SubmissionWhereInput => ({
  student: visibleStudents(actor),
  ...((actor as UserActor).role === "STUDENT" ? {} : { status: { not: "DRAFT" } }),
});
