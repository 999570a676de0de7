import type { z } from "zod";
import { dayAt } from "@/lib/days";
import type { Ctx } from "@/server/platform/actor";
import type { Db } from "@/server/platform/db/work";
import { Sql } from "@/server/platform/db/work";
import { assertSeen, namesOf } from "./consent.queries";
import type { Fault, Trail, TrailLine, trailInput } from "./consent.schema";

const pageSize = 25;

/** What the database finds wrong with a child's history; empty when every line and link fits. */
export const readFaults = (db: Db, studentId: string | null): Promise<Fault[]> =>
  db.$queryRaw<Fault[]>`
    SELECT DISTINCT "studentId", seq, "lineId", "recordId", fault FROM app.consent_faults(${studentId}::uuid) ORDER BY "studentId", seq NULLS LAST LIMIT 200`;

/** What was decided about a child, newest first, and whether the history is whole. */
export function readTrail(ctx: Ctx, input: z.output<typeof trailInput>): Promise<Trail> {
  const { studentId, dataType, recipientType, before } = input;
  return ctx.work(async (db) => {
    await assertSeen(ctx, db, studentId);
    type Raw = Omit<TrailLine, "by" | "recipientName" | "expiresOn" | "text"> & {
      actorId: string | null;
      expiresAt: Date | null;
      version: number | null;
      locale: string | null;
      sha256: string | null;
    };
    // A word that only made room for the next one of the same moment is not told twice.
    const where = Sql.sql`a."studentId" = ${studentId}::uuid
      AND (${dataType ?? null}::text IS NULL OR a."dataType"::text = ${dataType ?? null}) AND (${recipientType ?? null}::text IS NULL OR a."recipientType"::text = ${recipientType ?? null})
      AND NOT (a.action = 'superseded' AND EXISTS (
        SELECT FROM "ConsentAudit" n WHERE n."studentId" = a."studentId" AND n."createdAt" = a."createdAt" AND n."dataType" = a."dataType" AND n."recipientType" = a."recipientType"
          AND n."recipientId" IS NOT DISTINCT FROM a."recipientId" AND n."actorId" IS NOT DISTINCT FROM a."actorId" AND n.action IN ('granted', 'refused', 'withdrawn')))`;
    const rows = await db.$queryRaw<Raw[]>`
      SELECT a.seq, a.action, a."dataType"::text AS "dataType", a."recipientType"::text AS "recipientType", a."recipientId", a."actorId", a."createdAt" AS at, a."expiresAt",
             c.reason, coalesce(c."verifiedBy", '') AS "verifiedBy", t.version, t.locale, t.sha256
      FROM "ConsentAudit" a LEFT JOIN "ConsentRecord" c ON c.id = a."recordId" LEFT JOIN "ConsentText" t ON t.id = c."textId"
      WHERE ${where} AND (${before ?? null}::int IS NULL OR a.seq < ${before ?? null})
      ORDER BY a.seq DESC LIMIT ${pageSize + 1}`;
    const [counted] = await db.$queryRaw<
      { n: number }[]
    >`SELECT count(*)::int AS n FROM "ConsentAudit" a WHERE ${where}`;
    const nameOf = await namesOf(
      db,
      rows.flatMap((row) => [row.actorId, row.recipientId]),
    );
    const lines = rows.slice(0, pageSize).map(
      ({ actorId, expiresAt, version, locale, sha256, ...row }): TrailLine => ({
        ...row,
        recipientName: nameOf(row.recipientId),
        by: nameOf(actorId),
        expiresOn: expiresAt && dayAt(expiresAt),
        text: version !== null && locale && sha256 ? { version, locale, sha256 } : null,
      }),
    );
    return {
      lines,
      next: rows.length > pageSize ? (lines.at(-1)?.seq ?? null) : null,
      total: counted?.n ?? 0,
      faults: await readFaults(db, studentId),
    };
  });
}

/** Whether a child's history is whole, and what is wrong when it is not. */
export function verifyTrail(ctx: Ctx, studentId: string): Promise<{ lines: number; faults: Fault[] }> {
  return ctx.work(async (db) => {
    await assertSeen(ctx, db, studentId);
    const lines = await db.consentAudit.count({ where: { studentId } });
    return { lines, faults: await readFaults(db, studentId) };
  });
}
