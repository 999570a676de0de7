import { v7 as uuid } from "uuid";
import type { z } from "zod";
import { editableCourses } from "@/server/features/courses/courses.policy";
import { tellTeam } from "@/server/features/courses/courses.service";
import { readOwnChild } from "@/server/features/families/families.queries";
import { lessonInReach } from "@/server/features/learning/learning.queries";
import type { Ctx } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import type { Db, Prisma } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { limit } from "@/server/platform/rate-limit";
import { mayBegin, mayGoOn, titleOf } from "./talk.domain";
import { audiblePosts, followedCourses, heardPosts, ledCourses, ledPosts } from "./talk.policy";
import { type Judgement, judge, leadsAway } from "./talk.rules.domain";
import {
  type Announce,
  type answerInput,
  type BeginTopic,
  type hideInput,
  type lockInput,
  type pinInput,
  type postInput,
  postsAnHour,
  type Reply,
  type reportInput,
  type switchInput,
} from "./talk.schema";
import { type Told, tellAsked, tellDesk, tellFamilies, tellTeamPages } from "./talk.tell.service";

/** What became of what was said; `care` where the child should see at once where help is. */
export type Said = { id: string; held: boolean; care: boolean };

type NewPost = Pick<
  Prisma.ForumPostCreateManyInput,
  "id" | "courseId" | "topicId" | "lessonId" | "studentId" | "signed" | "kind" | "title" | "body" | "pinned"
>;

/** Writes one post as it was judged, with its line in the log. False when it is there already: it was sent twice. */
async function keepPost(ctx: Ctx, db: Db, post: NewPost, verdict: Judgement): Promise<boolean> {
  const { score, findings, held, sensitive } = verdict;
  const { count } = await db.forumPost.createMany({
    data: {
      ...post,
      authorId: ctx.actor.userId,
      language: ctx.locale,
      state: held ? "HELD" : "VISIBLE",
      score,
      findings,
      sensitive,
      createdAt: ctx.now,
      lastPostAt: ctx.now,
    },
    skipDuplicates: true,
  });
  if (count === 0) {
    const own = await db.forumPost.findFirst({
      where: { id: post.id, authorId: ctx.actor.userId },
      select: { id: true },
    });
    if (!own) throw new AppError("CONFLICT", "conflict");
    return false;
  }
  // A child's own words stay where they are read: the log says that something was said, and what the rules thought.
  await audit(db, ctx, {
    action: post.topicId ? "talk.replied" : "talk.begun",
    subjectType: "ForumPost",
    subjectId: post.id ?? null,
    studentId: post.studentId ?? null,
    after: { courseId: post.courseId, kind: post.kind, held, score },
  });
  return true;
}

/** Puts what the rules doubt before the school; what cannot wait is told at once. */
async function hold(ctx: Ctx, db: Db, told: Told, name: string, { findings, urgent }: Judgement): Promise<void> {
  await db.moderationItem.createMany({
    data: {
      id: uuid(),
      subjectType: "talk",
      subjectId: told.id,
      title: told.course,
      submittedById: ctx.actor.userId,
      findings: findings.map(({ code }) => ({ code })),
    },
    skipDuplicates: true,
  });
  await tellDesk(db, told, urgent ? { child: name } : null);
  await tellTeamPages(db, told.courseId);
}

const saidOf = (id: string, { held, sensitive }: Judgement): Said => ({ id, held, care: sensitive });

/** The course a child follows, with what it lets children do. */
async function followed(ctx: Ctx, db: Db, courseId: string) {
  const course = await db.course.findFirst({
    where: { AND: [{ id: courseId }, followedCourses(ctx.actor)] },
    select: { id: true, title: true, allowsQuestions: true, allowsComments: true },
  });
  if (!course) throw new AppError("NOT_FOUND", "course.not_found");
  return course;
}

/** Begins a topic as a child: a question, of a lesson or of the course, or something to talk about. Sent twice, it is said once. */
export async function beginTopic(ctx: Ctx, { id, courseId, lessonId, kind, text }: BeginTopic): Promise<Said> {
  await limit("talk", ctx.actor.userId, postsAnHour, 3_600);
  const child = await readOwnChild(ctx);
  const verdict = judge(text);
  return ctx.work(async (db) => {
    const course = await followed(ctx, db, courseId);
    if (!mayBegin(course, kind)) throw new AppError("CONFLICT", "talk.closed");
    if (lessonId) {
      const place = await lessonInReach(ctx, db, lessonId);
      if (place.courseId !== courseId) throw new AppError("NOT_FOUND", "lesson.not_found");
      if (place.lesson.lock) throw new AppError("FORBIDDEN", "lesson.locked");
    }
    const title = titleOf(text);
    const told: Told = { id, courseId, studentId: child.id, course: course.title };
    const post = { id, courseId, lessonId, studentId: child.id, signed: child.firstName, kind, title, body: text };
    if (!(await keepPost(ctx, db, post, verdict))) return saidOf(id, verdict);
    if (verdict.held) await hold(ctx, db, told, child.firstName, verdict);
    else if (kind === "QUESTION") await tellAsked(db, told, title);
    else await tellTeamPages(db, courseId);
    return saidOf(id, verdict);
  });
}

const topicFields = {
  id: true,
  courseId: true,
  studentId: true,
  authorId: true,
  kind: true,
  title: true,
  state: true,
  locked: true,
  pinned: true,
  answerId: true,
  course: { select: { title: true, allowsQuestions: true, allowsComments: true } },
} as const satisfies Prisma.ForumPostSelect;

async function topicOf(db: Db, where: Prisma.ForumPostWhereInput, topicId: string) {
  const topic = await db.forumPost.findFirst({
    where: { AND: [where, { id: topicId, topicId: null }] },
    select: topicFields,
  });
  if (!topic) throw new AppError("NOT_FOUND", "talk.not_found");
  return topic;
}

/** Goes on with a topic as a child. Sent twice, it is said once. */
export async function replyAsChild(ctx: Ctx, { id, topicId, text }: Reply): Promise<Said> {
  await limit("talk", ctx.actor.userId, postsAnHour, 3_600);
  const child = await readOwnChild(ctx);
  const verdict = judge(text);
  return ctx.work(async (db) => {
    const topic = await topicOf(db, heardPosts(ctx.actor), topicId);
    await followed(ctx, db, topic.courseId);
    if (!mayGoOn(topic.course, { ...topic, own: topic.authorId === ctx.actor.userId }))
      throw new AppError("CONFLICT", "talk.closed");
    const { courseId } = topic;
    const post = { id, courseId, topicId, studentId: child.id, signed: child.firstName, body: text };
    if (!(await keepPost(ctx, db, post, verdict))) return saidOf(id, verdict);
    const told: Told = { id, courseId, studentId: child.id, course: topic.course.title };
    if (verdict.held) await hold(ctx, db, told, child.firstName, verdict);
    else await tellTeamPages(db, courseId);
    return saidOf(id, verdict);
  });
}

/** What a teacher writes leads no pupil away from the school. */
function judgeTeacher(text: string): Judgement {
  const verdict = judge(text);
  if (leadsAway(verdict)) throw new AppError("BAD_INPUT", "bad_input", { fields: { text: "talk.contact" } });
  return verdict;
}

/** Answers as a teacher. The first answer to a question is its answer until another is marked; the child and its family are told. */
export function replyAsTeacher(ctx: Ctx, { id, topicId, text }: Reply): Promise<Said> {
  const verdict = judgeTeacher(text);
  return ctx.work(async (db) => {
    const topic = await topicOf(db, ledPosts(ctx.actor), topicId);
    if (topic.state !== "VISIBLE" && topic.state !== "HIDDEN") throw new AppError("CONFLICT", "talk.waiting");
    const { courseId } = topic;
    const post = { id, courseId, topicId, signed: ctx.actor.name, body: text };
    if (!(await keepPost(ctx, db, post, verdict))) return saidOf(id, verdict);
    if (verdict.held) {
      const told: Told = { id, courseId, studentId: null, course: topic.course.title };
      await hold(ctx, db, told, ctx.actor.name, verdict);
      return saidOf(id, verdict);
    }
    if (topic.kind === "QUESTION" && topic.answerId === null)
      await db.forumPost.updateMany({ where: { id: topicId, answerId: null }, data: { answerId: id } });
    if (topic.studentId)
      await tellFamilies(db, {
        type: "talk.answered",
        courseId,
        studentId: topic.studentId,
        topicId,
        params: { course: topic.course.title, topic: topic.title ?? "" },
        dedupeKey: id,
      });
    await tellTeamPages(db, courseId);
    return saidOf(id, verdict);
  });
}

/** Tells everybody who learns in a course something: children and guardians, each in their language. */
export function announce(ctx: Ctx, { courseId, title, text, pinned }: Announce): Promise<{ id: string }> {
  const verdict = judgeTeacher(`${title}\n${text}`);
  if (verdict.held) throw new AppError("BAD_INPUT", "bad_input", { fields: { text: "talk.unfit" } });
  const id = uuid();
  return ctx.work(async (db) => {
    const course = await db.course.findFirst({
      where: { AND: [{ id: courseId }, ledCourses(ctx.actor)] },
      select: { title: true },
    });
    if (!course) throw new AppError("NOT_FOUND", "course.not_found");
    const post = { id, courseId, signed: ctx.actor.name, kind: "ANNOUNCEMENT", title, body: text, pinned } as const;
    await keepPost(ctx, db, post, verdict);
    await tellFamilies(db, {
      type: "talk.announced",
      courseId,
      studentId: null,
      topicId: id,
      params: { course: course.title, topic: title },
      dedupeKey: id,
    });
    await tellTeamPages(db, courseId);
    return { id };
  });
}

// ── Keeping order ────────────────────────────────────────────────────────────────────────────────
/** An answer is a reply in view of the same topic. */
async function refuseForeignReply(ctx: Ctx, db: Db, topicId: string, replyId: string): Promise<void> {
  const where: Prisma.ForumPostWhereInput = { id: replyId, topicId, state: "VISIBLE" };
  const reply = await db.forumPost.findFirst({ where: { AND: [ledPosts(ctx.actor), where] }, select: { id: true } });
  if (!reply) throw new AppError("NOT_FOUND", "talk.not_found");
}

/** Changes a topic of a course one leads, with its line in the log. */
function changeTopic(
  ctx: Ctx,
  topicId: string,
  action: string,
  data: { pinned?: boolean; locked?: boolean; answerId?: string | null },
): Promise<{ saved: true }> {
  return ctx.work(async (db) => {
    const topic = await topicOf(db, ledPosts(ctx.actor), topicId);
    if (data.answerId) await refuseForeignReply(ctx, db, topicId, data.answerId);
    const { count } = await db.forumPost.updateMany({ where: { id: topicId }, data });
    if (count === 0) throw new AppError("CONFLICT", "talk.waiting");
    await audit(db, ctx, {
      action,
      subjectType: "ForumPost",
      subjectId: topicId,
      studentId: topic.studentId,
      before: { pinned: topic.pinned, locked: topic.locked, answerId: topic.answerId },
      after: { ...data },
    });
    await tellTeamPages(db, topic.courseId);
    return { saved: true };
  });
}

/** Puts a topic on top of its course, or takes it down. */
export const pinTopic = (ctx: Ctx, { topicId, pinned }: z.output<typeof pinInput>) =>
  changeTopic(ctx, topicId, pinned ? "talk.pinned" : "talk.unpinned", { pinned });

/** Closes a topic for children, or opens it again. */
export const lockTopic = (ctx: Ctx, { topicId, locked }: z.output<typeof lockInput>) =>
  changeTopic(ctx, topicId, locked ? "talk.locked" : "talk.unlocked", { locked });

/** Says which reply answers a question, or that none does. */
export const markAnswer = (ctx: Ctx, { topicId, replyId }: z.output<typeof answerInput>) =>
  changeTopic(ctx, topicId, "talk.answer_marked", { answerId: replyId });

/** Takes a post of a course one leads from view with a reason, or shows it again. What the school took stays with the school. */
async function setView(ctx: Ctx, postId: string, from: "VISIBLE" | "HIDDEN", reason: string | null) {
  const to = from === "VISIBLE" ? "HIDDEN" : "VISIBLE";
  return ctx.work(async (db) => {
    const post = await db.forumPost.findFirst({
      where: { AND: [ledPosts(ctx.actor), { id: postId }] },
      select: { courseId: true, topicId: true, studentId: true, course: { select: { title: true } } },
    });
    if (!post) throw new AppError("NOT_FOUND", "talk.not_found");
    const { count } = await db.forumPost.updateMany({
      where: { id: postId, state: from },
      data: { state: to, reason, decidedById: ctx.actor.userId, decidedAt: ctx.now },
    });
    if (count === 0) throw new AppError("CONFLICT", "talk.waiting");
    await audit(db, ctx, {
      action: to === "HIDDEN" ? "talk.hidden" : "talk.shown",
      subjectType: "ForumPost",
      subjectId: postId,
      studentId: post.studentId,
      after: { reason },
    });
    if (reason && post.studentId)
      await tellFamilies(db, {
        type: "talk.removed",
        courseId: post.courseId,
        studentId: post.studentId,
        topicId: post.topicId ?? postId,
        params: { course: post.course.title, reason },
        dedupeKey: `${postId}:${ctx.requestId}`,
      });
    await tellTeamPages(db, post.courseId);
  });
}

/** Takes a post from view and tells its author why. */
export async function hidePost(ctx: Ctx, { postId, reason }: z.output<typeof hideInput>): Promise<{ hidden: true }> {
  await setView(ctx, postId, "VISIBLE", reason);
  return { hidden: true };
}

/** Shows a post again that the course's teachers had taken from view. */
export async function showPost(ctx: Ctx, { postId }: z.output<typeof postInput>): Promise<{ shown: true }> {
  await setView(ctx, postId, "HIDDEN", null);
  return { shown: true };
}

/** Brings a post before the school. It stays in view until a person has decided; reported twice, it waits once. */
export function reportPost(ctx: Ctx, { postId, reason }: z.output<typeof reportInput>): Promise<{ reported: true }> {
  return ctx.work(async (db) => {
    const post = await db.forumPost.findFirst({
      where: { AND: [audiblePosts(ctx.actor), { id: postId }] },
      select: { courseId: true, studentId: true, course: { select: { title: true } } },
    });
    if (!post) throw new AppError("NOT_FOUND", "talk.not_found");
    await db.moderationItem.createMany({
      data: {
        id: uuid(),
        subjectType: "talk",
        subjectId: postId,
        title: post.course.title,
        submittedById: ctx.actor.userId,
        findings: [{ code: "reported", detail: reason }],
      },
      skipDuplicates: true,
    });
    await audit(db, ctx, {
      action: "talk.reported",
      subjectType: "ForumPost",
      subjectId: postId,
      studentId: post.studentId,
      after: { reason },
    });
    await tellDesk(
      db,
      { id: postId, courseId: post.courseId, studentId: post.studentId, course: post.course.title },
      null,
    );
    return { reported: true };
  });
}

/** Opens or closes what families may do in a course: ask, comment, review. */
export function switchTalk(ctx: Ctx, { courseId, what, open }: z.output<typeof switchInput>): Promise<{ saved: true }> {
  return ctx.work(async (db) => {
    const { count } = await db.course.updateMany({
      where: { AND: [{ id: courseId }, editableCourses(ctx.actor)] },
      data: { [what]: open },
    });
    if (count === 0) throw new AppError("NOT_FOUND", "course.not_found");
    await audit(db, ctx, {
      action: "course.switched",
      subjectType: "course",
      subjectId: courseId,
      after: { [what]: open },
    });
    await tellTeam(db, courseId);
    return { saved: true };
  });
}
