import { allow, router } from "@/server/platform/trpc";
import { courseInput } from "./courses.schema";
import { listModeration, readModeration } from "./review.queries";
import { moderationInput, moderationListInput, sendBackInput } from "./review.schema";
import { approveCourse, sendBackCourse, submitCourse, withdrawCourse } from "./review.service";

/** ST-2: from a draft to families, through a person who reads it. */
export const reviewRouter = router({
  submit: allow("course:write")
    .input(courseInput)
    .mutation(({ ctx, input }) => submitCourse(ctx, input)),
  withdraw: allow("course:write")
    .input(courseInput)
    .mutation(({ ctx, input }) => withdrawCourse(ctx, input)),
  list: allow("course:review")
    .input(moderationListInput)
    .query(({ ctx, input }) => listModeration(ctx, input)),
  read: allow("course:review")
    .input(moderationInput)
    .query(({ ctx, input }) => readModeration(ctx, input.id)),
  approve: allow("course:review")
    .input(moderationInput)
    .mutation(({ ctx, input }) => approveCourse(ctx, input)),
  sendBack: allow("course:review")
    .input(sendBackInput)
    .mutation(({ ctx, input }) => sendBackCourse(ctx, input)),
});
