import { z } from "zod";
import { listInput } from "@/lib/list";
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

export const departments = ["SUPPORT", "CONTENT", "CLASSES", "QUALITY", "SAFETY"] as const;
/** What somebody is in a partner's team: an owner decides about everybody, a manager about members and viewers. */
export const memberRoles = ["OWNER", "MANAGER", "MEMBER", "VIEWER"] as const;
export type MemberRole = (typeof memberRoles)[number];

const position = z.string().trim().min(1, "field.required").min(2).max(80);
/** What an invitation gives when it is accepted: parsed when it is written and again when it is read. */
export const invitationGrants = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("guardian"), relation: z.enum(relations), rights: rightsInput }),
  z.strictObject({ kind: z.literal("instructor"), applicationId: z.uuid() }),
  z.strictObject({
    kind: z.literal("partner"),
    applicationId: z.uuid().optional(),
    member: z.enum(memberRoles),
  }),
  z.strictObject({ kind: z.literal("staff"), department: z.enum(departments), position, lead: z.boolean() }),
  z.strictObject({ kind: z.literal("admin") }),
]);
export type InvitationGrants = z.output<typeof invitationGrants>;

export const INVITATION_DAYS = 7;
/** How often one invitation may be sent, and how many a person may have open or write in a day. */
export const invitationLimits = { sends: 5, perDay: 20 } as const;

/** A person's name, printable, so that it cannot turn the text around it. */
export const personName = z
  .string()
  .trim()
  .min(1, "field.required")
  .min(2)
  .max(120)
  .regex(/^[^\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069<>]*$/u);

export const localeInput = z.enum(locales);

/** An e-mail address that must be given. */
export const requiredEmail = z
  .string()
  .trim()
  .toLowerCase()
  .min(1, "field.required")
  .max(254)
  .regex(/^[^\s@]{1,64}@[^\s@]+\.[^\s@]{2,}$/, "field.email");

const worker = { name: personName, email: requiredEmail, locale: localeInput };
export const inviteStaffInput = z.strictObject({
  ...worker,
  department: z.enum(departments),
  position,
  seat: z.enum(["member", "head"]),
});
export const inviteAdministratorInput = z.strictObject(worker);
export const invitationInput = z.strictObject({ id: z.uuid() });

/** Roles people are invited to for work. Families invite among themselves: those invitations are theirs. */
export const workRoles = ["STAFF", "ADMIN", "INSTRUCTOR", "PARTNER"] as const;
export const invitationStates = ["open", "expired", "used", "withdrawn"] as const;
export const invitationListInput = listInput({
  sorts: ["createdAt"],
  defaultSort: "-createdAt",
  filters: { state: z.array(z.enum(invitationStates)), role: z.array(z.enum(workRoles)) },
});
export type InvitationListInput = z.output<typeof invitationListInput>;
