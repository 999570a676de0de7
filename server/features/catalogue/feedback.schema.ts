import { z } from "zod";
import { listInput } from "@/lib/list";

export const stars = ["5", "4", "3", "2", "1"] as const;
export const subRatings = ["clarity", "engagement", "usefulness"] as const;
export const reviewLimits = { body: 2_000, reply: 2_000, reason: 500 } as const;

/** A rating as a form sends it. */
const rating = z.enum(stars).transform(Number);
/** One that may be left out. */
const subRating = z.union([rating, z.literal("").transform(() => null)]);
const text = (max: number) => z.string().trim().max(max);

export const writeReviewInput = z.strictObject({
  courseId: z.uuid(),
  studentId: z.uuid(),
  rating,
  clarity: subRating,
  engagement: subRating,
  usefulness: subRating,
  words: text(reviewLimits.body),
});
export type WriteReview = z.output<typeof writeReviewInput>;
export type ReviewScores = {
  rating: number;
  clarity: number | null;
  engagement: number | null;
  usefulness: number | null;
  body: string;
};

export const replyInput = z.strictObject({ id: z.uuid(), reply: text(reviewLimits.reply).min(1) });
export const reportInput = z.strictObject({ id: z.uuid(), reason: text(reviewLimits.reason).min(10) });
/** Why a review is taken from public view: read by whoever wrote it. */
export const hideInput = z.strictObject({ id: z.uuid(), reason: text(reviewLimits.reason).min(10) });
export const reviewInput = z.strictObject({ id: z.uuid() });
export const reportedInput = z.strictObject({ id: z.uuid() });

export const feedbackInput = listInput({
  sorts: ["createdAt", "rating"],
  defaultSort: "-createdAt",
  filters: {
    course: z.array(z.uuid()),
    rating: z.array(z.enum(stars)),
    state: z.enum(["waiting", "answered", "hidden"]),
    language: z.enum(["en", "sw"]),
  },
  limit: 25,
});
export type FeedbackInput = z.output<typeof feedbackInput>;

export const reportedListInput = listInput({ sorts: ["createdAt"], filters: {}, limit: 25 });
export type ReportedListInput = z.output<typeof reportedListInput>;

/** What was noticed about a reported review, as moderation keeps it. */
export const reportFinding = z.object({ code: z.literal("reported"), detail: z.string() });
