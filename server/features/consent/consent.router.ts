import { allow, router } from "@/server/platform/trpc";
import { readMatrix } from "./consent.matrix.queries";
import { listChildConsents } from "./consent.queries";
import {
  abstainInput,
  childConsentsInput,
  decideInput,
  decideManyInput,
  simulateInput,
  trailInput,
  withdrawInput,
  withdrawManyInput,
} from "./consent.schema";
import { abstain, decide, decideMany, withdraw, withdrawMany } from "./consent.service";
import { simulateSight } from "./consent.simulate.service";
import { readTrail, verifyTrail } from "./consent.trail.queries";

export const consentRouter = router({
  ofChild: allow("consent:read")
    .input(childConsentsInput)
    .query(({ ctx, input }) => listChildConsents(ctx, input.studentId)),
  matrix: allow("consent:read")
    .input(childConsentsInput)
    .query(({ ctx, input }) => readMatrix(ctx, input.studentId)),
  trail: allow("consent:read")
    .input(trailInput)
    .query(({ ctx, input }) => readTrail(ctx, input)),
  verify: allow("consent:read")
    .input(childConsentsInput)
    .query(({ ctx, input }) => verifyTrail(ctx, input.studentId)),
  decide: allow("consent:decide")
    .input(decideInput)
    .mutation(({ ctx, input }) => decide(ctx, input)),
  decideMany: allow("consent:decide")
    .input(decideManyInput)
    .mutation(({ ctx, input }) => decideMany(ctx, input)),
  withdraw: allow("consent:decide")
    .input(withdrawInput)
    .mutation(({ ctx, input }) => withdraw(ctx, input)),
  withdrawMany: allow("consent:decide")
    .input(withdrawManyInput)
    .mutation(({ ctx, input }) => withdrawMany(ctx, input)),
  abstain: allow("consent:decide")
    .input(abstainInput)
    .mutation(({ ctx, input }) => abstain(ctx, input)),
  simulate: allow("consent:decide")
    .input(simulateInput)
    .mutation(({ ctx, input }) => simulateSight(ctx, input)),
});
