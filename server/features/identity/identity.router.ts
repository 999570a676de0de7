import { allow, router } from "@/server/platform/trpc";
import { listLogins, listSessions } from "./identity.queries";
import { loginHistoryInput, sessionInput, switchRoleInput } from "./identity.schema";
import { endSession, signOutEverywhere, switchRole } from "./identity.service";

/** One's own sessions, role and login history. Signing in and out are forms: they set the cookie. */
export const identityRouter = router({
  sessions: allow("self:read").query(({ ctx }) => listSessions(ctx)),
  loginHistory: allow("self:read")
    .input(loginHistoryInput)
    .query(({ ctx, input }) => listLogins(ctx, input)),
  endSession: allow("self:write")
    .input(sessionInput)
    .mutation(({ ctx, input }) => endSession(ctx, input)),
  signOutEverywhere: allow("self:write").mutation(({ ctx }) => signOutEverywhere(ctx)),
  switchRole: allow("self:write")
    .input(switchRoleInput)
    .mutation(({ ctx, input }) => switchRole(ctx, input)),
});
