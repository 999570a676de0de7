import { givable } from "@/server/features/identity/invitations.domain";
import type { MemberRole } from "@/server/features/identity/invitations.schema";
import type { TeamMember } from "./team.schema";

type Seat = { userId: string; role: MemberRole };

/** What somebody in a team may do with another, or with themselves. The database says the same in its policies. */
export function mayDo(me: Seat, target: Seat, owners: number): TeamMember["may"] {
  const self = me.userId === target.userId;
  const gives = givable(me.role);
  const below = !self && gives.includes(target.role);
  return {
    change: below ? gives : [],
    remove: below,
    leave: self && !(target.role === "OWNER" && owners <= 1),
  };
}
