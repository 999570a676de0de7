import { type Day, dateOf, dayAt } from "@/lib/days";
import { visibleStudents } from "@/server/features/families/families.policy";
import type { Ctx, UserActor } from "@/server/platform/actor";
import { type Prisma, Sql } from "@/server/platform/db/work";

/** Courses whose learners a person looks after: their own, and those in which they were given that right. */
export const learnerCourses = ({ userId }: UserActor): Prisma.CourseWhereInput => ({
  OR: [{ ownerId: userId }, { instructors: { some: { userId, OR: [{ canLearners: true }, { canGrade: true }] } } }],
});

/** Who is taught a subject by a person on a day, without a course. */
const assignedTo = ({ userId }: UserActor, today: Day): Prisma.TeachingAssignmentWhereInput => ({
  instructorId: userId,
  startsOn: { lte: dateOf(today) },
  OR: [{ endsOn: null }, { endsOn: { gte: dateOf(today) } }],
});

/**
 * The class of a teacher: who is enrolled in their courses, and whom the school has assigned to them. Row-level security
 * says the same (app.taught_students).
 */
export const taughtLearners = ({ actor, now }: Pick<Ctx, "actor" | "now">): Prisma.StudentWhereInput => ({
  OR: [
    { enrollments: { some: { status: { not: "WITHDRAWN" }, course: learnerCourses(actor) } } },
    { teaching: { some: assignedTo(actor, dayAt(now)) } },
  ],
});

/** Lines `m` of a teacher's class list: who follows a course of theirs, or was given to them. Row-level security says the same. */
export const inClass = ({ userId }: UserActor): Sql.Sql =>
  Sql.sql`m."teacherId" = ${userId}::uuid AND (m.courses > 0 OR m."studentId" IN (SELECT app.assigned_students()))`;

/** Learners whose learning a person may look at: the family's own children, a teacher's class, everybody for staff. */
export const learnersInSight = (ctx: Pick<Ctx, "actor" | "now">): Prisma.StudentWhereInput =>
  ctx.actor.role === "INSTRUCTOR" ? taughtLearners(ctx) : visibleStudents(ctx.actor);
