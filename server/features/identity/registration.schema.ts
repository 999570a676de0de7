import { z } from "zod";
import { isDay } from "@/lib/days";
import { grades } from "@/lib/grades";
import { locales } from "@/lib/locales";
import { phoneOf } from "@/lib/phone";
import { personName, relations } from "./invitations.schema";

/** A name as on the birth certificate: letters of any alphabet, and what stands between them. */
const certificateName = z
  .string()
  .trim()
  .min(1, "field.required")
  .max(60)
  .regex(/^[\p{L}\p{M}][\p{L}\p{M} '’.-]*$/u, "field.name");

export const AGES = { least: 3, most: 19 } as const;
const years = (day: string, today: Date) => (today.getTime() - Date.parse(`${day}T00:00:00Z`)) / (365.25 * 86_400_000);
/** A child of school age: a slip of the year is told at once. */
const birthDate = z
  .string()
  .min(1, "field.required")
  .refine(isDay, "field.date")
  .refine((day) => {
    const age = years(day, new Date());
    return age >= AGES.least && age < AGES.most;
  }, "field.child_age");

export const childFields = z.strictObject({
  firstName: certificateName,
  lastName: certificateName,
  grade: z.enum(grades),
  birthDate,
});
export type ChildFields = z.output<typeof childFields>;

/** An e-mail address as people type it; the blank field of somebody who has none is null. */
export const emailField = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .transform((text) => text || null)
  .refine((text) => text === null || /^[^\s@]{1,64}@[^\s@]+\.[^\s@]{2,}$/.test(text), "field.email");
/** A phone number as people type it, in the form it is kept. */
export const phoneField = z
  .string()
  .trim()
  .max(40)
  .transform((text, ctx) => {
    if (!text) return null;
    const phone = phoneOf(text);
    if (phone) return phone;
    ctx.addIssue({ code: "custom", message: "field.phone" });
    return z.NEVER;
  });

export const CHILDREN_AT_MOST = 12;
/** What a family types to register; the password is judged apart, by the same rules as everywhere. */
export const registrationInput = z
  .strictObject({
    name: personName,
    email: emailField,
    phone: phoneField,
    relation: z.enum(relations),
    locale: z.enum(locales),
    children: z.array(childFields).min(1).max(CHILDREN_AT_MOST),
    /** The words that were shown, by the row they stand in. */
    textId: z.uuid(),
    agree: z.literal(true, "field.agree"),
    password: z.string().min(1, "field.required").max(512),
  })
  .refine((input) => input.email !== null || input.phone !== null, {
    message: "field.email_or_phone",
    path: ["email"],
    // Told together with what is wrong elsewhere, not after it.
    when: ({ issues }) => !issues.some(({ path }) => path?.[0] === "email" || path?.[0] === "phone"),
  });
export type RegistrationInput = z.output<typeof registrationInput>;

/** What waits encrypted until the address has answered; parsed again when it is opened. */
export const registrationPayload = z.strictObject({
  name: z.string(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  relation: z.enum(relations),
  locale: z.enum(locales),
  children: z.array(z.strictObject({ ...childFields.shape, birthDate: z.string() })).min(1),
  textId: z.uuid(),
  passwordHash: z.string(),
});
export type RegistrationPayload = z.output<typeof registrationPayload>;

export const confirmInput = z.strictObject({ password: z.string().min(1, "field.required").max(512) });
export const codeInput = z.strictObject({
  code: z
    .string()
    .transform((text) => text.replace(/[\s-]/g, ""))
    .pipe(z.string().regex(/^\d{6}$/, "field.code")),
});
