import type { Role } from "@/lib/roles";
import type { buildGuardianship, buildStudent } from "../../tests/factories/families";
import { buildRole, buildUser, type UserRow } from "../../tests/factories/identity";
import { insertRows, type Sql } from "../../tests/factories/insert";
import { slug } from "../../tests/factories/names";
import type { Random } from "../../tests/factories/random";
import type { Clock } from "./clock";

export type Person = UserRow & { locale: string };
export type Guardian = { person: Person; tie: ReturnType<typeof buildGuardianship> };
export type Child = {
  row: ReturnType<typeof buildStudent>;
  guardians: Guardian[];
  account: Person | null;
  /** How the child usually feels, and whether the last weeks went downhill. */
  mood: { base: number; slope: number; diligence: number };
};
export type Household = { id: string; name: string; kind: "HOUSEHOLD" | "HOME"; adults: Person[]; children: Child[] };
export type Instructor = Person & { areas: string[]; grades: string[] };

/** Everything made so far; each section reads what earlier ones made. */
export type World = {
  sql: Sql;
  random: Random;
  clock: Clock;
  scale: number;
  passwordHash: string;
  admins: Person[];
  staff: (Person & { department: string; lead: boolean })[];
  instructors: Instructor[];
  organizations: { id: string; name: string; people: Person[] }[];
  households: Household[];
  /** The family behind parent@, coparent@ and student@. */
  demo: { family: Household; parent: Person; coparent: Person; staff: Person; instructor: Instructor } | null;
  people: { rows: UserRow[]; roles: object[]; addresses: Set<string>; phones: number };
};

/** Addresses nobody can own: .test is reserved. */
export const demoAddress = (who: string) => `${who}@demo.uhs.test`;

/** A person of the school, remembered until `savePeople`. Everybody has the demo password. */
export function person(
  w: World,
  random: Random,
  given: Partial<UserRow> & { name: string; roles: Role[]; domain?: string },
): Person {
  const { roles, domain = "families.uhs.test", ...columns } = given;
  const createdAt =
    (columns.createdAt as Date | undefined) ?? w.clock.at(random.int(60, 320), random.int(7, 20), random.int(0, 59));
  let email = columns.email ?? null;
  for (let n = 1; columns.email === undefined && (email === null || w.people.addresses.has(email)); n++)
    email = `${slug(given.name)}${n === 1 ? "" : n}@${domain}`;
  if (email) w.people.addresses.add(email);
  w.people.phones += 1;
  const row = buildUser(random, {
    // No subscriber of this country has a number in this range.
    phone: `+254199${String(w.people.phones).padStart(6, "0")}`,
    phoneVerifiedAt: createdAt,
    passwordHash: w.passwordHash,
    ...columns,
    email,
    createdAt,
  });
  w.people.rows.push(row);
  w.people.roles.push(...roles.map((role, i) => buildRole(random, row.id, role, new Date(createdAt.getTime() + i))));
  return row as Person;
}

/** Writes the people made since the last time: their rows must stand before anything points at them. */
export async function savePeople(w: World): Promise<void> {
  await insertRows(w.sql, "User", w.people.rows);
  await insertRows(w.sql, "UserRole", w.people.roles);
  w.people.rows = [];
  w.people.roles = [];
}
