import { z } from "zod";
import { localeInput, type MemberRole, memberRoles, personName } from "@/server/features/identity/invitations.schema";

/** A team is read whole: so it has an end. Open invitations count. */
export const TEAM_AT_MOST = 100;

export const inviteToTeamInput = z.strictObject({
  name: personName,
  contact: z.string().trim().min(3).max(254),
  role: z.enum(memberRoles),
  locale: localeInput,
});
export const teamInvitationInput = z.strictObject({ id: z.uuid() });
/** `from` is what was looked at: a change by somebody else in between is a conflict, not an overwrite. */
export const changeTeamRoleInput = z.strictObject({
  membershipId: z.uuid(),
  role: z.enum(memberRoles),
  from: z.enum(memberRoles),
});
export const membershipInput = z.strictObject({ membershipId: z.uuid() });

export type TeamMember = {
  membershipId: string;
  userId: string;
  name: string;
  role: MemberRole;
  since: Date;
  /** What the person looking may do with this one, and the places they may give. */
  may: { change: readonly MemberRole[]; remove: boolean; leave: boolean };
};
export type TeamInvitation = {
  id: string;
  name: string;
  contact: string;
  role: MemberRole;
  expiresAt: Date;
  expired: boolean;
  may: boolean;
};
export type Team = {
  organization: { id: string; name: string; status: string };
  members: TeamMember[];
  invitations: TeamInvitation[];
  /** Places the person looking may give; empty for whoever does not look after the team. */
  givable: readonly MemberRole[];
};
