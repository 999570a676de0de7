import { dayAt } from "@/lib/days";
import { type KeptText, noText } from "@/lib/two-texts";
import { filesOf, readLesson as readDocument } from "@/server/features/courses/lesson.schema";
import { readResources } from "@/server/features/courses/resources.queries";
import type { Ctx } from "@/server/platform/actor";
import { type Db, Sql } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { learningIn } from "./learning.policy";
import { type CompletionRule, type CourseCard, keptAnswers, type LessonView } from "./learning.schema";
import { type Drip, type Locked, type OutlineLesson, type OutlineModule, withLocks } from "./outline.domain";
import { nothingYet, type Progress } from "./progress.domain";

/** More courses than one child follows in years. */
const mostCourses = 100;
/** Fractional positions sort by their bytes. */
const inOrder = Sql.sql`m.position COLLATE "C", l.position COLLATE "C"`;

/**
 * A child's courses, those under way first and the latest on top, each with the lesson to go on with: the one that was
 * begun last, else the first that is open and not finished; the first of all where everything is.
 */
export function coursesSql(ctx: Ctx, most: number): Sql.Sql {
  const today = dayAt(ctx.now);
  return Sql.sql`
    SELECT e."courseId", c.title, c.language, a.name AS area, a."nameSw" AS "areaSw", c."lessonCount" AS lessons, e."lessonsDone" AS done,
           e.status::text AS status, e."lastActivityAt", e."completedAt",
           c."allowsQuestions" OR c."allowsComments" AS talks, next.lesson AS next
    FROM "Enrollment" e JOIN "Course" c ON c.id = e."courseId" JOIN "LearningArea" a ON a.code = c."learningAreaCode"
    LEFT JOIN LATERAL (
      SELECT jsonb_build_object('id', l.id, 'title', l.title, 'minutes', l.minutes, 'percent', coalesce(p.percent, 0), 'done', p."completedAt" IS NOT NULL,
               'opensOn', CASE WHEN c.drip = 'BY_DATE' AND m."opensOn" > ${today}::date AND NOT l."isPreview" THEN m."opensOn" END) AS lesson
      FROM "Lesson" l JOIN "CourseModule" m ON m.id = l."moduleId"
      LEFT JOIN "LessonProgress" p ON p."lessonId" = l.id AND p."studentId" = e."studentId"
      WHERE l."courseId" = c.id
      ORDER BY p."completedAt" IS NOT NULL, (c.drip = 'BY_DATE' AND coalesce(m."opensOn" > ${today}::date, false) AND NOT l."isPreview"), (l.id = e."lastLessonId") DESC NULLS LAST, ${inOrder}
      LIMIT 1) next ON true
    WHERE ${learningIn(ctx.actor)}
    ORDER BY e.status = 'COMPLETED', e."lastActivityAt" DESC NULLS LAST, e.id LIMIT ${most}`;
}

/** The courses a child follows. One read, whatever their number. */
export const listCourses = (ctx: Ctx) => ctx.work((db) => db.$queryRaw<CourseCard[]>(coursesSql(ctx, mostCourses)));

type Place = {
  courseId: string;
  studentId: string;
  course: string;
  language: string;
  drip: Drip;
  done: number;
  rule: CompletionRule;
  modules: OutlineModule[];
};

/** The course around a lesson, and how far the child is in each part. NOT_FOUND unless the child learns in it. One read. */
async function readPlace(ctx: Ctx, db: Db, lessonId: string): Promise<Place> {
  const [found] = await db.$queryRaw<Place[]>`
    SELECT e."courseId", e."studentId", c.title AS course, c.language, c.drip::text AS drip, e."lessonsDone" AS done, asked.completion::text AS rule,
      (SELECT jsonb_agg(part.module ORDER BY part.position COLLATE "C") FROM (
        SELECT m.position, jsonb_build_object('id', m.id, 'title', m.title, 'opensOn', m."opensOn", 'lessons',
          coalesce(jsonb_agg(jsonb_build_object('id', l.id, 'title', l.title, 'minutes', l.minutes, 'isPreview', l."isPreview",
            'percent', coalesce(p.percent, 0), 'done', p."completedAt" IS NOT NULL) ORDER BY l.position COLLATE "C") FILTER (WHERE l.id IS NOT NULL), '[]')) AS module
        FROM "CourseModule" m LEFT JOIN "Lesson" l ON l."moduleId" = m.id
        LEFT JOIN "LessonProgress" p ON p."lessonId" = l.id AND p."studentId" = e."studentId"
        WHERE m."courseId" = e."courseId" GROUP BY m.id) part) AS modules
    FROM "Lesson" asked JOIN "Enrollment" e ON e."courseId" = asked."courseId" JOIN "Course" c ON c.id = e."courseId"
    WHERE asked.id = ${lessonId}::uuid AND ${learningIn(ctx.actor)}`;
  if (!found) throw new AppError("NOT_FOUND", "lesson.not_found");
  return found;
}

export type LessonInReach = Omit<Place, "modules"> & {
  lesson: Locked<OutlineLesson>;
  modules: OutlineModule<Locked<OutlineLesson>>[];
};

/** A lesson the child follows, with what is open and what is not. */
export async function lessonInReach(ctx: Ctx, db: Db, lessonId: string): Promise<LessonInReach> {
  const place = await readPlace(ctx, db, lessonId);
  const modules = withLocks(place.modules, place.drip, dayAt(ctx.now));
  const lesson = modules.flatMap(({ lessons }) => lessons).find(({ id }) => id === lessonId);
  if (!lesson) throw new AppError("NOT_FOUND", "lesson.not_found");
  return { ...place, lesson, modules };
}

/** What a lesson says. One read. */
export async function readBody(db: Db, lessonId: string) {
  const content = await db.lessonContent.findUnique({ where: { lessonId }, select: { body: true } });
  return readDocument(content?.body);
}

/** How far the child is in one lesson, as it is kept. One read. */
export async function readProgress(
  db: Db,
  { studentId, lessonId }: { studentId: string; lessonId: string },
): Promise<Progress> {
  const row = await db.lessonProgress.findUnique({ where: { studentId_lessonId: { studentId, lessonId } } });
  if (!row) return nothingYet;
  const { percent, place, placeAt, seconds, completedAt } = row;
  return { percent, place, placeAt, seconds, completedAt, answers: keptAnswers.catch({}).parse(row.answers) };
}

/** A child's note to a lesson. One read. */
export async function readNote(
  db: Db,
  { studentId, lessonId }: { studentId: string; lessonId: string },
): Promise<KeptText> {
  const note = await db.learnerNote.findUnique({
    where: { studentId_lessonId: { studentId, lessonId } },
    select: { body: true, revision: true },
  });
  return note ?? noText;
}

/** A lesson to learn from. A locked one says why and shows nothing of what it holds. Five reads at most. */
export function readLesson(ctx: Ctx, lessonId: string): Promise<LessonView> {
  return ctx.work(async (db) => {
    const { courseId, studentId, course, language, done, rule, lesson, modules } = await lessonInReach(
      ctx,
      db,
      lessonId,
    );
    const { percent, place, answers, completedAt } = await readProgress(db, { studentId, lessonId });
    const doc = lesson.lock ? null : await readBody(db, lessonId);
    const shown = new Set(doc ? filesOf(doc) : []);
    const resources = doc ? await readResources(db, { courseId, lessonId }) : [];
    const lessons = modules.reduce((sum, module) => sum + module.lessons.length, 0);
    return {
      course: { id: courseId, title: course, language, done, lessons },
      lesson,
      rule,
      modules,
      doc,
      lock: lesson.lock,
      // What the text shows is not listed once more below it.
      resources: resources.filter(({ file }) => !shown.has(file.id)),
      progress: { percent, place, answers, completedAt },
      note: await readNote(db, { studentId, lessonId }),
    };
  });
}
