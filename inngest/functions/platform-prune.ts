import { pruneOld } from "@/server/features/health/health.prune.service";
import { inngest } from "../client";

/** Each night: what has served its purpose is deleted. */
export const platformPrune = inngest.createFunction(
  { id: "platform-prune", concurrency: { limit: 1 }, triggers: [{ cron: "TZ=Africa/Nairobi 20 3 * * *" }] },
  async ({ step }) => {
    const deleted: Record<string, number> = {};
    // Small bites: one long delete would keep everybody else from the embedded database.
    for (let round = 1; round <= 200; round++) {
      const result = await step.run(`prune-${round}`, () => pruneOld());
      for (const [table, count] of Object.entries(result.deleted)) deleted[table] = (deleted[table] ?? 0) + count;
      if (!result.more) break;
    }
    return deleted;
  },
);
