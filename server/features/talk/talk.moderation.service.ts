import type { z } from "zod";
import { settle } from "@/server/features/courses/moderation.service";
import { notifyAll } from "@/server/features/notify/notify.service";
import type { Ctx } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import type { Db, Prisma } from "@/server/platform/db/work";
import type { queueItemInput, removeInput } from "./talk.schema";
import { talkPages, tellAsked, tellFamilies, tellTeamPages } from "./talk.tell.service";

const fields = {
  id: true,
  courseId: true,
  topicId: true,
  studentId: true,
  authorId: true,
  kind: true,
  title: true,
  state: true,
  sensitive: true,
  course: { select: { title: true } },
} as const satisfies Prisma.ForumPostSelect;
type Decided = Prisma.ForumPostGetPayload<{ select: typeof fields }>;

/** Settles what waited about a post, with its line in the log, and gives the post as it was. */
async function decide(
  ctx: Ctx,
  db: Db,
  id: string,
  verdict: { status: "APPROVED" | "SENT_BACK"; feedback: string | null },
) {
  const item = await settle(ctx, db, { id, subjectType: "talk", missing: "talk.not_found", ...verdict });
  const post = await db.forumPost.findUniqueOrThrow({ where: { id: item.subjectId }, select: fields });
  await audit(db, ctx, {
    action: verdict.status === "APPROVED" ? "talk.approved" : "talk.removed",
    subjectType: "ForumPost",
    subjectId: post.id,
    studentId: post.studentId,
    before: { state: post.state },
    after: { item: id, reason: verdict.feedback },
  });
  return post;
}

/** Tells whoever wrote a post what became of it: a child with its family, or a teacher. */
async function tellAuthor(
  db: Db,
  { id, topicId, courseId, studentId, authorId, course }: Decided,
  type: "talk.shown" | "talk.removed",
  { key, reason, childOnly }: { key: string; reason?: string; childOnly?: boolean },
): Promise<void> {
  const params = { course: course.title, ...(reason ? { reason } : {}) };
  const at = topicId ?? id;
  if (studentId) await tellFamilies(db, { type, courseId, studentId, topicId: at, params, dedupeKey: key, childOnly });
  else
    await notifyAll(db, [
      {
        userId: authorId,
        type,
        params,
        href: `${talkPages.INSTRUCTOR}/${at}`,
        dedupeKey: key,
      },
    ]);
  await tellTeamPages(db, courseId);
}

/** Lets a post be read: what was held comes into view, what was reported stays. */
export function approvePost(ctx: Ctx, { id }: z.output<typeof queueItemInput>): Promise<{ approved: true }> {
  return ctx.work(async (db) => {
    const post = await decide(ctx, db, id, { status: "APPROVED", feedback: null });
    if (post.state !== "HELD") return { approved: true };
    await db.forumPost.updateMany({
      where: { id: post.id },
      data: { state: "VISIBLE", sensitive: false, decidedById: ctx.actor.userId, decidedAt: ctx.now },
    });
    const { courseId, studentId, course } = post;
    if (post.kind === "QUESTION")
      await tellAsked(db, { id: post.id, courseId, studentId, course: course.title }, post.title ?? "");
    await tellAuthor(db, post, "talk.shown", { key: id });
    return { approved: true };
  });
}

/** Takes a post from view for good and tells its author why. Words of harm may stay with the school. */
export function removePost(
  ctx: Ctx,
  { id, reason, readers }: z.output<typeof removeInput>,
): Promise<{ removed: true }> {
  return ctx.work(async (db) => {
    const post = await decide(ctx, db, id, { status: "SENT_BACK", feedback: reason });
    const sensitive = post.sensitive && readers === "school";
    await db.forumPost.updateMany({
      where: { id: post.id },
      data: { state: "REMOVED", reason, sensitive, decidedById: ctx.actor.userId, decidedAt: ctx.now },
    });
    await tellAuthor(db, post, "talk.removed", { key: id, reason, childOnly: sensitive });
    return { removed: true };
  });
}
