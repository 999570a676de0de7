import { allow, router } from "@/server/platform/trpc";
import { listChildConsents } from "./consent.queries";
import { childConsentsInput } from "./consent.schema";

export const consentRouter = router({
  ofChild: allow("consent:read")
    .input(childConsentsInput)
    .query(({ ctx, input }) => listChildConsents(ctx, input.studentId)),
});
