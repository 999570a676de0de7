import { z } from "zod";

/** The pulse of all one's courses, or of one. */
export const pulseInput = z.strictObject({ courseId: z.uuid().optional() });
export type PulseInput = z.output<typeof pulseInput>;
