import { z } from "zod";
import { phoneOf } from "@/lib/phone";

export const changeEmailInput = z.strictObject({
  email: z
    .string()
    .trim()
    .toLowerCase()
    .max(254)
    .regex(/^[^\s@]{1,64}@[^\s@]+\.[^\s@]{2,}$/, "field.email"),
});
export const changePhoneInput = z.strictObject({
  phone: z
    .string()
    .trim()
    .max(40)
    .refine((typed) => phoneOf(typed) !== null, "field.phone"),
});
export const confirmPhoneInput = z.strictObject({ code: z.string().trim().min(6).max(12) });
export const contactKinds = ["EMAIL", "PHONE"] as const;
export const dropContactInput = z.strictObject({ kind: z.enum(contactKinds) });

/** For so long the old address can take the change back; money waits as long after a change of phone. */
export const UNDO_HOURS = 48;
