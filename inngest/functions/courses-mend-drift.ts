import { mendDrift } from "@/server/features/courses/courses.drift.service";
import { inngest } from "../client";

/** Each night: figures of courses that are kept by triggers are held against their rows, and mended where they differ. */
export const coursesMendDrift = inngest.createFunction(
  { id: "courses-mend-drift", concurrency: { limit: 1 }, triggers: [{ cron: "TZ=Africa/Nairobi 25 3 * * *" }] },
  ({ step }) => step.run("mend", () => mendDrift()),
);
