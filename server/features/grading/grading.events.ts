import { z } from "zod";
import { eventType } from "@/server/platform/outbox";

/** Marked work went back to a child for the first time. */
export const workReturned = eventType(
  "grading/work.returned",
  z.object({ studentId: z.uuid(), submissionId: z.uuid(), assignmentId: z.uuid(), handedInAt: z.iso.datetime() }),
);
