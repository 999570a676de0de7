import { dayAt } from "@/lib/days";
import { scoreRisks } from "@/server/features/families/risk.service";
import { inngest } from "../client";

/** Before the first colleague opens the desk: what yesterday's moods say about each child. */
export const familiesScoreRisks = inngest.createFunction(
  { id: "families-score-risks", concurrency: { limit: 1 }, triggers: [{ cron: "TZ=Africa/Nairobi 10 4 * * *" }] },
  async ({ step }) => {
    // Kept with the run: a night that is repeated after a crash stays the same night.
    const day = await step.run("which-day", () => dayAt(new Date()));
    let scored = 0;
    let next: string | null = null;
    for (let round = 1; ; round++) {
      const result = await step.run(`score-${round}`, () => scoreRisks(day, next));
      scored += result.scored;
      next = result.next;
      if (next === null) return { day, scored };
    }
  },
);
