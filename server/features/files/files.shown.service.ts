import type { Db } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";

/** A file stays as long as the text of a lesson would lose it with these places it has in courses; `kept` is where it goes. */
export async function refuseShown(
  db: Db,
  fileId: string,
  places: readonly string[],
  kept: string | null = null,
): Promise<void> {
  const [lesson] = await db.$queryRaw<{ title: string }[]>`
    SELECT l.title FROM "CourseResource" taken JOIN "Lesson" l ON l."courseId" = taken."courseId"
    JOIN "LessonContent" c ON c."lessonId" = l.id
    WHERE taken.id = ANY(${places}::uuid[]) AND l.id IS DISTINCT FROM ${kept}::uuid AND c.body::text LIKE ${`%${fileId}%`}
      AND NOT EXISTS (SELECT FROM "CourseResource" r WHERE r."courseId" = l."courseId" AND r."fileId" = ${fileId}::uuid
        AND r.id <> ALL(${places}::uuid[]) AND (r."lessonId" IS NULL OR r."lessonId" = l.id))
    ORDER BY l.title LIMIT 1`;
  if (lesson) throw new AppError("CONFLICT", "resource.shown", { meta: { lesson: lesson.title } });
}

/** A file of a course that is removed whole must be held by no course, now or before, and by no question, also not by one asked before. */
export async function refuseStillShown(db: Db, fileId: string): Promise<void> {
  const places = await db.courseResource.findMany({ where: { fileId }, select: { id: true } });
  await refuseShown(
    db,
    fileId,
    places.map(({ id }) => id),
  );
  if ((await db.questionFile.count({ where: { fileId } })) > 0) throw new AppError("CONFLICT", "file.asked");
  const [held] = await db.$queryRaw<{ stands: boolean }[]>`SELECT app.sent_file_stands(${fileId}::uuid) AS stands`;
  if (held?.stands) throw new AppError("CONFLICT", "file.in_course");
}
