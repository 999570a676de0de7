import { pruneExports, watchClocks } from "@/server/features/families/privacy.clock.service";
import { inngest } from "../client";

/** Each hour: staff are told of requests the law wants answered soon, and copies whose days are over go. */
export const privacyClock = inngest.createFunction(
  { id: "privacy-clock", concurrency: { limit: 1 }, retries: 2, triggers: [{ cron: "TZ=Africa/Nairobi 12 * * * *" }] },
  async ({ step }) => ({
    clocks: await step.run("watch", () => watchClocks()),
    exports: await step.run("prune", () => pruneExports()),
  }),
);
