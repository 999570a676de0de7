import { createHash } from "node:crypto";
import type { Role } from "@/lib/roles";
import type { Prisma } from "@/server/platform/db/work";
import { insertRow, insertRows, type Sql } from "./insert";
import { givenName, slug, surname } from "./names";
import type { Random } from "./random";

export type UserRow = Prisma.UserCreateManyInput & { id: string; name: string };
type Given<T> = Partial<T>;

const aDay = 86_400_000;
/** When factory rows say they were made, unless told otherwise. */
export const madeAt = new Date("2026-01-15T06:00:00Z");

/** A person. The name, address and id differ in every call; no password unless a hash is given. */
export function buildUser(random: Random, given: Given<UserRow> = {}): UserRow {
  const createdAt = (given.createdAt as Date | undefined) ?? madeAt;
  const id = given.id ?? random.uuid(createdAt);
  const name = given.name ?? `${givenName(random, random.pick(["FEMALE", "MALE"]))} ${surname(random)}`;
  return {
    id,
    email: `${slug(name)}.${id.slice(-6)}@people.uhs.test`,
    emailVerifiedAt: createdAt,
    phone: null,
    phoneVerifiedAt: null,
    name,
    preferredName: null,
    about: null,
    passwordHash: null,
    status: "ACTIVE",
    locale: "en",
    timeZone: "Africa/Nairobi",
    theme: "SYSTEM",
    sessionVersion: 1,
    updatedAt: createdAt,
    ...given,
    createdAt,
  };
}

export const buildRole = (random: Random, userId: string, role: Role, createdAt: Date | string = madeAt) => ({
  id: random.uuid(),
  userId,
  role,
  createdAt,
});

/** A person with roles (PARENT unless told). */
export async function createUser(
  sql: Sql,
  random: Random,
  { roles = ["PARENT"], ...given }: Given<UserRow> & { roles?: Role[] } = {},
): Promise<UserRow> {
  const user = buildUser(random, given);
  await insertRow(sql, "User", user);
  await insertRows(
    sql,
    "UserRole",
    roles.map((role, i) => buildRole(random, user.id, role, new Date(madeAt.getTime() + i))),
  );
  return user;
}

/** A session of `userId`; `token` is what its cookie would hold. */
export function buildSession(
  random: Random,
  given: Given<Prisma.AuthSessionCreateManyInput> & { userId: string; token?: string },
) {
  const { token = random.uuid(), ...rest } = given;
  const now = new Date();
  return {
    id: random.uuid(),
    tokenHash: new Uint8Array(createHash("sha256").update(token).digest()),
    activeRole: "PARENT" as Role,
    userVersion: 1,
    amr: ["pwd"],
    authTime: now,
    mfaAt: null,
    lastSeenAt: now,
    expiresAt: new Date(now.getTime() + 30 * aDay),
    ip: "127.0.0.1",
    userAgent: "test",
    revokedAt: null,
    createdAt: now,
    ...rest,
  };
}

/** A live session and the token that opens it. */
export async function createSession(
  sql: Sql,
  random: Random,
  given: Given<Prisma.AuthSessionCreateManyInput> & { userId?: string; token?: string } = {},
) {
  const token = given.token ?? random.uuid();
  const userId = given.userId ?? (await createUser(sql, random, { roles: [given.activeRole ?? "PARENT"] })).id;
  const session = buildSession(random, { ...given, userId, token });
  await insertRow(sql, "AuthSession", session);
  return { ...session, token };
}

/** A staff team with a name of its own. */
export const buildTeam = (random: Random, given: Given<Prisma.StaffTeamCreateManyInput> = {}) => {
  const id = given.id ?? random.uuid();
  return { id, name: `Team ${id.slice(-6)}`, purpose: "Answers what reaches it", createdAt: madeAt, ...given };
};

export const buildStaffProfile = (given: Given<Prisma.StaffProfileCreateManyInput> & { userId: string }) => ({
  department: "SUPPORT" as const,
  position: "Support agent",
  isDepartmentLead: false,
  teamId: null,
  createdAt: madeAt,
  ...given,
});

/** A member of staff in a team; `lead` makes them its department's lead. */
export async function createStaff(
  sql: Sql,
  random: Random,
  {
    lead = false,
    department = "SUPPORT",
    ...given
  }: Given<UserRow> & { lead?: boolean; department?: Prisma.StaffProfileCreateManyInput["department"] } = {},
) {
  const user = await createUser(sql, random, { ...given, roles: ["STAFF"] });
  const team = buildTeam(random);
  await insertRow(sql, "StaffTeam", team);
  await insertRow(
    sql,
    "StaffProfile",
    buildStaffProfile({ userId: user.id, department, isDepartmentLead: lead, teamId: team.id }),
  );
  return { ...user, team };
}

/** An organisation: an active partner unless told. */
export function buildOrganization(random: Random, given: Given<Prisma.OrganizationCreateManyInput> = {}) {
  const id = given.id ?? random.uuid();
  return {
    id,
    kind: "PARTNER" as const,
    name: `Partner ${id.slice(-6)}`,
    slug: `partner-${id.slice(-8)}`,
    status: "ACTIVE" as const,
    about: null,
    county: null,
    createdAt: madeAt,
    updatedAt: madeAt,
    ...given,
  };
}

export async function createOrganization(
  sql: Sql,
  random: Random,
  given: Given<Prisma.OrganizationCreateManyInput> = {},
) {
  const organization = buildOrganization(random, given);
  await insertRow(sql, "Organization", organization);
  return organization;
}

export const buildMembership = (
  random: Random,
  given: Given<Prisma.MembershipCreateManyInput> & { organizationId: string; userId: string },
) => ({ id: random.uuid(), role: "MEMBER" as const, createdAt: madeAt, ...given });

/** Puts somebody into an organisation, making both when absent. */
export async function createMembership(sql: Sql, random: Random, given: Given<Prisma.MembershipCreateManyInput> = {}) {
  const organizationId = given.organizationId ?? (await createOrganization(sql, random)).id;
  const userId = given.userId ?? (await createUser(sql, random, { roles: ["PARTNER"] })).id;
  const membership = buildMembership(random, { ...given, organizationId, userId });
  await insertRow(sql, "Membership", membership);
  return membership;
}

/** One line of sign-in history. */
export const buildLogin = (random: Random, given: Given<Prisma.LoginEventCreateManyInput> = {}) => ({
  id: random.uuid(given.createdAt as Date | undefined),
  userId: null,
  email: null,
  outcome: "SUCCESS" as const,
  method: "password",
  ip: "127.0.0.1",
  userAgent: "test",
  requestId: null,
  createdAt: madeAt,
  ...given,
});
