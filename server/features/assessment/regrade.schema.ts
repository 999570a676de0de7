import { z } from "zod";

/** Answers given to an earlier version, to be marked by the key of the current one. */
export const regradeInput = z.strictObject({ questionId: z.uuid(), number: z.int().min(1) });
export type RegradeInput = z.output<typeof regradeInput>;
/** The same to look at, so many marks at a time. */
export const regradePage = regradeInput.extend({ page: z.int().min(1).default(1) });
export type RegradePage = z.output<typeof regradePage>;
/** `digest` names everything that was to change: an answer that came or was marked in between is a conflict. */
export const acceptRegradeInput = regradeInput.extend({
  digest: z.string().regex(/^[0-9a-f]{64}$/, "field.invalid"),
  reason: z.string().trim().min(3).max(500),
});
export type AcceptRegrade = z.output<typeof acceptRegradeInput>;
/** Marks shown on one page. */
export const LINES_SHOWN = 100;
