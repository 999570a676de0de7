import { z } from "zod";

/** The longest text of one piece of work. */
export const MAX_TEXT = 50_000;

const assignmentId = z.uuid();
const written = {
  assignmentId,
  text: z.string().max(MAX_TEXT),
  /** The one the device began from: two devices lose nothing. */
  revision: z.int().min(0).max(1_000_000),
};

export const workListInput = z.strictObject({ cursor: z.string().max(600).optional() });
export const workInput = z.strictObject({ assignmentId });
export const saveWorkInput = z.strictObject(written);
export type SaveWork = z.output<typeof saveWorkInput>;
/** `key` names one press of the button: arriving again, it hands nothing in again. */
export const handInInput = z.strictObject({ ...written, key: z.uuid() });
export type HandIn = z.output<typeof handInInput>;
export const workFileInput = z.strictObject({ assignmentId, fileId: z.uuid() });
export type WorkFile = z.output<typeof workFileInput>;
export const familyWorkInput = z.strictObject({ submissionId: z.uuid() });
export const askRegradeInput = z.strictObject({
  submissionId: z.uuid(),
  reason: z.string().trim().min(10).max(1_000),
});
export type AskRegrade = z.output<typeof askRegradeInput>;
