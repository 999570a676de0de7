import { allow, router } from "@/server/platform/trpc";
import { listApplications, readApplication } from "./applications.queries";
import { applicationInput, applicationListInput, declineInput } from "./applications.schema";
import { approveApplication, declineApplication, resendApproval } from "./applications.service";

/** AD-3: who would like to teach, and which organisations would like to help. */
export const applicationsRouter = router({
  list: allow("application:review")
    .input(applicationListInput)
    .query(({ ctx, input }) => listApplications(ctx, input)),
  read: allow("application:review")
    .input(applicationInput)
    .query(({ ctx, input }) => readApplication(ctx, input.id)),
  approve: allow("application:review")
    .input(applicationInput)
    .mutation(({ ctx, input }) => approveApplication(ctx, input)),
  inviteAgain: allow("application:review")
    .input(applicationInput)
    .mutation(({ ctx, input }) => resendApproval(ctx, input)),
  decline: allow("application:review")
    .input(declineInput)
    .mutation(({ ctx, input }) => declineApplication(ctx, input)),
});
