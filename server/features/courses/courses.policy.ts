import type { UserActor } from "@/server/platform/actor";
import type { Prisma } from "@/server/platform/db/work";

/** Courses a person teaches, alone or with others. Row-level security says the same, and shows published ones besides. */
export const taughtCourses = ({ userId }: UserActor): Prisma.CourseWhereInput => ({
  OR: [{ ownerId: userId }, { instructors: { some: { userId } } }],
});

/** Courses a person may change. */
export const editableCourses = ({ userId }: UserActor): Prisma.CourseWhereInput => ({
  OR: [{ ownerId: userId }, { instructors: { some: { userId, canEdit: true } } }],
});

/** Courses a person answers for. */
export const ownCourses = ({ userId }: UserActor): Prisma.CourseWhereInput => ({ ownerId: userId });
