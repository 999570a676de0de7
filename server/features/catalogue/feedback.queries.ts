import { keyset, pageOf } from "@/lib/keyset";
import { taughtCourses } from "@/server/features/courses/courses.policy";
import type { Ctx } from "@/server/platform/actor";
import { type Db, type Prisma, Sql } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import type { FeedbackFigures } from "./feedback.domain";
import { type FeedbackInput, type ReportedListInput, reportFinding } from "./feedback.schema";

const reviewFields = {
  id: true,
  course: { select: { id: true, title: true } },
  rating: true,
  clarity: true,
  engagement: true,
  usefulness: true,
  body: true,
  language: true,
  reply: true,
  repliedAt: true,
  hiddenReason: true,
  createdAt: true,
} as const satisfies Prisma.CourseReviewSelect;

const states = {
  waiting: { reply: null, hiddenReason: null },
  answered: { reply: { not: null } },
  hidden: { hiddenReason: { not: null } },
} as const satisfies Record<string, Prisma.CourseReviewWhereInput>;

/** First names of those who wrote these reviews. One read. */
async function authorsOf(db: Db, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.$queryRaw<{ id: string; author: string }[]>`
    SELECT id, author FROM app.review_authors(${[...ids]}::uuid[])`;
  return new Map(rows.map(({ id, author }) => [id, author]));
}

/** Reviews of these that wait for moderation. One read. */
async function reportedOf(db: Db, ids: readonly string[]): Promise<Set<string>> {
  const rows = await db.moderationItem.findMany({
    where: { subjectType: "review", status: "WAITING", subjectId: { in: [...ids] } },
    select: { subjectId: true },
  });
  return new Set(rows.map(({ subjectId }) => subjectId));
}

/** Figures over the reviews of one's courses, or of some of them, counted from the rows. One read. */
async function readFigures(ctx: Ctx, db: Db, courseIds: readonly string[] | undefined): Promise<FeedbackFigures> {
  const daysAgo = (days: number) => new Date(ctx.now.getTime() - days * 86_400_000);
  const some = courseIds?.length ? Sql.sql`AND r."courseId" = ANY(${[...courseIds]}::uuid[])` : Sql.empty;
  const [row] = await db.$queryRaw<FeedbackFigures[]>`
    SELECT count(*)::int AS count, avg(r.rating)::float8 AS mean, (count(*) FILTER (WHERE r.reply IS NULL))::int AS waiting,
      avg(r.rating) FILTER (WHERE r."createdAt" > ${daysAgo(90)})::float8 AS lately,
      avg(r.rating) FILTER (WHERE r."createdAt" <= ${daysAgo(90)} AND r."createdAt" > ${daysAgo(180)})::float8 AS before,
      ARRAY[count(*) FILTER (WHERE r.rating = 5), count(*) FILTER (WHERE r.rating = 4), count(*) FILTER (WHERE r.rating = 3),
            count(*) FILTER (WHERE r.rating = 2), count(*) FILTER (WHERE r.rating = 1)]::int[] AS spread
    FROM "CourseReview" r WHERE r."courseId" IN (SELECT app.taught_courses()) AND r."hiddenReason" IS NULL ${some}`;
  return row ?? { count: 0, mean: null, waiting: 0, lately: null, before: null, spread: [0, 0, 0, 0, 0] };
}

/** IN-15: what families say about one's courses, a page at a time, with its figures. Six reads, whatever their number. */
export function listFeedback(ctx: Ctx, input: FeedbackInput) {
  const { course, rating, state, language } = input.filters;
  const where: Prisma.CourseReviewWhereInput = {
    AND: [
      { course: taughtCourses(ctx.actor) },
      course?.length ? { courseId: { in: course } } : {},
      rating?.length ? { rating: { in: rating.map(Number) } } : {},
      state ? states[state] : {},
      language ? { language } : {},
      input.q ? { body: { contains: input.q, mode: "insensitive" } } : {},
    ],
  };
  const keys = keyset(input, {
    createdAt: { field: "createdAt", kind: "date" },
    rating: { field: "rating", kind: "number" },
  });
  return ctx.work(async (db) => {
    const fetched = await db.courseReview.findMany({
      where: { AND: [where, keys.where] },
      orderBy: keys.orderBy,
      take: keys.take,
      select: reviewFields,
    });
    const total = await db.courseReview.count({ where });
    const page = pageOf(fetched, keys, (row) => [input.sort.endsWith("rating") ? row.rating : row.createdAt, row.id], {
      total,
    });
    const ids = page.rows.map(({ id }) => id);
    const authors = await authorsOf(db, ids);
    const reported = await reportedOf(db, ids);
    const courses = await db.course.findMany({
      where: taughtCourses(ctx.actor),
      orderBy: [{ title: "asc" }, { id: "asc" }],
      take: 200,
      select: { id: true, title: true },
    });
    return {
      ...page,
      rows: page.rows.map((row) => ({
        ...row,
        author: authors.get(row.id) ?? null,
        reported: reported.has(row.id),
      })),
      courses,
      figures: await readFigures(ctx, db, course),
    };
  });
}
export type Feedback = Awaited<ReturnType<typeof listFeedback>>;
export type FeedbackRow = Feedback["rows"][number];

/** One review of a course one teaches, and what one may do about it. NOT_FOUND for any other. Three reads. */
export function readFeedback(ctx: Ctx, id: string) {
  return ctx.work(async (db) => {
    const found = await db.courseReview.findFirst({
      where: { id, course: taughtCourses(ctx.actor) },
      select: {
        ...reviewFields,
        // Also who answers for it.
        course: {
          select: { id: true, title: true, ownerId: true, instructors: { select: { userId: true, canEdit: true } } },
        },
      },
    });
    if (!found) throw new AppError("NOT_FOUND", "feedback.not_found");
    const { course, ...review } = found;
    const edits = course.instructors.some(({ userId, canEdit }) => canEdit && userId === ctx.actor.userId);
    return {
      ...review,
      course: { id: course.id, title: course.title },
      author: (await authorsOf(db, [id])).get(id) ?? null,
      reported: (await reportedOf(db, [id])).has(id),
      mayReply: review.hiddenReason === null && (edits || course.ownerId === ctx.actor.userId),
    };
  });
}
export type FeedbackRecord = Awaited<ReturnType<typeof readFeedback>>;

/** Reviews that teachers brought before moderation, the longest waiting first. Four reads, whatever their number. */
export function listReported(ctx: Ctx, input: ReportedListInput) {
  const where: Prisma.ModerationItemWhereInput = { subjectType: "review", status: "WAITING" };
  const keys = keyset(input, { createdAt: { field: "createdAt", kind: "date" } });
  return ctx.work(async (db) => {
    const fetched = await db.moderationItem.findMany({
      where: { AND: [where, keys.where] },
      orderBy: keys.orderBy,
      take: keys.take,
      select: { id: true, subjectId: true, title: true, findings: true, submittedById: true, createdAt: true },
    });
    const total = await db.moderationItem.count({ where });
    const page = pageOf(fetched, keys, (row) => [row.createdAt, row.id], { total });
    const ids = page.rows.map(({ subjectId }) => subjectId);
    const reviews = await db.courseReview.findMany({ where: { id: { in: ids } }, select: reviewFields });
    const authors = await authorsOf(db, ids);
    const byId = new Map(reviews.map((review) => [review.id, review]));
    return {
      ...page,
      rows: page.rows.flatMap(({ findings, submittedById, ...item }) => {
        const review = byId.get(item.subjectId);
        if (!review) return [];
        const reason = reportFinding.array().safeParse(findings).data?.[0]?.detail ?? "";
        const own = submittedById === ctx.actor.userId;
        return [{ ...item, reason, own, review: { ...review, author: authors.get(review.id) ?? null } }];
      }),
    };
  });
}
export type ReportedPage = Awaited<ReturnType<typeof listReported>>;
