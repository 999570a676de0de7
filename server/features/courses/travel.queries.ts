import { isMime } from "@/lib/file-types";
import { visibleFilesSql } from "@/server/features/files/files.policy";
import type { Ctx } from "@/server/platform/actor";
import type { Db } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { editableCourses } from "./courses.policy";
import type { HeldFile, WholeCourse } from "./travel.domain";

const inOrder = [{ createdAt: "asc" as const }, { id: "asc" as const }];
const byPosition = [{ position: "asc" as const }, { id: "asc" as const }];
const byCode = {
  select: { competency: { select: { code: true } } },
  orderBy: { competency: { code: "asc" as const } },
};
const codesOf = (aims: readonly { competency: { code: string } }[]) => aims.map(({ competency }) => competency.code);

async function readCourseFacts(db: Db, ctx: Ctx, id: string): Promise<WholeCourse["course"]> {
  const course = await db.course.findFirst({
    where: { AND: [{ id }, editableCourses(ctx.actor)] },
    select: {
      title: true,
      grade: true,
      learningAreaCode: true,
      language: true,
      summary: true,
      description: true,
      whatYouLearn: true,
      audience: true,
      requirements: true,
      price: true,
      inPlan: true,
      drip: true,
      certificate: true,
      allowsReviews: true,
      allowsQuestions: true,
      allowsComments: true,
      coverFileId: true,
      coverAlt: true,
    },
  });
  if (!course) throw new AppError("NOT_FOUND", "course.not_found");
  return course as WholeCourse["course"];
}

async function readRequired(db: Db, courseId: string): Promise<WholeCourse["requires"]> {
  const before = await db.coursePrerequisite.findMany({ where: { courseId }, select: { requiredId: true } });
  return db.course.findMany({
    where: { id: { in: before.map(({ requiredId }) => requiredId) } },
    select: { slug: true, title: true },
    orderBy: { slug: "asc" },
  });
}

async function readLessons(db: Db, courseId: string): Promise<WholeCourse["lessons"]> {
  const lessons = await db.lesson.findMany({
    where: { courseId },
    orderBy: byPosition,
    select: {
      id: true,
      moduleId: true,
      title: true,
      minutes: true,
      isPreview: true,
      completion: true,
      content: { select: { body: true } },
      competencies: byCode,
    },
  });
  return lessons.map(({ content, competencies, ...lesson }) => ({
    ...lesson,
    competencies: codesOf(competencies),
    body: content?.body ?? null,
  }));
}

const readAssessments = (db: Db, courseId: string) =>
  db.assessment.findMany({
    where: { courseId },
    orderBy: inOrder,
    select: {
      title: true,
      instructions: true,
      mode: true,
      adaptiveConfig: true,
      timeLimitMinutes: true,
      maxAttempts: true,
      passPercent: true,
      opensAt: true,
      dueAt: true,
      shuffle: true,
      showsKey: true,
      lessonId: true,
      items: {
        orderBy: byPosition,
        select: { id: true, questionId: true, points: true, rightItemId: true, wrongItemId: true },
      },
    },
  });

/** Questions of the assessments of a course as they are asked now. */
const readAsked = (db: Db, courseId: string) =>
  db.$queryRaw<WholeCourse["questions"]>`
    SELECT q.id, q.grade::text AS grade, q."learningAreaCode", q.language, q.difficulty, q.tags, v.body, k.key,
      ARRAY(SELECT c.code FROM "QuestionCompetency" t JOIN "Competency" c ON c.id = t."competencyId" WHERE t."questionId" = q.id ORDER BY c.code) AS competencies
    FROM "Question" q JOIN "QuestionVersion" v ON v."questionId" = q.id AND v.number = q."currentNumber"
    JOIN "QuestionKey" k ON k."versionId" = v.id
    WHERE q.id IN (SELECT i."questionId" FROM "AssessmentItem" i JOIN "Assessment" a ON a.id = i."assessmentId" WHERE a."courseId" = ${courseId}::uuid)`;

async function readAssignments(db: Db, courseId: string): Promise<WholeCourse["assignments"]> {
  const rows = await db.assignment.findMany({
    where: { courseId },
    orderBy: inOrder,
    select: {
      title: true,
      instructions: true,
      rubricId: true,
      lessonId: true,
      takesText: true,
      takesPhotos: true,
      takesFiles: true,
      maxFiles: true,
      opensAt: true,
      dueAt: true,
      lateRule: true,
      mayTakeBack: true,
      competencies: byCode,
    },
  });
  return rows.map(({ competencies, ...row }) => ({ ...row, competencies: codesOf(competencies) }));
}

/** A course one may change, with everything that belongs to it: as many reads for a large one as for a small one. */
export async function readWholeCourse(db: Db, ctx: Ctx, id: string): Promise<WholeCourse> {
  return {
    course: await readCourseFacts(db, ctx, id),
    requires: await readRequired(db, id),
    modules: await db.courseModule.findMany({
      where: { courseId: id },
      orderBy: byPosition,
      select: { id: true, title: true, summary: true, opensOn: true },
    }),
    lessons: await readLessons(db, id),
    resources: await db.courseResource.findMany({
      where: { courseId: id },
      orderBy: inOrder,
      select: { fileId: true, title: true, lessonId: true },
    }),
    assessments: await readAssessments(db, id),
    questions: await readAsked(db, id),
    rubrics: await db.rubric.findMany({
      where: { courseId: id },
      orderBy: inOrder,
      select: { id: true, title: true, criteria: true },
    }),
    assignments: await readAssignments(db, id),
  };
}

/** Files of courses that one may see and that may be served; what is about a child is none of them. */
export async function readCourseFiles(db: Db, ctx: Ctx, ids: readonly string[]): Promise<Map<string, HeldFile>> {
  const rows = await db.$queryRaw<(Omit<HeldFile, "size"> & { size: bigint })[]>`
    SELECT f.id, f.name, f.mime, f.sha256, f.size, f."storageKey" FROM "StoredFile" f
    WHERE f.id = ANY(${ids}::uuid[]) AND f.purpose = 'course' AND f."studentId" IS NULL AND f.scan IN ('CLEAN', 'SKIPPED')
      AND ${visibleFilesSql(ctx.actor)}`;
  return new Map(rows.filter(({ mime }) => isMime(mime)).map((row) => [row.id, { ...row, size: Number(row.size) }]));
}

export type SentArchive = { id: string; name: string; size: number; storageKey: string };

/** An archive one has sent and that has not been taken in yet; null when there is none. */
export const findArchive = (ctx: Ctx, id: string): Promise<SentArchive | null> =>
  ctx.work(async (db) => {
    const found = await db.storedFile.findFirst({
      where: { id, purpose: "course-archive", ownerId: ctx.actor.userId, scan: { not: "INFECTED" } },
      select: { id: true, name: true, size: true, storageKey: true },
    });
    return found && { ...found, size: Number(found.size) };
  });

/** What an archive names of this school, as far as the reader knows it here. */
export type KnownHere = { areas: Set<string>; competencies: Map<string, string>; courses: Map<string, string> };

export async function readKnown(
  db: Db,
  named: { areas: readonly string[]; competencies: readonly string[]; courses: readonly string[] },
): Promise<KnownHere> {
  const areas = await db.learningArea.findMany({ where: { code: { in: [...named.areas] } }, select: { code: true } });
  const competencies = await db.competency.findMany({
    where: { code: { in: [...named.competencies] } },
    select: { id: true, code: true },
  });
  const courses = await db.course.findMany({
    where: { slug: { in: [...named.courses] } },
    select: { id: true, slug: true },
  });
  return {
    areas: new Set(areas.map(({ code }) => code)),
    competencies: new Map(competencies.map(({ id, code }) => [code, id])),
    courses: new Map(courses.map(({ id, slug }) => [slug, id])),
  };
}
