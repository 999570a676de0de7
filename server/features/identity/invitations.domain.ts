import type { Locale } from "@/lib/locales";
import type { Role } from "@/lib/roles";
import { type InvitationGrants, type MemberRole, memberRoles } from "./invitations.schema";

export type InvitationState = "open" | "expired" | "used" | "withdrawn" | "unknown";

/** What has become of an invitation at a moment. */
export const stateOf = (
  row: { acceptedAt: Date | null; revokedAt: Date | null; expiresAt: Date },
  now: Date,
): Exclude<InvitationState, "unknown"> =>
  row.acceptedAt ? "used" : row.revokedAt ? "withdrawn" : row.expiresAt <= now ? "expired" : "open";

/** Work in the school is for the address it was offered to: a link that was passed on opens nothing to somebody else. */
export const boundToAddress = (grants: InvitationGrants): boolean => grants.kind === "staff" || grants.kind === "admin";

/** Places in a partner's team that somebody with this one gives and takes. */
export const givable = (mine: MemberRole): readonly MemberRole[] =>
  mine === "OWNER" ? memberRoles : mine === "MANAGER" ? ["MEMBER", "VIEWER"] : [];

export type OpenedInvitation = {
  id: string;
  state: InvitationState;
  name: string;
  from: string;
  locale: Locale;
  role: Role;
  grants: InvitationGrants;
  /** First names of the children, or the organisation's name. */
  about: string[];
  /** Where it was sent: an account made by it is reached there. */
  email: string | null;
  phone: string | null;
  /** The address it was sent to has an account already. */
  hasAccount: boolean;
};
