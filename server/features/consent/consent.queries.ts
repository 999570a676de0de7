import { dayAt } from "@/lib/days";
import type { Ctx } from "@/server/platform/actor";
import { type Db, Sql } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { consentChildren, countingConsents, decidableConsents, visibleConsents } from "./consent.policy";
import type { Consent } from "./consent.schema";

/** Grants that run out within `days`, the next first, for children the person may decide for. */
export const expiringConsents = (ctx: Ctx, days: number) => Sql.sql`
  SELECT c.id, c."studentId", c."dataType", c."recipientType", coalesce(o.name, u.name) AS "recipientName",
         to_char(c."expiresAt" AT TIME ZONE 'Africa/Nairobi', 'YYYY-MM-DD') AS "expiresOn"
  FROM "ConsentRecord" c
  LEFT JOIN "Organization" o ON c."recipientType" = 'PARTNER' AND o.id = c."recipientId"
  LEFT JOIN "User" u ON c."recipientType" = 'INSTRUCTOR' AND u.id = c."recipientId"
  WHERE c.granted AND c."supersededAt" IS NULL AND c."expiresAt" > ${ctx.now} AND c."expiresAt" <= ${new Date(ctx.now.getTime() + days * 86_400_000)}
    AND ${countingConsents} AND ${decidableConsents(ctx.actor)}
  ORDER BY c."expiresAt" LIMIT 20`;

/** Names of guardians and recipients, as far as the reader may know them. One read. */
export async function namesOf(db: Db, ids: readonly (string | null)[]): Promise<(id: string | null) => string | null> {
  const wanted = [...new Set(ids.filter((id) => id !== null))];
  const names = wanted.length
    ? await db.$queryRaw<{ id: string; name: string }[]>`
        SELECT id, coalesce("preferredName", name) AS name FROM "User" WHERE id = ANY(${wanted}::uuid[])
        UNION ALL SELECT id, name FROM "Organization" WHERE id = ANY(${wanted}::uuid[])`
    : [];
  const byId = new Map(names.map(({ id, name }) => [id, name]));
  return (id) => (id && byId.get(id)) ?? null;
}

/** Every decision that counts for a child: of guardians who may decide today. Three reads: who they are, decisions, names. */
export async function readChildConsents(ctx: Ctx, db: Db, studentId: string): Promise<Consent[]> {
  const deciders = await db.guardianship.findMany({
    where: { studentId, endedAt: null, canConsent: true },
    select: { guardianId: true },
  });
  const rows = await db.consentRecord.findMany({
    where: {
      AND: [
        visibleConsents(ctx.actor),
        { studentId, supersededAt: null, grantedById: { in: deciders.map(({ guardianId }) => guardianId) } },
      ],
    },
    orderBy: [{ recipientType: "asc" }, { dataType: "asc" }, { id: "asc" }],
    take: 400,
    select: {
      id: true,
      studentId: true,
      dataType: true,
      recipientType: true,
      recipientId: true,
      granted: true,
      grantedById: true,
      createdAt: true,
      expiresAt: true,
    },
  });
  const nameOf = await namesOf(
    db,
    rows.flatMap((row) => [row.grantedById, row.recipientId]),
  );
  return rows.map(({ grantedById, createdAt, expiresAt, ...row }) => ({
    ...row,
    recipientName: nameOf(row.recipientId),
    decidedById: grantedById,
    decidedBy: nameOf(grantedById),
    decidedOn: dayAt(createdAt),
    expiresOn: expiresAt && dayAt(expiresAt),
  }));
}

/** A child about whom the person may not read consent is not there. */
export async function assertSeen(ctx: Ctx, db: Db, studentId: string): Promise<void> {
  const child = await db.student.findFirst({
    where: { AND: [consentChildren(ctx.actor), { id: studentId }] },
    select: { id: true },
  });
  if (!child) throw new AppError("NOT_FOUND", "child.not_found");
}

/** The decisions on their own, for callers outside a page. */
export const listChildConsents = (ctx: Ctx, studentId: string) =>
  ctx.work(async (db) => {
    await assertSeen(ctx, db, studentId);
    return readChildConsents(ctx, db, studentId);
  });
