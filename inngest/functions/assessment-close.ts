import { randomUUID } from "node:crypto";
import { closeOverdue } from "@/server/features/assessment/attempts.run.service";
import { systemActor } from "@/server/platform/actor";
import { inngest } from "../client";

/**
 * Each minute: attempts whose time is up are ended at the moment it was up. Answers are refused from then on whether or
 * not this has run; it gives those their result who did not come back.
 */
export const assessmentClose = inngest.createFunction(
  { id: "assessment-close", concurrency: { limit: 1 }, triggers: [{ cron: "TZ=Africa/Nairobi * * * * *" }] },
  async ({ step }) => {
    let closed = 0;
    for (let round = 1; round <= 50; round++) {
      const result = await step.run(`close-${round}`, () => closeOverdue(job()));
      closed += result.closed;
      if (!result.more) break;
    }
    return { closed };
  },
);

const job = () => ({
  actor: systemActor("assessment"),
  ip: "",
  userAgent: "job assessment-close",
  requestId: randomUUID(),
  now: new Date(),
});
