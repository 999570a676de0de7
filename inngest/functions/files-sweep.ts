import { sweepFiles } from "@/server/features/files/files.sweep.service";
import { inngest } from "../client";

/** Each night: the store is held against the facts, and what differs is written down. */
export const filesSweep = inngest.createFunction(
  { id: "files-sweep", concurrency: { limit: 1 }, retries: 2, triggers: [{ cron: "TZ=Africa/Nairobi 50 3 * * *" }] },
  async ({ step }) => step.run("sweep", () => sweepFiles()),
);
