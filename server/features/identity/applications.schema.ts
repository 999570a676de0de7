import { z } from "zod";
import { listInput } from "@/lib/list";
import { locales } from "@/lib/locales";
import { personName, requiredEmail } from "./invitations.schema";
import { phoneField } from "./registration.schema";

const line = (most: number) =>
  z
    .string()
    .trim()
    .min(1, "field.required")
    .max(most)
    .regex(/^[^\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]*$/u);
/** Absent is kept as null, and null is read back as absent. */
const optionalLine = (most: number) =>
  z
    .string()
    .trim()
    .max(most)
    .nullable()
    .transform((text) => text || null);
const about = z.string().trim().min(40).max(3000);
const phone = phoneField.refine((value) => value !== null, "field.required").transform((value) => value ?? "");

export const organisationKinds = ["ngo", "foundation", "company", "faith", "public"] as const;

/** What is asked of somebody who would like to teach. */
export const instructorData = z.strictObject({
  subjects: line(200),
  years: z.number().int().min(0).max(60),
  tsc: optionalLine(30),
  county: line(60),
  about,
});
/** What is asked of an organisation that would like to help. */
export const partnerData = z.strictObject({
  organisation: line(160),
  kind: z.enum(organisationKinds),
  registrationNumber: line(60),
  county: line(60),
  website: optionalLine(200),
  about,
});

const common = {
  name: personName,
  email: requiredEmail,
  phone,
  locale: z.enum(locales),
  agree: z.literal(true, "field.agree"),
};
export const instructorApplication = z.strictObject({
  ...common,
  ...instructorData.shape,
  // An empty field is not nought.
  years: z
    .string()
    .trim()
    .regex(/^\d{1,2}$/, "field.required")
    .transform(Number)
    .pipe(instructorData.shape.years),
});
export const partnerApplication = z.strictObject({ ...common, ...partnerData.shape });

export const applicationKinds = ["INSTRUCTOR", "PARTNER"] as const;
export type ApplicationKind = (typeof applicationKinds)[number];
export const applicationStatuses = ["SUBMITTED", "APPROVED", "DECLINED"] as const;

/** AD-3: what waits first. */
export const applicationListInput = listInput({
  sorts: ["createdAt", "name"],
  defaultSort: "-createdAt",
  filters: { status: z.array(z.enum(applicationStatuses)), kind: z.array(z.enum(applicationKinds)) },
});
export type ApplicationListInput = z.output<typeof applicationListInput>;
export const applicationInput = z.strictObject({ id: z.uuid() });
/** Why not, in words the applicant reads. */
export const declineInput = z.strictObject({ id: z.uuid(), reason: z.string().trim().min(10).max(1000) });
