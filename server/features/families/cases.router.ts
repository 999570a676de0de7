import { allow, router } from "@/server/platform/trpc";
import { readDesk } from "./cases.queries";
import { caseInput, moveCaseInput } from "./cases.schema";
import { moveCase, takeCase } from "./cases.service";

export const casesRouter = router({
  desk: allow("desk:read").query(({ ctx }) => readDesk(ctx)),
  take: allow("case:work")
    .input(caseInput)
    .mutation(({ ctx, input }) => takeCase(ctx, input)),
  move: allow("case:work")
    .input(moveCaseInput)
    .mutation(({ ctx, input }) => moveCase(ctx, input)),
});
