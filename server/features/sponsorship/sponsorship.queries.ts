import type { Ctx } from "@/server/platform/actor";
import { auditChildRead } from "@/server/platform/audit";

type SharedRow = { dataType: string; children: bigint };
type GradeRow = { grade: string; children: bigint };
type ExpiringRow = {
  studentId: string;
  firstName: string | null;
  grade: string | null;
  dataType: string;
  expiresAt: Date;
};

/**
 * What a partner's organisation has now: its people, the guardians' signatures, and exactly what families share with
 * it, kind by kind. A child appears only while the guardian's consent is in force; the database decides that.
 */
export function readPartnerHome(ctx: Ctx) {
  return ctx.work(async (db) => {
    const membership = await db.membership.findFirst({
      where: { userId: ctx.actor.userId },
      orderBy: { createdAt: "asc" },
      select: {
        role: true,
        organization: { select: { id: true, name: true, status: true, about: true, county: true } },
      },
    });
    const organization = membership?.organization ?? null;
    if (!organization) return { organization: null, role: null } as const;
    const team = await db.membership.findMany({
      where: { organizationId: organization.id },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
      take: 12,
      select: { id: true, role: true, user: { select: { id: true, name: true } } },
    });
    const shared = await db.$queryRaw<SharedRow[]>`
      SELECT kind AS "dataType", (SELECT count(*) FROM app.readable_students(kind)) AS children
      FROM unnest(enum_range(NULL::"ConsentDataType")::text[]) AS kind`;
    const grades = await db.$queryRaw<GradeRow[]>`
      SELECT s.grade::text AS grade, count(*) AS children FROM "Student" s WHERE s.status = 'ACTIVE' GROUP BY s.grade ORDER BY s.grade`;
    const [signatures] = await db.$queryRaw<{ signed: bigint; waiting: bigint; revoked: bigint }[]>`
      SELECT count(*) FILTER (WHERE "signedAt" IS NOT NULL AND "revokedAt" IS NULL) AS signed,
             count(*) FILTER (WHERE "signedAt" IS NULL AND "revokedAt" IS NULL) AS waiting,
             count(*) FILTER (WHERE "revokedAt" IS NOT NULL) AS revoked
      FROM "SponsorshipConsent" WHERE "organizationId" = ${organization.id}::uuid`;
    const expiring = await db.$queryRaw<ExpiringRow[]>`
      SELECT c."studentId", s."firstName", s.grade::text AS grade, c."dataType", c."expiresAt"
      FROM app.received_consents() c LEFT JOIN "Student" s ON s.id = c."studentId"
      WHERE c."recipientId" = ${organization.id}::uuid AND c."expiresAt" BETWEEN ${ctx.now}::timestamptz AND ${ctx.now}::timestamptz + interval '30 days'
      ORDER BY c."expiresAt", c."studentId", c."dataType" LIMIT 10`;
    // A name appears only where the family shows it; only then has anybody been read.
    const named = expiring.filter(({ firstName }) => firstName !== null).map(({ studentId }) => studentId);
    await auditChildRead(db, ctx, named, "partner_home", { glance: true });
    return {
      organization,
      role: membership?.role ?? null,
      team,
      shared: shared.map((row) => ({ dataType: row.dataType, children: Number(row.children) })),
      grades: grades.map((row) => ({ grade: row.grade, children: Number(row.children) })),
      signatures: {
        signed: Number(signatures?.signed ?? 0),
        waiting: Number(signatures?.waiting ?? 0),
        revoked: Number(signatures?.revoked ?? 0),
      },
      expiring,
    };
  });
}
export type PartnerHome = Awaited<ReturnType<typeof readPartnerHome>>;
