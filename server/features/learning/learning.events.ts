import { z } from "zod";
import { eventType } from "@/server/platform/outbox";

/** A child has finished a lesson for the first time. */
export const lessonCompleted = eventType(
  "learning/lesson.completed",
  z.object({ studentId: z.uuid(), lessonId: z.uuid(), completedAt: z.iso.datetime() }),
);
