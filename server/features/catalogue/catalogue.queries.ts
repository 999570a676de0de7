import { z } from "zod";
import { encodeCursor, type Page, pageOf } from "@/lib/keyset";
import { readLesson, textOf } from "@/server/features/courses/lesson.schema";
import type { Actor, Ctx } from "@/server/platform/actor";
import { type Place, placeIn, placeKeys } from "@/server/platform/db/places";
import { type Db, Sql } from "@/server/platform/db/work";
import type {
  Aim,
  Area,
  CatalogueInput,
  CatalogueRow,
  PlacedRow,
  PreviewLesson,
  PublicCourse,
  PublicModule,
  PublicReview,
} from "./catalogue.schema";

/** Anybody may ask: what is read here is public, and row-level security shows a visitor nothing else. */
type Asking = Pick<Ctx<Actor>, "work">;

const reviewsShown = 6;

/** What a card and a page say of a course, over `"Course" c` and its area `a`. */
const cardFields = Sql.sql`c.id, c.slug, c.title, c.summary, c.language, c.grade::text AS grade, a.name AS area, a.code AS "areaCode", a."nameSw" AS "areaSw",
  c."lessonCount" AS lessons, c.minutes, c.price, c.currency, c."inPlan", c."ratingCount", c."ratingSum",
  CASE WHEN c."coverFileId" IS NOT NULL THEN jsonb_build_object('fileId', c."coverFileId", 'alt', c."coverAlt") END AS cover`;

const prices = {
  free: Sql.sql`c.price = 0`,
  plan: Sql.sql`c."inPlan"`,
  paid: Sql.sql`c.price > 0`,
} as const;

/** The mean rating in hundredths, as its index writes it. */
const rated = Sql.sql`(c."ratingSum" * 100 / greatest(c."ratingCount", 1))`;

/** What each order sorts by. */
const places = {
  rating: { by: rated, type: Sql.sql`int`, holds: z.int() },
  newest: { by: Sql.sql`c."publishedAt"`, type: Sql.sql`timestamptz`, holds: z.iso.datetime() },
  price: { by: Sql.sql`c.price`, type: Sql.sql`bigint`, holds: z.string().regex(/^\d{1,18}$/) },
  title: { by: Sql.sql`c.title`, type: Sql.sql`text`, holds: z.string() },
  followed: { by: Sql.sql`c."enrolledCount"`, type: Sql.sql`int`, holds: z.int() },
  match: { by: Sql.sql`found.match`, type: Sql.sql`float8`, holds: z.number() },
} as const satisfies Record<string, Place>;

/** Which of the courses `c` fit what was asked: published ones, found by index where words were given. */
function fitting({ q, filters }: CatalogueInput): Sql.Sql {
  const { grade, area, price, rating } = filters;
  const words = q ? Sql.sql`JOIN app.find_courses(${q}) found ON found.id = c.id` : Sql.empty;
  const asked = [
    Sql.sql`c.status = 'PUBLISHED'`,
    ...(grade?.length ? [Sql.sql`c.grade = ANY(${grade}::"Grade"[])`] : []),
    ...(area?.length ? [Sql.sql`c."learningAreaCode" = ANY(${area}::text[])`] : []),
    ...(price ? [prices[price]] : []),
    ...(rating ? [Sql.sql`${rated} >= ${Number(rating) * 100}::int`] : []),
  ];
  return Sql.sql`${words} WHERE ${Sql.join(asked, " AND ")}`;
}

/** Names of those who teach, in one read; somebody whose account ended has none. */
async function teacherNames(db: Db, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.$queryRaw<{ id: string; name: string }[]>`
    SELECT id, name FROM app.teacher_names(${[...new Set(ids)]}::uuid[])`;
  return new Map(rows.map(({ id, name }) => [id, name]));
}

type Found = Omit<PlacedRow, "teacher"> & { ownerId: string };

/** One page of the catalogue with how many there are: three reads, whatever the number of courses. */
export function listCatalogue(ctx: Asking, input: CatalogueInput): Promise<Page<CatalogueRow> & { total: number }> {
  const key = input.sort.replace(/^-/, "") as "best" | "rating" | "newest" | "price" | "title";
  const place = places[key === "best" ? (input.q ? "match" : "followed") : key];
  const keys = placeKeys(input, place, Sql.sql`c.id`);
  return ctx.work(async (db) => {
    const found = await db.$queryRaw<Found[]>`
      SELECT ${cardFields}, c."ownerId", ${place.by} AS place FROM "Course" c JOIN "LearningArea" a ON a.code = c."learningAreaCode" ${fitting(input)} AND ${keys.after}
      ORDER BY ${keys.orderBy} LIMIT ${keys.take}`;
    const [{ total } = { total: 0 }] = await db.$queryRaw<{ total: number }[]>`
      SELECT count(*)::int AS total FROM "Course" c ${fitting(input)}`;
    const page = pageOf(found, keys, (row) => [row.place, row.id], { total });
    const names = await teacherNames(
      db,
      page.rows.map(({ ownerId }) => ownerId),
    );
    return {
      ...page,
      rows: page.rows.map(({ ownerId, place: _, ...row }) => ({ ...row, teacher: names.get(ownerId) ?? null })),
      total,
    };
  });
}

/** Learning areas in which there is a course to find. One read. */
export const readCatalogueAreas = (ctx: Asking): Promise<Area[]> =>
  ctx.work((db) =>
    db.learningArea.findMany({
      where: { courses: { some: { status: "PUBLISHED" } } },
      orderBy: [{ position: "asc" }, { code: "asc" }],
      select: { code: true, name: true, nameSw: true },
    }),
  );

/** Addresses of all published courses, for search engines. One read. */
export const readCourseAddresses = (ctx: Asking): Promise<{ slug: string; updatedAt: Date }[]> =>
  ctx.work((db) =>
    db.course.findMany({
      where: { status: "PUBLISHED" },
      orderBy: [{ publishedAt: "desc" }, { id: "desc" }],
      // What one sitemap may hold, in two languages.
      take: 20_000,
      select: { slug: true, updatedAt: true },
    }),
  );

type PublishedRow = Omit<CatalogueRow, "teacher"> &
  Pick<
    PublicCourse,
    "whatYouLearn" | "audience" | "requirements" | "givesCertificate" | "allowsReviews" | "publishedAt" | "updatedAt"
  > & {
    description: unknown;
    staff: string[];
    requires: { slug: string; title: string }[];
    modules: PublicModule[];
  };

/** The course itself, who teaches it, what comes before it and its outline. One read. */
async function readPublished(db: Db, slug: string): Promise<PublishedRow | null> {
  const [found] = await db.$queryRaw<PublishedRow[]>`
    SELECT ${cardFields}, c.description, c."whatYouLearn", c.audience, c.requirements, coalesce((c.certificate->>'given')::boolean, false) AS "givesCertificate", c."allowsReviews", c."publishedAt", c."updatedAt",
      ARRAY(SELECT c."ownerId" UNION ALL SELECT i."userId" FROM "CourseInstructor" i WHERE i."courseId" = c.id) AS staff,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('slug', r.slug, 'title', r.title) ORDER BY r.title), '[]')
       FROM "CoursePrerequisite" p JOIN "Course" r ON r.id = p."requiredId" AND r.status = 'PUBLISHED' WHERE p."courseId" = c.id) AS requires,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'title', m.title, 'lessons',
          (SELECT coalesce(jsonb_agg(jsonb_build_object('id', l.id, 'title', l.title, 'minutes', l.minutes, 'isPreview', l."isPreview") ORDER BY l.position COLLATE "C"), '[]')
           FROM "Lesson" l WHERE l."moduleId" = m.id)) ORDER BY m.position COLLATE "C"), '[]')
       FROM "CourseModule" m WHERE m."courseId" = c.id) AS modules
    FROM "Course" c JOIN "LearningArea" a ON a.code = c."learningAreaCode"
    WHERE c.slug = ${slug} AND c.status = 'PUBLISHED'`;
  return found ?? null;
}

/** Some reviews of a course, latest first, and where the next ones begin. One read. */
async function readReviews(db: Db, courseId: string, cursor: string | undefined) {
  const [before, beforeId] = placeIn(cursor, z.iso.datetime()) ?? [null, null];
  const found = await db.$queryRaw<PublicReview[]>`
    SELECT * FROM app.public_reviews(${courseId}::uuid, ${before}::timestamptz, ${beforeId}::uuid, ${reviewsShown + 1}::int)`;
  const reviews = found.slice(0, reviewsShown);
  const last = reviews.at(-1);
  return { reviews, moreReviews: last && found.length > reviewsShown ? encodeCursor(last.createdAt, last.id) : null };
}

/** A published course as anybody may read it; null when there is none of that name. Five reads, whatever it holds. */
export function readPublicCourse(ctx: Asking, slug: string, cursor?: string): Promise<PublicCourse | null> {
  return ctx.work(async (db) => {
    const found = await readPublished(db, slug);
    if (!found) return null;
    const { staff, description, ...course } = found;
    const names = await teacherNames(db, staff);
    const teachers = staff.flatMap((id) => names.get(id) ?? []);
    const aims = await db.$queryRaw<Aim[]>`SELECT * FROM app.public_aims(${course.id}::uuid)`;
    const spread = await db.$queryRaw<{ rating: number; count: number }[]>`
      SELECT * FROM app.rating_spread(${course.id}::uuid)`;
    return {
      ...course,
      description: textOf(readLesson(description)),
      teacher: teachers[0] ?? null,
      teachers,
      aims,
      spread: [5, 4, 3, 2, 1].map((stars) => spread.find(({ rating }) => rating === stars)?.count ?? 0),
      ...(await readReviews(db, course.id, cursor)),
    };
  });
}

/** A lesson of a published course that is open to everybody; null for any other. One read. */
export function readPreview(ctx: Asking, slug: string, lessonId: string): Promise<PreviewLesson | null> {
  if (!z.uuid().safeParse(lessonId).success) return Promise.resolve(null);
  return ctx.work(async (db) => {
    const [found] = await db.$queryRaw<(Omit<PreviewLesson, "doc"> & { body: unknown })[]>`
      SELECT l.title, l.minutes, c.title AS course, c.slug, c.language, x.body
      FROM "Course" c JOIN "Lesson" l ON l."courseId" = c.id JOIN "LessonContent" x ON x."lessonId" = l.id
      WHERE c.slug = ${slug} AND c.status = 'PUBLISHED' AND l.id = ${lessonId}::uuid AND l."isPreview"`;
    if (!found) return null;
    const { body, ...lesson } = found;
    return { ...lesson, doc: readLesson(body) };
  });
}
