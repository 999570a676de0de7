import { allow, router } from "@/server/platform/trpc";
import { listInvitations } from "./invitations.queries";
import { invitationInput, invitationListInput, inviteAdministratorInput, inviteStaffInput } from "./invitations.schema";
import { inviteAdministrator, inviteStaff, resendWork, withdrawWork } from "./invitations.work.service";

/** AD-2: whom the school invites to work. */
export const invitationsRouter = router({
  list: allow("person:write")
    .input(invitationListInput)
    .query(({ ctx, input }) => listInvitations(ctx, input)),
  inviteStaff: allow("person:write", { stepUp: true })
    .input(inviteStaffInput)
    .mutation(({ ctx, input }) => inviteStaff(ctx, input)),
  inviteAdministrator: allow("person:write", { stepUp: true })
    .input(inviteAdministratorInput)
    .mutation(({ ctx, input }) => inviteAdministrator(ctx, input)),
  resend: allow("person:write", { stepUp: true })
    .input(invitationInput)
    .mutation(({ ctx, input }) => resendWork(ctx, input)),
  withdraw: allow("person:write")
    .input(invitationInput)
    .mutation(({ ctx, input }) => withdrawWork(ctx, input)),
});
