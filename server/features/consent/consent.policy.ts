import type { Actor } from "@/server/platform/actor";
import { type Prisma, Sql } from "@/server/platform/db/work";

const nothing = { id: { in: [] as string[] } };

/** Decisions a person may read: about children they look after, or all of them by office. */
export function visibleConsents(actor: Actor): Prisma.ConsentRecordWhereInput {
  if (actor.kind !== "user") return nothing;
  if (actor.permissions.has("consent:read_all")) return {};
  if (actor.role !== "PARENT") return nothing;
  return { student: { guardianships: { some: { guardianId: actor.userId, endedAt: null, canView: true } } } };
}

/** The same for hand-written SQL over `"ConsentRecord" c`, limited to children the person may decide for. */
export function decidableConsents(actor: Actor): Sql.Sql {
  if (actor.kind !== "user" || actor.role !== "PARENT") return Sql.sql`false`;
  return Sql.sql`c."studentId" IN (SELECT g."studentId" FROM "Guardianship" g
    WHERE g."guardianId" = ${actor.userId}::uuid AND g."endedAt" IS NULL AND g."canView" AND g."canConsent")`;
}

/** Children about whom a person may read consent: those they look after and may see. */
export function consentChildren(actor: Actor): Prisma.StudentWhereInput {
  if (actor.kind !== "user" || actor.role !== "PARENT") return nothing;
  return { guardianships: { some: { guardianId: actor.userId, endedAt: null, canView: true } } };
}

/** Over `"ConsentRecord" c`: the decision's guardian may still decide. What others once said is history. */
export const countingConsents = Sql.sql`EXISTS (SELECT FROM "Guardianship" cg
  WHERE cg."guardianId" = c."grantedById" AND cg."studentId" = c."studentId" AND cg."endedAt" IS NULL AND cg."canConsent")`;
