import { proposeWaiting } from "@/server/features/grading/rules.job.service";
import { inngest } from "../client";

type Proposed = Awaited<ReturnType<typeof proposeWaiting>>;

/** Twice an hour: work that was handed in before enough of its assignment had been marked may have its example by now. */
export const gradingProposeWaiting = inngest.createFunction(
  { id: "grading-propose-waiting", concurrency: { limit: 1 }, triggers: [{ cron: "TZ=Africa/Nairobi 7,37 * * * *" }] },
  async ({ step }) => {
    let proposed = 0;
    let next: string | null = null;
    for (let round = 1; ; round++) {
      const from: string | null = next;
      const result: Proposed = await step.run(`propose-${round}`, () => proposeWaiting(from));
      proposed += result.proposed;
      next = result.next;
      if (next === null) return { proposed };
    }
  },
);
