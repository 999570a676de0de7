import { readCompetencies } from "@/server/features/curriculum/curriculum.queries";
import { curriculumInput } from "@/server/features/curriculum/curriculum.schema";
import type { Ctx } from "@/server/platform/actor";
import type { Db } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { editableCourses, taughtCourses } from "./courses.policy";
import type { CourseRecord } from "./courses.queries";
import { type LessonDoc, readLesson } from "./lesson.schema";
import { type OutlineLesson, type OutlineModule, VERSIONS_SHOWN } from "./lessons.schema";

/** The modules of a course with their lessons, in order: three reads, whatever the course holds. */
export async function readOutline(db: Db, courseId: string): Promise<OutlineModule[]> {
  const modules = await db.courseModule.findMany({
    where: { courseId },
    orderBy: [{ position: "asc" }, { id: "asc" }],
    select: { id: true, title: true, summary: true, opensOn: true },
  });
  const lessons = await db.$queryRaw<OutlineLesson[]>`
    SELECT l.id, l."moduleId", l.title, l.minutes, l."isPreview", l.completion, coalesce(x.text, '') <> '' AS written,
           (SELECT count(*)::int FROM "LessonCompetency" c WHERE c."lessonId" = l.id) AS competencies
    FROM "Lesson" l LEFT JOIN "LessonContent" x ON x."lessonId" = l.id
    WHERE l."courseId" = ${courseId}::uuid ORDER BY l.position, l.id`;
  const byModule = Map.groupBy(lessons, ({ moduleId }) => moduleId);
  return modules.map((module) => ({ ...module, lessons: byModule.get(module.id) ?? [] }));
}

/** The outline of a course one teaches. */
export const listOutline = (ctx: Ctx, courseId: string) =>
  ctx.work(async (db) => {
    const course = await db.course.findFirst({
      where: { AND: [{ id: courseId }, taughtCourses(ctx.actor)] },
      select: { id: true },
    });
    if (!course) throw new AppError("NOT_FOUND", "course.not_found");
    return readOutline(db, courseId);
  });

const competencyFields = { id: true, code: true, statement: true, language: true } as const;

/** A lesson of a course one teaches, with what it says, what it is meant to teach, and what it said before. */
export function readLessonRecord(ctx: Ctx, id: string) {
  return ctx.work(async (db) => {
    const lesson = await db.lesson.findFirst({
      where: { id, course: taughtCourses(ctx.actor) },
      select: {
        id: true,
        courseId: true,
        title: true,
        minutes: true,
        isPreview: true,
        completion: true,
        module: { select: { id: true, title: true } },
        content: { select: { body: true, version: true, updatedAt: true } },
        competencies: {
          select: { competency: { select: competencyFields } },
          orderBy: { competency: { code: "asc" } },
        },
      },
    });
    if (!lesson) throw new AppError("NOT_FOUND", "lesson.not_found");
    const versions = await db.lessonVersion.findMany({
      where: { lessonId: id },
      orderBy: { number: "desc" },
      take: VERSIONS_SHOWN,
      select: { number: true, createdAt: true, authorId: true },
    });
    const { content, competencies, ...rest } = lesson;
    return {
      ...rest,
      body: readLesson(content?.body) as LessonDoc,
      version: content?.version ?? 0,
      savedAt: content?.updatedAt ?? null,
      competencies: competencies.map(({ competency }) => competency),
      versions,
    };
  });
}
export type LessonRecord = Awaited<ReturnType<typeof readLessonRecord>>;

/** What a lesson said in an earlier version, for those who may bring it back; null when there is none. */
export const readVersion = (ctx: Ctx, lessonId: string, number: number) =>
  ctx.work(async (db) => {
    const found = await db.lessonVersion.findFirst({
      where: { lessonId, number, lesson: { course: editableCourses(ctx.actor) } },
      select: { number: true, body: true },
    });
    return found && { number: found.number, body: readLesson(found.body) };
  });

/** Competencies a lesson of the course may aim at, by words or code: of its own grade and area. */
export const findAims = (ctx: Ctx, course: Pick<CourseRecord, "grade" | "learningAreaCode">, q: string) =>
  ctx.work((db) => {
    const filters = { grade: course.grade, area: course.learningAreaCode };
    return readCompetencies(db, curriculumInput.parse({ filters, limit: 25, ...(q ? { q } : {}) }));
  });
