import { visibleStudents } from "@/server/features/families/families.policy";
import type { UserActor } from "@/server/platform/actor";
import type { Prisma } from "@/server/platform/db/work";

/** Courses whose talk a person leads: those whose learners are theirs to see. */
export const ledCourses = ({ userId }: UserActor): Prisma.CourseWhereInput => ({
  OR: [{ ownerId: userId }, { instructors: { some: { userId, OR: [{ canLearners: true }, { canGrade: true }] } } }],
});

/** Courses a family follows. */
export const followedCourses = (actor: UserActor): Prisma.CourseWhereInput => ({
  enrollments: { some: { student: visibleStudents(actor), status: { not: "WITHDRAWN" } } },
});

/** What a child or a guardian hears: what is in view where the child learns, and whatever the child said itself. */
export const heardPosts = (actor: UserActor): Prisma.ForumPostWhereInput => ({
  OR: [
    { state: "VISIBLE", course: followedCourses(actor) },
    { student: visibleStudents(actor), ...(actor.role === "PARENT" ? { sensitive: false } : {}) },
  ],
});

/** What a teacher hears: all that is said in the courses they lead, but for what the school reads first. */
export const ledPosts = (actor: UserActor): Prisma.ForumPostWhereInput => ({
  course: ledCourses(actor),
  sensitive: false,
});

/** What somebody hears in their present role. */
export const audiblePosts = (actor: UserActor): Prisma.ForumPostWhereInput =>
  actor.role === "INSTRUCTOR" ? ledPosts(actor) : heardPosts(actor);
