import { z } from "zod";
import { eventType } from "@/server/platform/outbox";

/** A child has handed in a piece of work; said again when it is handed in again. An essay is of no assignment. */
export const workHandedIn = eventType(
  "assignments/work.handed_in",
  z.object({ submissionId: z.uuid(), assignmentId: z.uuid().nullable() }),
);
