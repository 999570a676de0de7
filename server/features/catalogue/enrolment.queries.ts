import { visibleStudentsSql } from "@/server/features/families/families.policy";
import type { Ctx } from "@/server/platform/actor";
import { type Db, Sql } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { wayInto } from "./enrolment.domain";
import type { Enrolment, EnrolmentChild, EnrolmentCourse, FamilyCourse, FamilyCourses } from "./enrolment.schema";

/** The most children a page shows: a children's home has some forty. */
const mostChildren = 200;
const mostCourses = 1_000;

const mayDecide = (ctx: Ctx) => Sql.sql`EXISTS (
  SELECT FROM "Guardianship" g WHERE g."studentId" = s.id AND g."guardianId" = ${ctx.actor.userId}::uuid AND g."endedAt" IS NULL AND g."canPay" AND g."canView")`;

/** Published courses that come before a course and that a child has not finished, over `"Student" s`. */
const unfinished = (courseId: string) => Sql.sql`(
  SELECT coalesce(jsonb_agg(jsonb_build_object('slug', r.slug, 'title', r.title) ORDER BY r.title), '[]')
  FROM "CoursePrerequisite" p JOIN "Course" r ON r.id = p."requiredId" AND r.status = 'PUBLISHED'
  WHERE p."courseId" = ${courseId}::uuid AND NOT EXISTS (
    SELECT FROM "Enrollment" d WHERE d."courseId" = p."requiredId" AND d."studentId" = s.id AND d."completedAt" IS NOT NULL))`;

/** The review of a child's course by its family, over `"CourseReview" r`; null where there is none. */
const reviewOf = (ctx: Ctx) => Sql.sql`CASE WHEN r.id IS NULL THEN NULL ELSE jsonb_build_object(
  'id', r.id, 'rating', r.rating, 'clarity', r.clarity, 'engagement', r.engagement, 'usefulness', r.usefulness,
  'body', r.body, 'own', r."authorId" = ${ctx.actor.userId}::uuid, 'hiddenReason', r."hiddenReason", 'reply', r.reply) END`;

/** One child in sight as the person enrolling it meets it. NOT_FOUND for any other, whoever's it may be. One read. */
export async function childFor(ctx: Ctx, db: Db, { courseId, studentId }: { courseId: string; studentId: string }) {
  type Row = Omit<EnrolmentChild, "done" | "review"> & { userId: string | null; familyId: string };
  const [child] = await db.$queryRaw<Row[]>`
    SELECT s.id, s."firstName", s.grade::text AS grade, s."userId", s."familyId", ${mayDecide(ctx)} AS "mayDecide",
           e.status::text AS status, ${unfinished(courseId)} AS missing
    FROM "Student" s LEFT JOIN "Enrollment" e ON e."studentId" = s.id AND e."courseId" = ${courseId}::uuid
    WHERE s.id = ${studentId}::uuid AND s.status = 'ACTIVE' AND ${visibleStudentsSql(ctx.actor)}`;
  if (!child) throw new AppError("NOT_FOUND", "child.not_found");
  return child;
}

/** A published course and, for each child in sight, whether it may enter it and what stands in the way. Two reads. */
export function readEnrolment(ctx: Ctx, slug: string): Promise<Enrolment> {
  return ctx.work(async (db) => {
    const [found] = await db.$queryRaw<(Omit<EnrolmentCourse, "way"> & { inPlan: boolean })[]>`
      SELECT c.id, c.slug, c.title, c.language, c.grade::text AS grade, a.name AS area, a."nameSw" AS "areaSw", c."lessonCount" AS lessons, c.minutes, c."allowsReviews", c.price, c.currency, c."inPlan"
      FROM "Course" c JOIN "LearningArea" a ON a.code = c."learningAreaCode" WHERE c.slug = ${slug} AND c.status = 'PUBLISHED'`;
    if (!found) throw new AppError("NOT_FOUND", "course.not_found");
    const children = await db.$queryRaw<EnrolmentChild[]>`
      SELECT s.id, s."firstName", s.grade::text AS grade, ${mayDecide(ctx)} AS "mayDecide", e.status::text AS status, coalesce(e."lessonsDone", 0) AS done,
        ${reviewOf(ctx)} AS review, ${unfinished(found.id)} AS missing
      FROM "Student" s LEFT JOIN "Enrollment" e ON e."studentId" = s.id AND e."courseId" = ${found.id}::uuid
      LEFT JOIN "CourseReview" r ON r."studentId" = s.id AND r."courseId" = ${found.id}::uuid
      WHERE s.status = 'ACTIVE' AND ${visibleStudentsSql(ctx.actor)} ORDER BY s.grade::text <> ${found.grade}, s."birthDate", s.id LIMIT ${mostChildren}`;
    const { inPlan, ...course } = found;
    return { course: { ...course, way: wayInto({ price: course.price, inPlan }) }, children };
  });
}

/** The courses of each child in sight, with the family's review of each: two reads for one child or forty. */
export function listFamilyCourses(ctx: Ctx): Promise<FamilyCourses> {
  return ctx.work(async (db) => {
    const children = await db.$queryRaw<Omit<FamilyCourses["children"][number], "courses">[]>`
      SELECT s.id, s."familyId", s."firstName", s.grade::text AS grade, ${mayDecide(ctx)} AS "mayDecide"
      FROM "Student" s WHERE s.status = 'ACTIVE' AND ${visibleStudentsSql(ctx.actor)} ORDER BY s."birthDate", s.id LIMIT ${mostChildren}`;
    const courses = await db.$queryRaw<FamilyCourse[]>`
      SELECT e."studentId", e."courseId", c.slug, c.title, c.language, c.grade::text AS grade, a.name AS area, a."nameSw" AS "areaSw", c."lessonCount" AS lessons,
        e."lessonsDone" AS done, e.status::text AS status, c.status = 'PUBLISHED' AS published, c."allowsReviews", e."lastActivityAt", e."completedAt",
        ${reviewOf(ctx)} AS review
      FROM "Enrollment" e JOIN "Course" c ON c.id = e."courseId" JOIN "LearningArea" a ON a.code = c."learningAreaCode"
      LEFT JOIN "CourseReview" r ON r."courseId" = e."courseId" AND r."studentId" = e."studentId"
      WHERE e."studentId" = ANY(${children.map(({ id }) => id)}::uuid[]) AND e.status <> 'WITHDRAWN'
      ORDER BY e.status = 'COMPLETED', e."lastActivityAt" DESC NULLS LAST, e.id LIMIT ${mostCourses}`;
    const byChild = Map.groupBy(courses, ({ studentId }) => studentId);
    return { children: children.map((child) => ({ ...child, courses: byChild.get(child.id) ?? [] })) };
  });
}
