import type { UserActor } from "@/server/platform/actor";
import { Sql } from "@/server/platform/db/work";

/**
 * Which files a person may see, for SQL over `"StoredFile" f`: those about a child by family, class or consent; work that
 * was handed in by who sees the work; one's own that are about nobody; a course's by who reads the course; faces of people
 * one knows. Row-level security says the same.
 */
export function visibleFilesSql(actor: UserActor): Sql.Sql {
  const types = [
    "PROFILE",
    "PROGRESS",
    "ASSESSMENT",
    "ATTENDANCE",
    "MOOD",
    "PORTFOLIO",
    "PHOTO",
    "RECORDING",
    "MESSAGES",
  ];
  const byConsent = types.map(
    (type) =>
      Sql.sql`(f."dataType" = ${type}::"ConsentDataType" AND f."studentId" IN (SELECT app.readable_students(${type})))`,
  );
  const about = Sql.sql`(f."studentId" IN (SELECT app.guarded_students('view')) OR f."studentId" IN (SELECT app.my_students())
    OR (f."ownerId" = ${actor.userId}::uuid AND f."studentId" IN (SELECT app.taught_students()))
    OR (f.purpose = 'work' AND app.sees_work_file(f.id)) OR ${Sql.join(byConsent, " OR ")})`;
  const own = Sql.sql`f."ownerId" = ${actor.userId}::uuid`;
  const face = actor.permissions.has("person:read")
    ? Sql.sql`f.purpose = 'profile-photo'`
    : Sql.sql`(f.purpose = 'profile-photo' AND f."ownerId" IN (SELECT app.known_people()))`;
  const ofCourse = Sql.sql`(f.purpose = 'course' AND app.sees_course_file(f.id))`;
  return Sql.sql`CASE WHEN f."studentId" IS NULL THEN (${own} OR ${ofCourse} OR ${face}) ELSE ${about} END`;
}

/** For which children a person may send files: their own, themselves, those they teach. */
export const sendableStudentsSql = Sql.sql`(SELECT app.guarded_students('view') UNION ALL SELECT app.my_students() UNION ALL SELECT app.taught_students())`;

/** Reading by somebody outside the child's family and class is written down. */
export const isOutsider = (actor: UserActor): boolean => !["PARENT", "STUDENT", "INSTRUCTOR"].includes(actor.role);
