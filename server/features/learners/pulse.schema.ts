import { z } from "zod";
import { listInput } from "@/lib/list";

/** The pulse of all one's courses, or of one; its learners by how long they have been without a sign. */
export const pulseInput = listInput({ sorts: ["quiet"], filters: {}, limit: 100 }).extend({
  courseId: z.uuid().optional(),
});
export type PulseInput = z.output<typeof pulseInput>;
