import { editableCourses, taughtCourses } from "@/server/features/courses/courses.policy";
import type { UserActor } from "@/server/platform/actor";
import type { Prisma } from "@/server/platform/db/work";

/** Assignments of the courses a person teaches. Row-level security says the same, and shows learners theirs. */
export const taughtAssignments = (actor: UserActor): Prisma.AssignmentWhereInput => ({ course: taughtCourses(actor) });

/** Assignments a person may change. */
export const editableAssignments = (actor: UserActor): Prisma.AssignmentWhereInput => ({
  course: editableCourses(actor),
});
