import { countCoverage } from "@/server/features/curriculum/coverage.service";
import { inngest } from "../client";

/** Every quarter of an hour: what is planned, taught and assessed, for the coverage map. */
export const curriculumCount = inngest.createFunction(
  { id: "curriculum-count", concurrency: { limit: 1 }, triggers: [{ cron: "TZ=Africa/Nairobi */15 * * * *" }] },
  ({ step }) => step.run("count", () => countCoverage()),
);
