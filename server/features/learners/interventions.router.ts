import { allow, router } from "@/server/platform/trpc";
import { listInterventions, readIntervention } from "./interventions.queries";
import { closeInput, interventionInput, interventionsInput, planInput, reviewInput } from "./interventions.schema";
import { closeIntervention, extendIntervention, planIntervention, startIntervention } from "./interventions.service";

/** IN-13: what teachers do so that a learner gets on, and what came of it. */
export const interventionsRouter = router({
  list: allow("learner:read")
    .input(interventionsInput)
    .query(({ ctx, input }) => listInterventions(ctx, input)),
  read: allow("learner:read")
    .input(interventionInput)
    .query(({ ctx, input }) => readIntervention(ctx, input.id)),
  plan: allow("learner:care")
    .input(planInput)
    .mutation(({ ctx, input }) => planIntervention(ctx, input)),
  start: allow("learner:care")
    .input(interventionInput)
    .mutation(({ ctx, input }) => startIntervention(ctx, input)),
  extend: allow("learner:care")
    .input(reviewInput)
    .mutation(({ ctx, input }) => extendIntervention(ctx, input)),
  close: allow("learner:care")
    .input(closeInput)
    .mutation(({ ctx, input }) => closeIntervention(ctx, input)),
});
