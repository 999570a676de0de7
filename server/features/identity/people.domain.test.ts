import { describe, expect, it } from "vitest";
import { personAbilities, refuseRoleChange } from "./people.domain";

describe("what an admin may do to an account", () => {
  it.each([
    [
      "themselves",
      "a",
      { id: "a", status: "ACTIVE" },
      { suspend: false, reinstate: false, endSessions: false, changeRoles: false },
    ],
    [
      "an active person",
      "a",
      { id: "b", status: "ACTIVE" },
      { suspend: true, reinstate: false, endSessions: true, changeRoles: true },
    ],
    [
      "a suspended person",
      "a",
      { id: "b", status: "SUSPENDED" },
      { suspend: false, reinstate: true, endSessions: true, changeRoles: true },
    ],
    [
      "a closed account",
      "a",
      { id: "b", status: "CLOSED" },
      { suspend: false, reinstate: false, endSessions: true, changeRoles: false },
    ],
  ])("%s", (_, actor, person, expected) => expect(personAbilities(actor, person)).toEqual(expected));
});

describe("which role changes are refused", () => {
  const base = { actorId: "a", personId: "b", admins: 2 } as const;
  it.each([
    [
      "one's own",
      { ...base, personId: "a", held: ["ADMIN"] as const, role: "STAFF" as const, give: true },
      "person.own_role",
    ],
    [
      "the only role somebody has",
      { ...base, held: ["PARENT"] as const, role: "PARENT" as const, give: false },
      "person.last_role",
    ],
    [
      "the last admin",
      { ...base, admins: 1, held: ["ADMIN", "STAFF"] as const, role: "ADMIN" as const, give: false },
      "person.last_admin",
    ],
    [
      "an adult role for a child",
      { ...base, held: ["STUDENT"] as const, role: "STAFF" as const, give: true },
      "person.child_role",
    ],
    [
      "a child's role for an adult",
      { ...base, held: ["STAFF"] as const, role: "STUDENT" as const, give: true },
      "person.child_role",
    ],
    ["a second adult role", { ...base, held: ["STAFF"] as const, role: "PARENT" as const, give: true }, null],
    [
      "one of two roles taken away",
      { ...base, held: ["STAFF", "PARENT"] as const, role: "PARENT" as const, give: false },
      null,
    ],
  ])("%s", (_, change, expected) => expect(refuseRoleChange(change)).toBe(expected));
});
