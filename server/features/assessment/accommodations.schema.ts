import { z } from "zod";

/** What one learner is allowed beside every rule, in all assessments; nothing at all takes it back. */
export const setAccommodationInput = z.strictObject({
  studentId: z.uuid(),
  extraTimePercent: z.int().min(0).max(300),
  extraAttempts: z.int().min(0).max(20),
  largePrint: z.boolean(),
  readAloud: z.boolean(),
  reason: z.string().trim().max(500).meta({ control: "textarea" }),
});
export type SetAccommodation = z.output<typeof setAccommodationInput>;
