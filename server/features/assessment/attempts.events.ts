import { z } from "zod";
import { eventType } from "@/server/platform/outbox";

/** A child's attempt has ended and nothing of it waits for a person any more. */
export const attemptGraded = eventType(
  "assessment/attempt.graded",
  z.object({
    studentId: z.uuid(),
    attemptId: z.uuid(),
    percent: z.number().min(0).max(100),
    endedAt: z.iso.datetime(),
  }),
);

/** Somebody asked that answers be marked by another key; what is to change stands written. */
export const regradeAsked = eventType("assessment/regrade.asked", z.object({ runId: z.uuid() }));
