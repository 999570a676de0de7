import { keyset, type Page, pageOf } from "@/lib/keyset";
import { visibleStudents } from "@/server/features/families/families.policy";
import type { Ctx } from "@/server/platform/actor";
import type { Db, Prisma } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { bodyBeside, mayGoOn } from "./talk.domain";
import { audiblePosts, followedCourses, heardPosts, ledCourses, ledPosts } from "./talk.policy";
import {
  type LedListInput,
  type PostState,
  readFindings,
  type ThreadInput,
  type TopicKind,
  type TopicListInput,
} from "./talk.schema";

/** More courses than one person follows or teaches. */
const mostCourses = 200;
/** Of what a search finds, as much as anybody looks through. */
const mostFound = 1_000;

const courseFields = {
  id: true,
  title: true,
  language: true,
  allowsQuestions: true,
  allowsComments: true,
} as const satisfies Prisma.CourseSelect;
const topicFields = {
  id: true,
  title: true,
  body: true,
  language: true,
  kind: true,
  state: true,
  signed: true,
  studentId: true,
  pinned: true,
  answerId: true,
  replies: true,
  lastPostAt: true,
  createdAt: true,
  course: { select: { id: true, title: true, language: true } },
  lesson: { select: { id: true, title: true } },
} as const satisfies Prisma.ForumPostSelect;
type TopicRow = Prisma.ForumPostGetPayload<{ select: typeof topicFields }>;
export type Topic = Omit<TopicRow, "kind" | "body"> & { kind: TopicKind };
const topicOf = ({ body: _, kind, ...row }: TopicRow): Topic => ({ ...row, kind: kind ?? "DISCUSSION" });

/** Topics in which these words are said; null when nothing was asked for. One read. */
async function foundBy(db: Db, q: string | undefined): Promise<Prisma.ForumPostWhereInput> {
  if (!q) return {};
  const rows = await db.$queryRaw<{ id: string }[]>`SELECT id FROM app.find_talk(${q}) AS found(id) LIMIT ${mostFound}`;
  return { id: { in: rows.map(({ id }) => id) } };
}

const orders = {
  lastPostAt: { field: "lastPostAt", kind: "date" },
  createdAt: { field: "createdAt", kind: "date" },
} as const;

// ── Families ─────────────────────────────────────────────────────────────────────────────────────
const shows = (ctx: Ctx): Record<NonNullable<TopicListInput["filters"]["show"]>, Prisma.ForumPostWhereInput> => ({
  mine: { student: visibleStudents(ctx.actor) },
  questions: { kind: "QUESTION" },
  announcements: { kind: "ANNOUNCEMENT" },
});

export type TalkCourse = Prisma.CourseGetPayload<{ select: typeof courseFields }>;
export type Talk = {
  page: Page<Topic>;
  /** What stands on top, with the first page of one course. */
  pinned: Topic[];
  courses: TalkCourse[];
  /** The course and the lesson chosen. */
  course: TalkCourse | null;
  lesson: { id: string; title: string } | null;
};

/** The talk of the courses a family follows, or of one of them, the latest first. Six reads at most, whatever their number. */
export function readTalk(ctx: Ctx, input: TopicListInput): Promise<Talk> {
  const { course: courseId, lesson: lessonId, show } = input.filters;
  return ctx.work(async (db) => {
    const courses = await db.course.findMany({
      where: followedCourses(ctx.actor),
      orderBy: [{ title: "asc" }, { id: "asc" }],
      take: mostCourses,
      select: courseFields,
    });
    const course = courses.find(({ id }) => id === courseId) ?? null;
    const lesson =
      course && lessonId
        ? await db.lesson.findFirst({ where: { id: lessonId, courseId: course.id }, select: { id: true, title: true } })
        : null;
    const within: Prisma.ForumPostWhereInput[] = [
      heardPosts(ctx.actor),
      { topicId: null, ...(courseId ? { courseId } : {}), ...(lesson ? { lessonId: lesson.id } : {}) },
      show ? shows(ctx)[show] : {},
      await foundBy(db, input.q),
    ];
    const onTop = course !== null && !lesson && !show && !input.q;
    const keys = keyset(input, orders);
    const rows = await db.forumPost.findMany({
      where: { AND: [...within, onTop ? { pinned: false } : {}, keys.where] },
      orderBy: keys.orderBy,
      take: keys.take,
      select: topicFields,
    });
    const pinned =
      onTop && !keys.hasCursor
        ? await db.forumPost.findMany({
            where: { AND: [...within, { pinned: true }] },
            orderBy: [{ lastPostAt: "desc" }, { id: "desc" }],
            take: 5,
            select: topicFields,
          })
        : [];
    const page = pageOf(rows.map(topicOf), keys, (row) => [row.lastPostAt, row.id]);
    return { page, pinned: pinned.map(topicOf), courses, course, lesson };
  });
}

// ── A topic and its replies ──────────────────────────────────────────────────────────────────────
const postFields = {
  id: true,
  body: true,
  language: true,
  signed: true,
  studentId: true,
  authorId: true,
  state: true,
  reason: true,
  sensitive: true,
  score: true,
  findings: true,
  createdAt: true,
  student: { select: { firstName: true, lastName: true } },
} as const satisfies Prisma.ForumPostSelect;
type PostRow = Prisma.ForumPostGetPayload<{ select: typeof postFields }>;
export type Post = {
  id: string;
  body: string | null;
  language: string;
  /** How the class knows the speaker; a teacher reads the whole name of a learner. */
  signed: string;
  teacher: boolean;
  own: boolean;
  state: PostState;
  reason: string | null;
  /** The child's own words tell of harm: they are shown where help is. */
  care: boolean;
  /** For teachers: what the rules found. */
  score: number;
  codes: string[];
  createdAt: Date;
};
export type Thread = {
  topic: Topic & { locked: boolean };
  first: Post;
  replies: Page<Post>;
  mayReply: boolean;
  course: TalkCourse;
};

function postOf(ctx: Ctx, row: PostRow, title: string | null = null): Post {
  const leads = ctx.actor.role === "INSTRUCTOR";
  const findings = readFindings(row.findings);
  const own = row.authorId === ctx.actor.userId;
  return {
    id: row.id,
    body: bodyBeside(title, row.body),
    language: row.language,
    signed: leads && row.student ? `${row.student.firstName} ${row.student.lastName}` : row.signed,
    teacher: row.studentId === null,
    own,
    state: row.state,
    reason: row.reason,
    care: own && ctx.actor.role === "STUDENT" && findings.some(({ code }) => code === "harm"),
    score: leads ? row.score : 0,
    codes: leads ? findings.map(({ code }) => code) : [],
    createdAt: row.createdAt,
  };
}

function mayReplyTo(ctx: Ctx, topic: { state: PostState; locked: boolean; authorId: string }, course: TalkCourse) {
  if (ctx.actor.permissions.has("talk:lead")) return topic.state === "VISIBLE" || topic.state === "HIDDEN";
  if (!ctx.actor.permissions.has("talk:write")) return false;
  return mayGoOn(course, { ...topic, own: topic.authorId === ctx.actor.userId });
}

/** A topic and a page of its replies, the oldest first. NOT_FOUND unless the person hears it. Two reads. */
export function readThread(ctx: Ctx, topicId: string, input: ThreadInput): Promise<Thread> {
  return ctx.work(async (db) => {
    const found = await db.forumPost.findFirst({
      where: { AND: [audiblePosts(ctx.actor), { id: topicId, topicId: null }] },
      select: { ...topicFields, ...postFields, locked: true, course: { select: courseFields } },
    });
    if (!found) throw new AppError("NOT_FOUND", "talk.not_found");
    const keys = keyset(input, { createdAt: orders.createdAt });
    const rows = await db.forumPost.findMany({
      where: { AND: [audiblePosts(ctx.actor), { topicId }, keys.where] },
      orderBy: keys.orderBy,
      take: keys.take,
      select: postFields,
    });
    const replies = pageOf(rows, keys, (row) => [row.createdAt, row.id]);
    return {
      topic: { ...topicOf(found), locked: found.locked },
      first: postOf(ctx, found, found.title),
      replies: { ...replies, rows: replies.rows.map((row) => postOf(ctx, row)) },
      mayReply: mayReplyTo(ctx, found, found.course),
      course: found.course,
    };
  });
}

// ── Teachers ─────────────────────────────────────────────────────────────────────────────────────
const openQuestion = {
  kind: "QUESTION",
  answerId: null,
  state: "VISIBLE",
} as const satisfies Prisma.ForumPostWhereInput;
const somewhere = (state: PostState): Prisma.ForumPostWhereInput => ({
  OR: [{ state }, { thread: { some: { state, sensitive: false } } }],
});
const ledShow: Record<NonNullable<LedListInput["filters"]["show"]>, Prisma.ForumPostWhereInput> = {
  open: openQuestion,
  held: somewhere("HELD"),
  hidden: { OR: [somewhere("HIDDEN"), somewhere("REMOVED")] },
};

export type LedTopic = Topic & { held: boolean };
export type Led = {
  page: Page<LedTopic>;
  courses: (TalkCourse & { allowsReviews: boolean; mayEdit: boolean })[];
  open: number;
  held: number;
};

/** IN-14: topics of the courses one leads, a page at a time, with how many questions are open. Six reads, whatever their number. */
export function listLed(ctx: Ctx, input: LedListInput): Promise<Led> {
  const { course, show, kind } = input.filters;
  return ctx.work(async (db) => {
    const heard: Prisma.ForumPostWhereInput = { AND: [ledPosts(ctx.actor), { topicId: null }] };
    const where: Prisma.ForumPostWhereInput = {
      AND: [
        heard,
        course?.length ? { courseId: { in: course } } : {},
        kind?.length ? { kind: { in: kind } } : {},
        show ? ledShow[show] : {},
        await foundBy(db, input.q),
      ],
    };
    const keys = keyset(input, orders);
    const rows = await db.forumPost.findMany({
      where: { AND: [where, keys.where] },
      orderBy: keys.orderBy,
      take: keys.take,
      select: {
        ...topicFields,
        thread: { where: { state: "HELD", sensitive: false }, take: 1, select: { id: true } },
      },
    });
    const total = await db.forumPost.count({ where });
    const page = pageOf(
      rows.map(({ thread, ...row }) => ({ ...topicOf(row), held: row.state === "HELD" || thread.length > 0 })),
      keys,
      (row) => [input.sort.endsWith("createdAt") ? row.createdAt : row.lastPostAt, row.id],
      { total },
    );
    const open = await db.forumPost.count({ where: { AND: [heard, openQuestion] } });
    const held = await db.forumPost.count({ where: { AND: [ledPosts(ctx.actor), { state: "HELD" }] } });
    return { page, courses: await readLedCourses(ctx, db), open, held };
  });
}

/** The courses one leads, with what families may do in them. One read. */
async function readLedCourses(ctx: Ctx, db: Db): Promise<Led["courses"]> {
  const rows = await db.course.findMany({
    where: ledCourses(ctx.actor),
    orderBy: [{ title: "asc" }, { id: "asc" }],
    take: mostCourses,
    select: {
      ...courseFields,
      allowsReviews: true,
      ownerId: true,
      instructors: { where: { userId: ctx.actor.userId, canEdit: true }, select: { userId: true } },
    },
  });
  return rows.map(({ ownerId, instructors, ...course }) => ({
    ...course,
    mayEdit: ownerId === ctx.actor.userId || instructors.length > 0,
  }));
}

/** The same for the page of switches. */
export const listSwitches = (ctx: Ctx) => ctx.work((db) => readLedCourses(ctx, db));

/** The question that has waited longest for an answer, other than the one looked at. One read. */
export function nextOpen(ctx: Ctx, topicId: string): Promise<{ id: string } | null> {
  return ctx.work((db) =>
    db.forumPost.findFirst({
      where: { AND: [ledPosts(ctx.actor), { topicId: null, id: { not: topicId } }, openQuestion] },
      orderBy: [{ lastPostAt: "asc" }, { id: "asc" }],
      select: { id: true },
    }),
  );
}
