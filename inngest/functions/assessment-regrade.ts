import { regradeAsked } from "@/server/features/assessment/attempts.events";
import { goOnRegrading } from "@/server/features/assessment/regrade.job.service";
import { inngest } from "../client";

/** Answers are marked by another key, some at a time, as a person looked at it and asked for it. */
export const assessmentRegrade = inngest.createFunction(
  { id: "assessment-regrade", concurrency: { limit: 2 }, retries: 8, triggers: [{ event: regradeAsked.name }] },
  async ({ event, step }) => {
    const { runId } = regradeAsked.schema.parse(event.data);
    for (let round = 1; ; round++) {
      const { more } = await step.run(`mark-${round}`, () => goOnRegrading(runId));
      if (!more) return { rounds: round };
    }
  },
);
