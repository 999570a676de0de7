import { allow, router } from "@/server/platform/trpc";
import { readMembers } from "./members.queries";
import {
  changeRightsInput,
  contestInput,
  guardianshipInput,
  invitationInput,
  inviteMemberInput,
  liftContestInput,
} from "./members.schema";
import {
  changeRights,
  contestChild,
  inviteMember,
  liftContest,
  makePrimary,
  removeMember,
  resendInvitation,
  withdrawInvitation,
} from "./members.service";

/** PA-7: who looks after a child, with which rights. */
export const membersRouter = router({
  list: allow("family:read").query(({ ctx }) => readMembers(ctx)),
  invite: allow("family:manage")
    .input(inviteMemberInput)
    .mutation(({ ctx, input }) => inviteMember(ctx, input)),
  resend: allow("family:manage")
    .input(invitationInput)
    .mutation(({ ctx, input }) => resendInvitation(ctx, input)),
  withdraw: allow("family:manage")
    .input(invitationInput)
    .mutation(({ ctx, input }) => withdrawInvitation(ctx, input)),
  changeRights: allow("family:manage")
    .input(changeRightsInput)
    .mutation(({ ctx, input }) => changeRights(ctx, input)),
  remove: allow("family:manage")
    .input(guardianshipInput)
    .mutation(({ ctx, input }) => removeMember(ctx, input)),
  makePrimary: allow("family:manage")
    .input(guardianshipInput)
    .mutation(({ ctx, input }) => makePrimary(ctx, input)),
  requestContest: allow("family:manage")
    .input(contestInput)
    .mutation(({ ctx, input }) => contestChild(ctx, input)),
  contest: allow("child:contest")
    .input(contestInput)
    .mutation(({ ctx, input }) => contestChild(ctx, input)),
  liftContest: allow("child:contest")
    .input(liftContestInput)
    .mutation(({ ctx, input }) => liftContest(ctx, input)),
});
