import { z } from "zod";
import { localeInput, personName, relations, rightsInput } from "@/server/features/identity/invitations.schema";
import type { Relation, Rights } from "./families.schema";

const id = z.uuid();
const reason = z.string().trim().min(10).max(1000);

/** Invites somebody to look after one or more children. One field takes an e-mail address or a phone number. */
export const inviteMemberInput = z.strictObject({
  studentIds: z.array(id).min(1).max(60),
  name: personName,
  contact: z.string().trim().min(3).max(254),
  relation: z.enum(relations),
  rights: rightsInput,
  locale: localeInput,
});
export const invitationInput = z.strictObject({ id });
/** `from` is what the person was looking at: a change by somebody else in between is a conflict, not an overwrite. */
export const changeRightsInput = z.strictObject({
  guardianshipId: id,
  relation: z.enum(relations),
  rights: rightsInput,
  from: rightsInput,
});
export const guardianshipInput = z.strictObject({ guardianshipId: id });
export const contestInput = z.strictObject({ studentId: id, reason });
export const liftContestInput = z.strictObject({ studentId: id, reason });

export type Member = {
  guardianshipId: string;
  guardianId: string;
  name: string;
  relation: Relation;
  rights: Rights;
  isPrimary: boolean;
  since: Date;
  /** What the person looking may do with this member. */
  may: { change: boolean; giveConsent: boolean; remove: boolean; leave: boolean; makePrimary: boolean };
};
export type PendingInvitation = {
  id: string;
  name: string;
  contact: string;
  relation: Relation;
  rights: Rights;
  studentIds: string[];
  expiresAt: Date;
  expired: boolean;
  sentCount: number;
};
export type MemberChild = {
  id: string;
  familyId: string;
  firstName: string;
  lastName: string;
  /** Whether the person looking looks after who else is there, and whether they alone do. */
  manages: boolean;
  leads: boolean;
  contest: { reason: string | null; since: Date } | null;
  members: Member[];
};
export type FamilyMembers = { children: MemberChild[]; invitations: PendingInvitation[] };
