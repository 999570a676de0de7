import { v7 as uuid } from "uuid";
import type { z } from "zod";
import { editableCourses } from "@/server/features/courses/courses.policy";
import { settle } from "@/server/features/courses/moderation.service";
import { visibleStudents } from "@/server/features/families/families.policy";
import { notify } from "@/server/features/notify/notify.service";
import type { Ctx } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import type { Db } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import type { PlaceInput } from "./enrolment.schema";
import { lessonsUntilReview, revealsContact } from "./feedback.domain";
import type { hideInput, replyInput, reportedInput, reportInput, WriteReview } from "./feedback.schema";

const familyPage = "/dashboard/parent/courses";
const teacherPage = "/dashboard/instructor/feedback";

/** The course a child in sight follows, and how far it is. */
async function placeOf(ctx: Ctx, db: Db, { courseId, studentId }: PlaceInput) {
  const place = await db.enrollment.findFirst({
    where: {
      courseId,
      student: { AND: [visibleStudents(ctx.actor), { id: studentId }] },
      status: { not: "WITHDRAWN" },
    },
    select: {
      lessonsDone: true,
      course: { select: { title: true, ownerId: true, status: true, allowsReviews: true, lessonCount: true } },
    },
  });
  if (!place) throw new AppError("NOT_FOUND", "enrolment.not_found");
  return place;
}

/** A review may be written: the course takes reviews and the child has been through enough of it. */
function refuseEarly({ lessonsDone, course }: Awaited<ReturnType<typeof placeOf>>): void {
  const open = course.allowsReviews && course.status === "PUBLISHED";
  const left = lessonsUntilReview({ open, done: lessonsDone, lessons: course.lessonCount });
  if (left === null) throw new AppError("CONFLICT", "feedback.closed");
  if (left > 0) throw new AppError("CONFLICT", "feedback.early", { meta: { count: left } });
}

/** Writes a guardian's review of a course their child follows, or changes it. One for each child. */
export function writeReview(ctx: Ctx, input: WriteReview): Promise<{ id: string }> {
  const { courseId, studentId, words: body, ...ratings } = input;
  const key = { courseId, studentId };
  if (revealsContact(body)) throw new AppError("BAD_INPUT", "bad_input", { fields: { words: "feedback.contact" } });
  return ctx.work(async (db) => {
    const place = await placeOf(ctx, db, key);
    refuseEarly(place);
    const before = await db.courseReview.findUnique({ where: { courseId_studentId: key } });
    if (before && before.authorId !== ctx.actor.userId) throw new AppError("CONFLICT", "feedback.other_guardian");
    if (before?.hiddenReason) throw new AppError("CONFLICT", "feedback.hidden");
    const id = before?.id ?? uuid();
    const data = { ...ratings, body, language: ctx.locale };
    if (before) await db.courseReview.updateMany({ where: { id }, data });
    else await db.courseReview.createMany({ data: { id, ...key, authorId: ctx.actor.userId, ...data } });
    await audit(db, ctx, {
      action: before ? "review.changed" : "review.written",
      subjectType: "CourseReview",
      subjectId: id,
      studentId,
      before: before && { rating: before.rating, body: before.body },
      after: { courseId, rating: ratings.rating, body },
    });
    if (!before)
      await notify(db, {
        userId: place.course.ownerId,
        type: "feedback.received",
        params: { course: place.course.title, rating: ratings.rating },
        href: teacherPage,
        dedupeKey: id,
      });
    return { id };
  });
}

/** Takes one's own review back, unless moderation hid it. */
export function removeReview(ctx: Ctx, input: PlaceInput): Promise<{ removed: true }> {
  return ctx.work(async (db) => {
    const review = await db.courseReview.findFirst({
      where: {
        courseId: input.courseId,
        authorId: ctx.actor.userId,
        student: { AND: [visibleStudents(ctx.actor), { id: input.studentId }] },
      },
      select: { id: true, rating: true, body: true, hiddenReason: true },
    });
    if (!review) throw new AppError("NOT_FOUND", "feedback.not_found");
    if (review.hiddenReason) throw new AppError("CONFLICT", "feedback.hidden");
    await db.courseReview.deleteMany({ where: { id: review.id } });
    await audit(db, ctx, {
      action: "review.removed",
      subjectType: "CourseReview",
      subjectId: review.id,
      studentId: input.studentId,
      before: { rating: review.rating, body: review.body },
    });
    return { removed: true };
  });
}

/** A review of a course one may change. Another's is not found. */
async function ownReview(ctx: Ctx, db: Db, id: string) {
  const review = await db.courseReview.findFirst({
    where: { id, course: editableCourses(ctx.actor) },
    select: { id: true, authorId: true, reply: true, hiddenReason: true, course: { select: { title: true } } },
  });
  if (!review) throw new AppError("NOT_FOUND", "feedback.not_found");
  if (review.hiddenReason) throw new AppError("CONFLICT", "feedback.hidden");
  return review;
}

/** Answers a review in public, or says it better. The family is told the first time. */
export function replyToReview(ctx: Ctx, { id, reply }: z.output<typeof replyInput>): Promise<{ replied: true }> {
  if (revealsContact(reply)) throw new AppError("BAD_INPUT", "bad_input", { fields: { reply: "feedback.contact" } });
  return ctx.work(async (db) => {
    const review = await ownReview(ctx, db, id);
    await db.courseReview.updateMany({
      where: { id },
      data: { reply, repliedById: ctx.actor.userId, repliedAt: ctx.now },
    });
    await audit(db, ctx, {
      action: "review.answered",
      subjectType: "CourseReview",
      subjectId: id,
      before: { reply: review.reply },
      after: { reply },
    });
    const facts = { params: { course: review.course.title }, href: familyPage, dedupeKey: id };
    await notify(db, { ...facts, userId: review.authorId, type: "feedback.answered" });
    return { replied: true };
  });
}

/** Brings a review before moderation. It stays public until a person has decided. */
export function reportReview(ctx: Ctx, { id, reason }: z.output<typeof reportInput>): Promise<{ reported: true }> {
  const itemId = uuid();
  return ctx.work(async (db) => {
    const review = await ownReview(ctx, db, id);
    await db.moderationItem.createMany({
      data: {
        id: itemId,
        subjectType: "review",
        subjectId: id,
        title: review.course.title,
        submittedById: ctx.actor.userId,
        findings: [{ code: "reported", detail: reason }],
      },
    });
    await audit(db, ctx, {
      action: "review.reported",
      subjectType: "CourseReview",
      subjectId: id,
      after: { item: itemId, reason },
    });
    return { reported: true };
  });
}

/** Decides about a reported review. */
async function decide(ctx: Ctx, db: Db, id: string, status: "APPROVED" | "SENT_BACK", feedback: string | null) {
  const item = await settle(ctx, db, { id, subjectType: "review", status, feedback, missing: "feedback.not_found" });
  await audit(db, ctx, {
    action: status === "APPROVED" ? "review.kept" : "review.hidden",
    subjectType: "CourseReview",
    subjectId: item.subjectId,
    after: { item: id, reason: feedback },
  });
  return item;
}

/** Leaves a reported review where it is. */
export function keepReview(ctx: Ctx, { id }: z.output<typeof reportedInput>): Promise<{ kept: true }> {
  return ctx.work(async (db) => {
    await decide(ctx, db, id, "APPROVED", null);
    return { kept: true };
  });
}

/** Takes a reported review from public view and out of the course's mean, and tells its author why. */
export function hideReview(ctx: Ctx, { id, reason }: z.output<typeof hideInput>): Promise<{ hidden: true }> {
  return ctx.work(async (db) => {
    const { subjectId, title } = await decide(ctx, db, id, "SENT_BACK", reason);
    await db.courseReview.updateMany({ where: { id: subjectId }, data: { hiddenReason: reason } });
    const { authorId } = await db.courseReview.findUniqueOrThrow({
      where: { id: subjectId },
      select: { authorId: true },
    });
    await notify(db, {
      userId: authorId,
      type: "feedback.hidden",
      params: { course: title, reason },
      href: familyPage,
      dedupeKey: id,
    });
    return { hidden: true };
  });
}
