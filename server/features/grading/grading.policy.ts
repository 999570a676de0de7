import type { UserActor } from "@/server/platform/actor";
import type { Prisma } from "@/server/platform/db/work";

/** Courses whose work a person may mark: their own, and those they were given that right in. Row-level security says the same. */
export const gradedCourses = ({ userId }: UserActor): Prisma.CourseWhereInput => ({
  OR: [{ ownerId: userId }, { instructors: { some: { userId, canGrade: true } } }],
});

/** Handed-in work a person may mark. */
export const gradedWork = (actor: UserActor): Prisma.SubmissionWhereInput => ({
  status: { not: "DRAFT" },
  course: gradedCourses(actor),
});
