import { allow, router } from "@/server/platform/trpc";
import { listAudit, listChildReads, listOwnAudit, readAuditEvent, readIntegrity } from "./audit.queries";
import { auditEventInput, auditListInput, childAuditInput, ownAuditInput, verifyInput } from "./audit.schema";
import { askVerify } from "./audit.verify.service";

export const auditRouter = router({
  list: allow("audit:read")
    .input(auditListInput)
    .query(({ ctx, input }) => listAudit(ctx, input)),
  read: allow("audit:read")
    .input(auditEventInput)
    .query(({ ctx, input }) => readAuditEvent(ctx, input.id)),
  integrity: allow("audit:read").query(({ ctx }) => readIntegrity(ctx)),
  verify: allow("audit:verify")
    .input(verifyInput)
    .mutation(({ ctx, input }) => askVerify(ctx, input)),
  mine: allow("self:read")
    .input(ownAuditInput)
    .query(({ ctx, input }) => listOwnAudit(ctx, input)),
  ofChild: allow("consent:read")
    .input(childAuditInput)
    .query(({ ctx, input }) => listChildReads(ctx, input)),
});
