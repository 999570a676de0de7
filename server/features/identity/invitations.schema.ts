import { z } from "zod";
import { locales } from "@/lib/locales";

export const relations = ["MOTHER", "FATHER", "GUARDIAN", "GRANDPARENT", "SIBLING", "CARER"] as const;

/** What a guardian may do for a child. Seeing is what makes somebody a guardian here; the rest is given one by one. */
export const rightsInput = z.strictObject({
  view: z.boolean(),
  message: z.boolean(),
  pay: z.boolean(),
  consent: z.boolean(),
});
export type RightsInput = z.output<typeof rightsInput>;

/** What an invitation gives when it is accepted: parsed when it is written and again when it is read. */
export const invitationGrants = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("guardian"), relation: z.enum(relations), rights: rightsInput }),
  z.strictObject({ kind: z.literal("instructor"), applicationId: z.uuid() }),
  z.strictObject({
    kind: z.literal("partner"),
    applicationId: z.uuid().optional(),
    member: z.enum(["OWNER", "MANAGER", "MEMBER", "VIEWER"]),
  }),
]);
export type InvitationGrants = z.output<typeof invitationGrants>;

export const INVITATION_DAYS = 7;
/** How often one invitation may be sent, and how many a person may have open or write in a day. */
export const invitationLimits = { sends: 5, perDay: 20 } as const;

/** A person's name, printable, so that it cannot turn the text around it. */
export const personName = z
  .string()
  .trim()
  .min(2)
  .max(120)
  .regex(/^[^\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069<>]*$/u);

export const localeInput = z.enum(locales);
