import { pruneUploads } from "@/server/features/files/files.jobs.service";
import { inngest } from "../client";

/** Each hour: uploads nobody continued are forgotten, files still waiting for the scanner are asked for again. */
export const filesPrune = inngest.createFunction(
  { id: "files-prune", concurrency: { limit: 1 }, triggers: [{ cron: "TZ=Africa/Nairobi 7 * * * *" }] },
  async ({ step }) => step.run("prune", () => pruneUploads()),
);
