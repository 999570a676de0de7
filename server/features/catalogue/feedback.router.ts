import { allow, router } from "@/server/platform/trpc";
import { placeInput } from "./enrolment.schema";
import { listFeedback, listReported, readFeedback } from "./feedback.queries";
import {
  feedbackInput,
  hideInput,
  replyInput,
  reportedInput,
  reportedListInput,
  reportInput,
  reviewInput,
  writeReviewInput,
} from "./feedback.schema";
import { hideReview, keepReview, removeReview, replyToReview, reportReview, writeReview } from "./feedback.service";

/** What families say about courses, what teachers answer, and what moderation decides. */
export const feedbackRouter = router({
  write: allow("review:write")
    .input(writeReviewInput)
    .mutation(({ ctx, input }) => writeReview(ctx, input)),
  remove: allow("review:write")
    .input(placeInput)
    .mutation(({ ctx, input }) => removeReview(ctx, input)),
  list: allow("review:reply")
    .input(feedbackInput)
    .query(({ ctx, input }) => listFeedback(ctx, input)),
  read: allow("review:reply")
    .input(reviewInput)
    .query(({ ctx, input }) => readFeedback(ctx, input.id)),
  reply: allow("review:reply")
    .input(replyInput)
    .mutation(({ ctx, input }) => replyToReview(ctx, input)),
  report: allow("review:reply")
    .input(reportInput)
    .mutation(({ ctx, input }) => reportReview(ctx, input)),
  reported: allow("course:review")
    .input(reportedListInput)
    .query(({ ctx, input }) => listReported(ctx, input)),
  keep: allow("course:review")
    .input(reportedInput)
    .mutation(({ ctx, input }) => keepReview(ctx, input)),
  hide: allow("course:review")
    .input(hideInput)
    .mutation(({ ctx, input }) => hideReview(ctx, input)),
});
