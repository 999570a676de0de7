import { keyset, pageOf } from "@/lib/keyset";
import type { Role } from "@/lib/roles";
import type { Ctx } from "@/server/platform/actor";
import { auditChildRead } from "@/server/platform/audit";
import type { Db } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { personAbilities } from "./people.domain";
import type { OrganizationListInput, PeopleListInput } from "./people.schema";

const account = { id: true, name: true, email: true, status: true, createdAt: true } as const;
const personRow = {
  ...account,
  roles: { select: { role: true }, orderBy: { createdAt: "asc" } },
  staffProfile: { select: { department: true, position: true, isDepartmentLead: true } },
} as const;

/** Words typed into the search field, as a condition: a name's beginning, an address, a phone number. */
function matching(q: string | undefined) {
  if (!q) return {};
  const phone = q.replace(/[^\d+]/g, "").replace(/^0/, "+254");
  return {
    OR: [
      { name: { contains: q, mode: "insensitive" as const } },
      { email: { contains: q, mode: "insensitive" as const } },
      ...(phone.length >= 6 ? [{ phone: { startsWith: phone } }] : []),
    ],
  };
}

/** People a page at a time, with when each was last here: three reads, whatever the number of rows. */
export function listPeople(ctx: Ctx, input: PeopleListInput) {
  return ctx.work(async (db) => {
    const { role, status } = input.filters;
    const where = {
      AND: [
        matching(input.q),
        role?.length ? { roles: { some: { role: { in: role } } } } : {},
        status?.length ? { status: { in: status } } : {},
      ],
    };
    const keys = keyset(input, { name: { field: "name" }, createdAt: { field: "createdAt", kind: "date" } });
    const fetched = await db.user.findMany({
      where: { AND: [where, keys.where] },
      orderBy: keys.orderBy,
      take: keys.take,
      select: account,
    });
    const total = await db.user.count({ where });
    const page = pageOf(fetched, keys, (row) => [input.sort.endsWith("createdAt") ? row.createdAt : row.name, row.id], {
      total,
    });
    const standing = await standingOf(
      db,
      page.rows.map((row) => row.id),
    );
    return {
      ...page,
      rows: page.rows.map((row) => {
        const { roles, staffProfile, lastSeenAt } = standing.get(row.id) ?? nothingKnown;
        return { ...row, roles, staffProfile, lastSeenAt, abilities: personAbilities(ctx.actor.userId, row) };
      }),
    };
  });
}
export type PersonRow = Awaited<ReturnType<typeof listPeople>>["rows"][number];

type Standing = {
  roles: Role[];
  staffProfile: { position: string; isDepartmentLead: boolean } | null;
  lastSeenAt: Date | null;
};
const nothingKnown: Standing = { roles: [], staffProfile: null, lastSeenAt: null };

/** What these people are in the school, and when each last signed in or used a session, whichever is later. One read. */
async function standingOf(db: Db, ids: string[]): Promise<Map<string, Standing>> {
  if (ids.length === 0) return new Map();
  const rows = await db.$queryRaw<(Standing & { id: string })[]>`
    SELECT u.id, array(SELECT r.role::text FROM "UserRole" r WHERE r."userId" = u.id ORDER BY r."createdAt") AS roles,
      (SELECT jsonb_build_object('position', s.position, 'isDepartmentLead', s."isDepartmentLead")
       FROM "StaffProfile" s WHERE s."userId" = u.id) AS "staffProfile",
      greatest((SELECT max(a."lastSeenAt") FROM "AuthSession" a WHERE a."userId" = u.id),
               (SELECT max(l."createdAt") FROM "LoginEvent" l WHERE l."userId" = u.id AND l.outcome = 'SUCCESS')) AS "lastSeenAt"
    FROM "User" u WHERE u.id = ANY(${ids}::uuid[])`;
  return new Map(rows.map(({ id, ...standing }) => [id, standing]));
}

/** One account with what an admin needs to decide about it. NOT_FOUND when it is not to be seen. */
export function readPerson(ctx: Ctx, id: string) {
  return ctx.work(async (db) => {
    const person = await db.user.findUnique({
      where: { id },
      select: {
        ...personRow,
        phone: true,
        locale: true,
        timeZone: true,
        memberships: { select: { role: true, organization: { select: { id: true, name: true, status: true } } } },
        student: { select: { id: true, admissionNumber: true, grade: true } },
        _count: { select: { guardianships: { where: { endedAt: null } }, teaching: true } },
      },
    });
    if (!person) throw new AppError("NOT_FOUND", "person.not_found");
    await auditChildRead(db, ctx, [person.student?.id], "account");
    const sessions = await db.authSession.findMany({
      where: { userId: id, revokedAt: null, expiresAt: { gt: ctx.now } },
      orderBy: { lastSeenAt: "desc" },
      take: 20,
      select: { id: true, activeRole: true, lastSeenAt: true, createdAt: true, ip: true, userAgent: true },
    });
    const logins = await db.loginEvent.findMany({
      where: { userId: id },
      orderBy: { createdAt: "desc" },
      take: 20,
      select: { id: true, outcome: true, method: true, ip: true, userAgent: true, createdAt: true },
    });
    const history = await db.auditEvent.findMany({
      where: { subjectType: "user", subjectId: id },
      orderBy: { createdAt: "desc" },
      take: 20,
      select: { id: true, action: true, outcome: true, after: true, createdAt: true, actorRole: true },
    });
    const [factor] = await db.$queryRaw<{ has: boolean }[]>`SELECT app.has_factor(${id}::uuid) AS has`;
    return {
      ...person,
      roles: person.roles.map((held) => held.role),
      hasFactor: factor?.has === true,
      sessions,
      logins,
      history,
      abilities: personAbilities(ctx.actor.userId, person),
    };
  });
}
export type PersonRecord = Awaited<ReturnType<typeof readPerson>>;

/** Partner organisations a page at a time, with how many people belong to each. */
export function listOrganizations(ctx: Ctx, input: OrganizationListInput) {
  return ctx.work(async (db) => {
    const where = {
      AND: [
        input.q ? { name: { contains: input.q, mode: "insensitive" as const } } : {},
        input.filters.status?.length ? { status: { in: input.filters.status } } : {},
      ],
    };
    const keys = keyset(input, { name: { field: "name" }, createdAt: { field: "createdAt", kind: "date" } });
    const fetched = await db.organization.findMany({
      where: { AND: [where, keys.where] },
      orderBy: keys.orderBy,
      take: keys.take,
      select: {
        id: true,
        name: true,
        kind: true,
        status: true,
        county: true,
        createdAt: true,
        _count: { select: { memberships: true } },
      },
    });
    const total = await db.organization.count({ where });
    return pageOf(fetched, keys, (row) => [input.sort.endsWith("createdAt") ? row.createdAt : row.name, row.id], {
      total,
    });
  });
}
export type OrganizationRow = Awaited<ReturnType<typeof listOrganizations>>["rows"][number];

/** Everybody the list's filters match, in pieces of 500, for the export. Each piece is its own short unit. */
export async function* exportPeople(ctx: Ctx, input: PeopleListInput) {
  let cursor: string | undefined;
  do {
    const page = await listPeople(ctx, { ...input, limit: 500, cursor, dir: "after" });
    yield page.rows;
    cursor = page.next ?? undefined;
  } while (cursor);
}
