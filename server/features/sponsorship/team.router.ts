import { allow, router } from "@/server/platform/trpc";
import { readTeam } from "./team.queries";
import { changeTeamRoleInput, inviteToTeamInput, membershipInput, teamInvitationInput } from "./team.schema";
import { changeTeamRole, inviteToTeam, removeFromTeam, resendToTeam, withdrawFromTeam } from "./team.service";

/** PT-11: who works in a partner's organisation, and as what. */
export const teamRouter = router({
  list: allow("partner:read").query(({ ctx }) => readTeam(ctx)),
  invite: allow("partner:team")
    .input(inviteToTeamInput)
    .mutation(({ ctx, input }) => inviteToTeam(ctx, input)),
  resend: allow("partner:team")
    .input(teamInvitationInput)
    .mutation(({ ctx, input }) => resendToTeam(ctx, input)),
  withdraw: allow("partner:team")
    .input(teamInvitationInput)
    .mutation(({ ctx, input }) => withdrawFromTeam(ctx, input)),
  changeRole: allow("partner:team")
    .input(changeTeamRoleInput)
    .mutation(({ ctx, input }) => changeTeamRole(ctx, input)),
  remove: allow("partner:team")
    .input(membershipInput)
    .mutation(({ ctx, input }) => removeFromTeam(ctx, input)),
});
