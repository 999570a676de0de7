import type { Locale } from "@/lib/locales";
import type { Role } from "@/lib/roles";
import type { InvitationGrants } from "./invitations.schema";

export type InvitationState = "open" | "expired" | "used" | "withdrawn" | "unknown";
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
