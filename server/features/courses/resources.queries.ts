import { kindOf, mimes } from "@/lib/file-types";
import { keyset, pageOf } from "@/lib/keyset";
import type { Ctx } from "@/server/platform/actor";
import { type Db, type Prisma, Sql } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { isOpenToChange } from "./courses.domain";
import { editableCourses, taughtCourses } from "./courses.policy";
import { type AllResourcesInput, type FileVersion, MAX_RESOURCES, type ResourceView } from "./resources.schema";

/** Counting stops here: "more than 1,000". */
const mostCounted = 1_000;
/** Courses offered as a filter and for adding a file; files of any further one are found by searching. */
const mostCourses = 200;
/** Rules look at the courses most learners follow, and show what they find first: work for one sitting. */
const mostLookedAt = 20;
const mostHints = 3;

const fields = {
  id: true,
  title: true,
  lesson: { select: { id: true, title: true } },
  file: { select: { id: true, name: true, mime: true, size: true, scan: true } },
} as const satisfies Prisma.CourseResourceSelect;
type Row = Prisma.CourseResourceGetPayload<{ select: typeof fields }>;

/** How often learners and families opened a file and what it was before, over `"CourseResource" r`. */
const opensSql = Sql.sql`(
  SELECT coalesce(sum(o.opens), 0)::int FROM "CourseFileOpens" o WHERE o."fileId" = r."fileId" OR o."fileId" IN (
    SELECT w."fileId" FROM "CourseFileVersion" v JOIN "CourseFileVersion" w ON w."seriesId" = v."seriesId"
    WHERE v."courseId" = r."courseId" AND v."fileId" = r."fileId"))`;

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

/** Files that stood in a place of a course one teaches, one after the other, the newest first; and how often each was opened. */
export function readFileHistory(ctx: Ctx, courseId: string) {
  return ctx.work(async (db) => {
    const rows = await db.courseFileVersion.findMany({
      where: { courseId, course: taughtCourses(ctx.actor) },
      orderBy: [{ number: "desc" }],
      select: { seriesId: true, number: true, createdAt: true, addedById: true, file: { select: fields.file.select } },
    });
    const senders = await db.$queryRaw<{ id: string; name: string }[]>`
      SELECT id, name FROM app.teacher_names(${[...new Set(rows.map(({ addedById }) => addedById))]}::uuid[])`;
    const names = new Map(senders.map(({ id, name }) => [id, name]));
    const opens = await db.$queryRaw<{ fileId: string; opens: number }[]>`
      SELECT r."fileId", ${opensSql} AS opens FROM "CourseResource" r WHERE r."courseId" = ${courseId}::uuid GROUP BY r."courseId", r."fileId"`;
    return {
      versions: rows.map(
        ({ addedById, file: { id: fileId, name, size }, ...version }): FileVersion => ({
          ...version,
          fileId,
          name,
          size: Number(size),
          by: names.get(addedById) ?? null,
        }),
      ),
      opens: new Map(opens.map((one) => [one.fileId, one.opens])),
    };
  });
}
export type FileHistory = Awaited<ReturnType<typeof readFileHistory>>;

/** The pictures among them that may be shown, each once. */
export async function listPictures(ctx: Ctx, courseId: string): Promise<ResourceView[]> {
  const rows = await listResources(ctx, { courseId });
  const pictures = rows.filter(({ ready, file }) => ready && file.mime.startsWith("image/"));
  return [...new Map(pictures.map((one) => [one.file.id, one])).values()];
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

/** The courses whose files one changes, by title. */
async function readOwnCourses(db: Db, ctx: Ctx) {
  const courses = await db.course.findMany({
    where: editableCourses(ctx.actor),
    orderBy: [{ title: "asc" }, { id: "asc" }],
    take: mostCourses,
    select: { id: true, title: true, status: true },
  });
  return courses.map(({ status, ...course }) => ({ ...course, takesFiles: isOpenToChange(status) }));
}

/** The condition of the list of all files: a course one only reads is not among them. */
function listed(ctx: Ctx, { q, filters: { course, kind, scan } }: AllResourcesInput): Prisma.CourseResourceWhereInput {
  const found = { contains: q, mode: "insensitive" } as const;
  return {
    AND: [
      { course: editableCourses(ctx.actor) },
      course?.length ? { courseId: { in: course } } : {},
      kind?.length ? { file: { mime: { in: mimes.filter((mime) => kind.some((one) => one === kindOf(mime))) } } } : {},
      scan?.length ? { file: { scan: { in: scan } } } : {},
      q ? { OR: [{ title: found }, { file: { name: found } }] } : {},
    ],
  };
}

/** Which lessons of these courses have a file beside them or in their text. */
const usesSql = (courseIds: readonly string[]) => Sql.sql`
  SELECT r."courseId", r."lessonId", r."fileId"::text AS "fileId"
  FROM "CourseResource" r WHERE r."courseId" = ANY(${courseIds}::uuid[]) AND r."lessonId" IS NOT NULL
  UNION
  SELECT l."courseId", l.id, jsonb_path_query(x.body, 'strict $.**.fileId') #>> '{}'
  FROM "Lesson" l JOIN "LessonContent" x ON x."lessonId" = l.id WHERE l."courseId" = ANY(${courseIds}::uuid[])`;

type Uses = { lesson: string | null; lessons: number };

/** For each of these files the first lesson that uses it, by title, and how many do. One read. */
async function readUses(db: Db, rows: readonly { id: string; course: { id: string } }[]): Promise<Map<string, Uses>> {
  const used = await db.$queryRaw<(Uses & { id: string })[]>`
    WITH uses AS (${usesSql([...new Set(rows.map(({ course }) => course.id))])})
    SELECT r.id, min(l.title) AS lesson, count(*)::int AS lessons
    FROM "CourseResource" r
    JOIN uses u ON u."courseId" = r."courseId" AND u."fileId" = r."fileId"::text
    JOIN "Lesson" l ON l.id = u."lessonId"
    WHERE r.id = ANY(${rows.map(({ id }) => id)}::uuid[]) GROUP BY r.id`;
  return new Map(used.map(({ id, ...uses }) => [id, uses]));
}

/** How often each of these was opened. One read. */
async function readOpens(db: Db, ids: readonly string[]): Promise<Map<string, number>> {
  const rows = await db.$queryRaw<{ id: string; opens: number }[]>`
    SELECT r.id, ${opensSql} AS opens FROM "CourseResource" r WHERE r.id = ANY(${ids}::uuid[])`;
  return new Map(rows.map(({ id, opens }) => [id, opens]));
}

/** IN-8: the files of all courses one changes, a page at a time. Five reads, however many there are. */
export function listAllResources(ctx: Ctx, input: AllResourcesInput) {
  const where = listed(ctx, input);
  const keys = keyset(input, { title: { field: "title" }, createdAt: { field: "createdAt", kind: "date" } });
  return ctx.work(async (db) => {
    const courses = await readOwnCourses(db, ctx);
    const found = await db.courseResource.findMany({
      where: { AND: [where, keys.where] },
      orderBy: keys.orderBy,
      take: keys.take,
      select: { ...fields, createdAt: true, course: { select: { id: true, title: true } } },
    });
    const counted = await db.courseResource.count({ where, take: mostCounted + 1 });
    const page = pageOf(found, keys, (row) => [input.sort.endsWith("title") ? row.title : row.createdAt, row.id], {
      total: Math.min(counted, mostCounted),
      isFloor: counted > mostCounted,
    });
    const uses = await readUses(db, page.rows);
    const opens = await readOpens(
      db,
      page.rows.map(({ id }) => id),
    );
    const rows = page.rows.map(({ lesson, file, ...row }) => ({
      ...row,
      file: { ...file, size: Number(file.size) },
      /** Shown beside every lesson of its course. */
      whole: lesson === null,
      uses: uses.get(row.id) ?? { lesson: null, lessons: 0 },
      /** Pictures are seen with their lesson: nobody opens them. */
      opens: file.mime.startsWith("image/") ? null : (opens.get(row.id) ?? 0),
    }));
    return { ...page, rows, courses };
  });
}
export type AllResources = Awaited<ReturnType<typeof listAllResources>>;
export type AllResourcesRow = AllResources["rows"][number];

export type ResourceHint = { id: string; title: string; course: { id: string; title: string } };
const first = (found: readonly ResourceHint[]) => ({
  found: found.slice(0, mostHints),
  more: found.length > mostHints,
});

/** What two written rules find in the courses one may change now: lessons without a file, and files without a lesson. Three reads. */
export function listResourceHints(ctx: Ctx) {
  return ctx.work(async (db) => {
    const courses = await db.course.findMany({
      where: { AND: [editableCourses(ctx.actor), { status: { in: ["DRAFT", "PUBLISHED"] } }] },
      orderBy: [{ enrolledCount: "desc" }, { id: "asc" }],
      take: mostLookedAt,
      select: { id: true },
    });
    const ids = courses.map(({ id }) => id);
    return { lessons: first(await readBareLessons(db, ids)), files: first(await readUnusedFiles(db, ids)) };
  });
}
export type ResourceHints = Awaited<ReturnType<typeof listResourceHints>>;

/** Lessons that have no file beside them and none in their text, those with most learners first. */
const readBareLessons = (db: Db, courseIds: readonly string[]) =>
  db.$queryRaw<ResourceHint[]>`
    WITH uses AS (${usesSql(courseIds)})
    SELECT l.id, l.title, jsonb_build_object('id', c.id, 'title', c.title) AS course
    FROM "Lesson" l JOIN "CourseModule" m ON m.id = l."moduleId" JOIN "Course" c ON c.id = l."courseId"
    WHERE l."courseId" = ANY(${courseIds}::uuid[]) AND NOT EXISTS (SELECT FROM uses u WHERE u."lessonId" = l.id)
    ORDER BY c."enrolledCount" DESC, c.id, m.position COLLATE "C", l.position COLLATE "C" LIMIT ${mostHints + 1}`;

/** Files of whole courses that belong to no lesson, stand in no lesson's text and are not the cover; the oldest first. */
const readUnusedFiles = (db: Db, courseIds: readonly string[]) =>
  db.$queryRaw<ResourceHint[]>`
    WITH uses AS (${usesSql(courseIds)})
    SELECT r.id, r.title, jsonb_build_object('id', c.id, 'title', c.title) AS course
    FROM "CourseResource" r JOIN "Course" c ON c.id = r."courseId"
    WHERE r."courseId" = ANY(${courseIds}::uuid[]) AND r."lessonId" IS NULL AND r."fileId" IS DISTINCT FROM c."coverFileId"
      AND NOT EXISTS (SELECT FROM uses u WHERE u."courseId" = r."courseId" AND u."fileId" = r."fileId"::text)
    ORDER BY r."createdAt", r.id LIMIT ${mostHints + 1}`;
