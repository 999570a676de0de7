import type { Ctx } from "@/server/platform/actor";
import type { Db, Prisma } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { taughtCourses } from "./courses.policy";
import { MAX_RESOURCES, type ResourceView } from "./resources.schema";

const fields = {
  id: true,
  title: true,
  lesson: { select: { id: true, title: true } },
  file: { select: { id: true, name: true, mime: true, size: true, scan: true } },
} as const satisfies Prisma.CourseResourceSelect;
type Row = Prisma.CourseResourceGetPayload<{ select: typeof fields }>;

const viewOf = ({ file: { scan, size, ...file }, ...row }: Row): ResourceView => ({
  ...row,
  file: { ...file, size: Number(size) },
  ready: scan === "CLEAN" || scan === "SKIPPED",
});

/** The files of a course one teaches, the newest first. */
export function listResources(ctx: Ctx, { courseId }: { courseId: string }): Promise<ResourceView[]> {
  return ctx.work(async (db) => {
    const course = await db.course.findFirst({
      where: { AND: [{ id: courseId }, taughtCourses(ctx.actor)] },
      select: { id: true },
    });
    if (!course) throw new AppError("NOT_FOUND", "course.not_found");
    const rows = await db.courseResource.findMany({
      where: { courseId },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: MAX_RESOURCES,
      select: fields,
    });
    return rows.map(viewOf);
  });
}

/** What belongs to a lesson and to the whole course around it, for who reads the lesson. One read. */
export async function readResources(
  db: Db,
  { courseId, lessonId }: { courseId: string; lessonId: string },
): Promise<ResourceView[]> {
  return db.$queryRaw<ResourceView[]>`
    SELECT r.id, r.title, NULL AS lesson, f.scan IN ('CLEAN', 'SKIPPED') AS ready,
      jsonb_build_object('id', f.id, 'name', f.name, 'mime', f.mime, 'size', f.size) AS file
    FROM "CourseResource" r JOIN "StoredFile" f ON f.id = r."fileId"
    WHERE r."courseId" = ${courseId}::uuid AND (r."lessonId" = ${lessonId}::uuid OR r."lessonId" IS NULL)
    ORDER BY r."lessonId" NULLS LAST, r."createdAt", r.id LIMIT ${MAX_RESOURCES}`;
}
