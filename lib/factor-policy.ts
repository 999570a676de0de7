import { type Permission, permissionsOf } from "./permissions";
import type { Role } from "./roles";

/**
 * Whoever holds one of these owes a second factor where the policy is on (always in production): staff, administrators,
 * and people who move money. Each deployment writes it into the table Permission, where SQL asks it on every request.
 * A permission that moves money is added here together with the procedure that asks for it.
 */
export const owesSecondFactor: ReadonlySet<Permission> = new Set<Permission>([
  "desk:read",
  "case:work",
  "person:write",
  "organization:write",
  "audit:read",
  "flag:write",
  "plan:write",
]);

/** Whether a role owes a second factor under the policy. */
export const roleOwesFactor = (role: Role): boolean =>
  permissionsOf(role, true).some((name) => owesSecondFactor.has(name));

/** The switch, as a row of FeatureFlag. In production it cannot be off. */
export const factorFlag = "require_second_factor";
