import { z } from "zod";
import { pictures, picturesInKey } from "@/lib/pictures";

const studentId = z.uuid();
export const childInput = z.strictObject({ studentId });
export const childKeyInput = z.discriminatedUnion("kind", [
  z.strictObject({ studentId, kind: z.literal("PIN"), pin: z.string().max(20) }),
  z.strictObject({ studentId, kind: z.literal("PICTURES"), pictures: z.array(z.enum(pictures)).max(picturesInKey) }),
]);
export type ChildKeyInput = z.output<typeof childKeyInput>;
export const childSessionInput = z.strictObject({ studentId, sessionId: z.uuid() });

/** What a child gives at the door of a family device. */
export const childAnswer = z.object({ child: studentId, secret: z.string().min(1).max(60) });
