import { remindOfReviews } from "@/server/features/learners/interventions.service";
import { inngest } from "../client";

/** Every morning: teachers are told of plans of help whose day of review has come, once for each day that was set. */
export const learnersRemindReviews = inngest.createFunction(
  { id: "learners-remind-reviews", concurrency: { limit: 1 }, triggers: [{ cron: "TZ=Africa/Nairobi 20 6 * * *" }] },
  async ({ step }) => {
    let reminded = 0;
    for (let round = 1; ; round++) {
      const result = await step.run(`remind-${round}`, () => remindOfReviews());
      reminded += result.reminded;
      if (!result.more) return { reminded };
    }
  },
);
