import type { Role } from "@/lib/roles";

/** What an admin may do to an account now; the screen shows exactly these, the service checks them again. */
export type PersonAbilities = { suspend: boolean; reinstate: boolean; endSessions: boolean; changeRoles: boolean };

/** Nobody suspends themselves, and nobody takes the key from the hand that holds it. */
export function personAbilities(actorId: string, person: { id: string; status: string }): PersonAbilities {
  const other = actorId !== person.id;
  return {
    suspend: other && person.status === "ACTIVE",
    reinstate: other && person.status === "SUSPENDED",
    endSessions: other,
    changeRoles: other && person.status !== "CLOSED",
  };
}

export type RoleRefusal = "person.own_role" | "person.last_role" | "person.last_admin" | "person.child_role";

/**
 * Why a role may not be taken from, or given to, a person; null when it may.
 * A child's account stays a child's account: mixing it with an adult role would open adult doors to a child.
 */
export function refuseRoleChange(change: {
  actorId: string;
  personId: string;
  held: readonly Role[];
  role: Role;
  give: boolean;
  admins: number;
}): RoleRefusal | null {
  if (change.actorId === change.personId) return "person.own_role";
  const isChild = change.held.includes("STUDENT");
  if (change.give)
    return (change.role === "STUDENT") !== isChild && change.held.length > 0 ? "person.child_role" : null;
  if (change.held.length <= 1) return "person.last_role";
  if (change.role === "ADMIN" && change.admins <= 1) return "person.last_admin";
  return null;
}
