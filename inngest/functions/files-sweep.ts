import { forgetArchives, forgetUnused, sweepFiles } from "@/server/features/files/files.sweep.service";
import { inngest } from "../client";

/** Each night: courses nobody accepted and files nobody used go, the store is held against the facts, and what differs is written down. */
export const filesSweep = inngest.createFunction(
  { id: "files-sweep", concurrency: { limit: 1 }, retries: 2, triggers: [{ cron: "TZ=Africa/Nairobi 50 3 * * *" }] },
  async ({ step }) => {
    const archives = await step.run("forget-archives", () => forgetArchives());
    const unused = await step.run("forget-unused", () => forgetUnused());
    const swept = await step.run("sweep", () => sweepFiles());
    return { archives, unused, ...swept };
  },
);
