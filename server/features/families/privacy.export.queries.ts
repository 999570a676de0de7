import { openField } from "@/server/platform/crypto";
import { type Db, Sql } from "@/server/platform/db/work";
import type { ExportKind, Row } from "./privacy.export.domain";

const PAGE = 500;

/**
 * One statement for each kind, run as the guardian: row-level security decides what is in it. Each names its columns, so
 * that nothing is in a copy by accident, and has an `id` by which its pages follow each other.
 */
const statements: Record<ExportKind, (student: string, me: string) => Sql.Sql> = {
  child: (student) => Sql.sql`
    SELECT s.id, s."firstName", s."lastName", s."birthDate"::text AS "birthDate", s.sex::text AS sex, s.grade::text AS grade, s.status::text AS status,
           s."admissionNumber", s."learningProfile", s."createdAt" AS "since", f.name AS family, f.county, f.town
    FROM "Student" s JOIN "Family" f ON f.id = s."familyId" WHERE s.id = ${student}::uuid`,
  guardians: (student) => Sql.sql`
    SELECT g.id, u.name, g.relation::text AS relation, g."canView", g."canMessage", g."canPay", g."canConsent", g."isPrimary", g."createdAt" AS "since", g."endedAt" AS "until"
    FROM "Guardianship" g LEFT JOIN "User" u ON u.id = g."guardianId" WHERE g."studentId" = ${student}::uuid`,
  teachers: (student) => Sql.sql`
    SELECT t.id, u.name, a.name AS "learningArea", t."startsOn"::text AS "since", t."endsOn"::text AS "until"
    FROM "TeachingAssignment" t JOIN "LearningArea" a ON a.code = t."learningAreaCode" LEFT JOIN "User" u ON u.id = t."instructorId"
    WHERE t."studentId" = ${student}::uuid`,
  moods: (student) => Sql.sql`
    SELECT m.id, m.day::text AS day, m.mood, m.energy, w.note, u.name AS "recordedBy"
    FROM "MoodEntry" m LEFT JOIN app.mood_words(ARRAY[${student}]::uuid[], '-infinity') w ON w.id = m.id
    LEFT JOIN "User" u ON u.id = m."recordedById" WHERE m."studentId" = ${student}::uuid`,
  goals: (student) => Sql.sql`
    SELECT g.id, g.title, g.target, g.progress, g.unit, g."dueOn"::text AS "dueOn", g.status::text AS status, g."createdAt"
    FROM "FamilyGoal" g WHERE g."studentId" = ${student}::uuid`,
  plans: (student) => Sql.sql`
    SELECT i.id, i.aim, i.plan, i.status::text AS status, i.result::text AS result, i.outcome, i."startsOn"::text AS "startsOn",
           i."reviewOn"::text AS "reviewOn", i."endedOn"::text AS "endedOn", u.name AS teacher, i."createdAt"
    FROM "Intervention" i LEFT JOIN "User" u ON u.id = i."ownerId" WHERE i."studentId" = ${student}::uuid AND i."toldFamily"`,
  praise: (student) => Sql.sql`
    SELECT p.id, p.day::text AS day, p.kind::text AS kind, p.words, u.name AS teacher
    FROM "Praise" p LEFT JOIN "User" u ON u.id = p."authorId" WHERE p."studentId" = ${student}::uuid AND p."takenBackAt" IS NULL`,
  allowances: (student) => Sql.sql`
    SELECT a."studentId" AS id, a."extraTimePercent", a."extraAttempts", a."largePrint", a."readAloud", a.reason, a."createdAt" AS "since", a."updatedAt"
    FROM "Accommodation" a WHERE a."studentId" = ${student}::uuid`,
  courses: (student) => Sql.sql`
    SELECT e.id, c.title, e.status::text AS status, e.source::text AS source, e."lessonsDone", e."createdAt" AS "since", e."lastActivityAt", e."completedAt",
           r.rating, r.body AS review
    FROM "Enrollment" e LEFT JOIN "Course" c ON c.id = e."courseId"
    LEFT JOIN "CourseReview" r ON r."courseId" = e."courseId" AND r."studentId" = e."studentId" WHERE e."studentId" = ${student}::uuid`,
  lessons: (student) => Sql.sql`
    SELECT p."lessonId" AS id, l.title, p.percent, p.seconds, p."updatedAt", p."completedAt", n.body AS note
    FROM "LessonProgress" p LEFT JOIN "Lesson" l ON l.id = p."lessonId"
    LEFT JOIN "LearnerNote" n ON n."lessonId" = p."lessonId" AND n."studentId" = p."studentId" WHERE p."studentId" = ${student}::uuid`,
  activity: (student) => Sql.sql`
    SELECT a.id, a.kind::text AS kind, a."occurredAt", a.seconds, c.title AS course
    FROM "StudentActivity" a LEFT JOIN "Course" c ON c.id = a."courseId" WHERE a."studentId" = ${student}::uuid`,
  answers: (student) => Sql.sql`
    SELECT r.id, s.title, r.place, v.body, r.answer, r.score, r.feedback, r."answeredAt", t.percent, t."levelCode" AS level
    FROM "Response" r JOIN "Attempt" t ON t.id = r."attemptId" LEFT JOIN "Assessment" s ON s.id = t."assessmentId"
    LEFT JOIN "QuestionVersion" v ON v.id = r."versionId" WHERE r."studentId" = ${student}::uuid`,
  work: (student) => Sql.sql`
    SELECT w.id, s.title, w.status::text AS status, w.text, w."submittedAt", g.percent, g."levelCode" AS level, g.feedback, g."releasedAt"
    FROM "Submission" w LEFT JOIN "Assignment" s ON s.id = w."assignmentId" LEFT JOIN "SubmissionGrade" g ON g."submissionId" = w.id
    WHERE w."studentId" = ${student}::uuid`,
  remarks: (student) => Sql.sql`
    SELECT n.id, s.title, f.name, n.page, n.body AS text, n."createdAt"
    FROM "Annotation" n JOIN "Submission" w ON w.id = n."submissionId" LEFT JOIN "Assignment" s ON s.id = w."assignmentId"
    LEFT JOIN "StoredFile" f ON f.id = n."fileId" WHERE n."studentId" = ${student}::uuid`,
  regrades: (student) => Sql.sql`
    SELECT r.id, s.title, r.reason, r.status::text AS status, r.answer, r."createdAt", r."answeredAt"
    FROM "RegradeRequest" r JOIN "Submission" w ON w.id = r."submissionId" LEFT JOIN "Assignment" s ON s.id = w."assignmentId"
    WHERE r."studentId" = ${student}::uuid`,
  talk: (student) => Sql.sql`
    SELECT p.id, c.title AS course, p.body AS text, p.state::text AS status, p.reason, p."createdAt"
    FROM "ForumPost" p LEFT JOIN "Course" c ON c.id = p."courseId" WHERE p."studentId" = ${student}::uuid`,
  awards: (student) => Sql.sql`
    SELECT a.id, b.title, a."awardedAt" FROM "BadgeAward" a JOIN "Badge" b ON b.code = a."badgeCode" WHERE a."studentId" = ${student}::uuid`,
  certificates: (student) => Sql.sql`
    SELECT k.id, k.code, k."firstName", k."lastName", k.title, k.grade::text AS grade, k.teacher, k.lessons, k.minutes, k.words, k."completedOn"::text AS "completedOn",
           k."issuedAt", k."revokedAt", k.reason, k."replacedAt"
    FROM "Certificate" k WHERE k."studentId" = ${student}::uuid`,
  points: (student) => Sql.sql`
    SELECT p.id, p.reason, p.points, p."earnedAt" FROM "PointsLog" p WHERE p."studentId" = ${student}::uuid`,
  consents: (student) => Sql.sql`
    SELECT c.id, c."dataType"::text AS "dataType", c."recipientType"::text AS "recipientType", coalesce(o.name, u.name) AS recipient, c.granted, c.purpose, c.reason,
           c."createdAt", c."expiresAt", c."supersededAt" AS "endedAt", c."verifiedBy", t.version AS "textVersion", t.locale AS "textLanguage", t.sha256 AS "textSha256"
    FROM "ConsentRecord" c LEFT JOIN "ConsentText" t ON t.id = c."textId"
    LEFT JOIN "Organization" o ON o.id = c."recipientId" LEFT JOIN "User" u ON u.id = c."recipientId"
    WHERE c."studentId" = ${student}::uuid`,
  sponsorships: (student) => Sql.sql`
    SELECT s.id, o.name AS organisation, s.text, s.version, s.sha256, s."signedAt", s."revokedAt" AS "endedAt", s.reason
    FROM "SponsorshipConsent" s LEFT JOIN "Organization" o ON o.id = s."organizationId" WHERE s."studentId" = ${student}::uuid`,
  requests: (student) => Sql.sql`
    SELECT r.id, r.kind::text AS kind, r.status::text AS status, r.details, r.answer, r."createdAt", r."dueAt", r."answeredAt"
    FROM "DataRequest" r WHERE r."studentId" = ${student}::uuid`,
  notices: (student, me) => Sql.sql`
    SELECT n.id, n.type, n.severity::text AS severity, n.params, n."createdAt", n."readAt"
    FROM "Notification" n WHERE n."studentId" = ${student}::uuid AND n."userId" = ${me}::uuid`,
  readings: (student) => Sql.sql`
    SELECT a.id, a.action, a."actorRole"::text AS role, a.system, a.outcome::text AS outcome, a.after->>'where' AS place, a."createdAt"
    FROM "AuditEvent" a WHERE a."studentId" = ${student}::uuid`,
  files: (student) => Sql.sql`
    SELECT f.id, f.name, f.purpose, f.mime, f.size::text AS size, f.sha256, f.scan::text AS scan, f."createdAt"
    FROM "StoredFile" f WHERE f."studentId" = ${student}::uuid AND f.purpose <> 'data-export'`,
};

/** One page of one kind, after an id. */
export async function readKind(
  db: Db,
  kind: ExportKind,
  student: string,
  me: string,
  after: string | null,
): Promise<{ rows: Row[]; next: string | null }> {
  const rows = await db.$queryRaw<{ row: Row & { id: string } }[]>(
    Sql.sql`SELECT to_jsonb(x) AS row FROM (${statements[kind](student, me)}) x
      WHERE ${after === null ? Sql.sql`true` : Sql.sql`x.id > ${after}::uuid`} ORDER BY x.id LIMIT ${PAGE}`,
  );
  const page = rows.map(({ row }) => row);
  if (kind === "child" && page[0]) Object.assign(page[0], await readNumbers(db, student));
  return { rows: page, next: rows.length === PAGE ? (page.at(-1)?.id ?? null) : null };
}

type Numbers = { upi: Uint8Array | null; assessmentNo: Uint8Array | null; numbersKeyId: string | null };

/** The ministry's numbers, opened for whoever decides for the child. */
async function readNumbers(db: Db, student: string): Promise<{ upi: string | null; assessmentNo: string | null }> {
  const [row] = await db.$queryRaw<Numbers[]>`SELECT * FROM app.child_numbers(${student}::uuid)`;
  const open = (bytes: Uint8Array | null | undefined, field: string) =>
    bytes && row?.numbersKeyId ? openField({ bytes, keyId: row.numbersKeyId }, `student.${field}:${student}`) : null;
  return { upi: open(row?.upi, "upi"), assessmentNo: open(row?.assessmentNo, "assessmentNo") };
}
