import { z } from "zod";

/** Answers given to an earlier version, to be marked by the key of the current one. */
export const regradeInput = z.strictObject({ questionId: z.uuid(), number: z.int().min(1) });
export type RegradeInput = z.output<typeof regradeInput>;
/** `digest` names what was looked at: an answer that came or was marked in between is a conflict. */
export const acceptRegradeInput = regradeInput.extend({
  digest: z.string().regex(/^[0-9a-f]{64}$/, "field.invalid"),
  reason: z.string().trim().min(3).max(500),
});
export type AcceptRegrade = z.output<typeof acceptRegradeInput>;
/** More answers than anybody looks through at once; the rest follows in another go. */
export const MAX_REMARKED = 500;
