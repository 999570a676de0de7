import type { Ctx } from "@/server/platform/actor";
import { auditChildRead } from "@/server/platform/audit";
import { readOpenRequests } from "./privacy.queries";

/** Midnight UTC of the day it is for this person: how calendar days are stored. */
function todayOf(ctx: Ctx): Date {
  const day = new Intl.DateTimeFormat("en-CA", { timeZone: ctx.actor.timeZone }).format(ctx.now);
  return new Date(`${day}T00:00:00Z`);
}

/** Whether guardians dispute the child: there is one open at a time. */
const openContest = { where: { liftedAt: null }, take: 1, select: { id: true } } as const;
const childName = { select: { id: true, firstName: true, lastName: true, grade: true } } as const;

/**
 * A staff member's day: cases in their hands, cases nobody has taken, requests the law puts a date on, and the
 * children whose risk is highest by the newest calculation. As many reads whatever the school's size.
 */
export function readDesk(ctx: Ctx) {
  return ctx.work(async (db) => {
    const me = ctx.actor.userId;
    const today = todayOf(ctx);
    const select = {
      id: true,
      kind: true,
      title: true,
      reason: true,
      status: true,
      dueOn: true,
      createdAt: true,
      ownerId: true,
      student: childName,
    } as const;
    const mine = await db.familyCase.findMany({
      where: { ownerId: me, status: { in: ["OPEN", "WATCHING"] } },
      orderBy: [{ dueOn: { sort: "asc", nulls: "last" } }, { id: "asc" }],
      take: 12,
      select: { ...select, student: { select: { ...childName.select, contests: openContest } } },
    });
    const waiting = await db.familyCase.findMany({
      where: { ownerId: null, status: "OPEN" },
      orderBy: [{ dueOn: { sort: "asc", nulls: "last" } }, { id: "asc" }],
      take: 8,
      select,
    });
    const requests = await readOpenRequests(ctx, db, 12);
    const risks = await db.$queryRaw<
      {
        studentId: string;
        firstName: string;
        lastName: string;
        grade: string;
        score: number;
        reasons: unknown;
        day: Date;
      }[]
    >`
      SELECT r."studentId", s."firstName", s."lastName", s.grade::text AS grade, r.score, r.reasons, r.day
      FROM "RiskScore" r JOIN "Student" s ON s.id = r."studentId"
      WHERE r.day = (SELECT max(day) FROM "RiskScore") AND s.status = 'ACTIVE'
      ORDER BY r.score DESC, r."studentId" LIMIT 8`;
    const [counts] = await db.$queryRaw<
      { mine: bigint; mineDue: bigint; waiting: bigint; requests: bigint; requestsLate: bigint; closedWeek: bigint }[]
    >`
      SELECT count(*) FILTER (WHERE "ownerId" = ${me}::uuid AND status <> 'CLOSED') AS mine,
             count(*) FILTER (WHERE "ownerId" = ${me}::uuid AND status <> 'CLOSED' AND "dueOn" <= ${today}::date) AS "mineDue",
             count(*) FILTER (WHERE "ownerId" IS NULL AND status = 'OPEN') AS waiting,
             count(*) FILTER (WHERE "ownerId" = ${me}::uuid AND "closedAt" > ${ctx.now}::timestamptz - interval '7 days') AS "closedWeek",
             (SELECT count(*) FROM "DataRequest" WHERE status IN ('RECEIVED', 'IN_PROGRESS')) AS requests,
             (SELECT count(*) FROM "DataRequest" WHERE status IN ('RECEIVED', 'IN_PROGRESS') AND "dueAt" < ${ctx.now}) AS "requestsLate"
      FROM "FamilyCase"`;
    const team = ctx.actor.permissions.has("team:read")
      ? await db.$queryRaw<{ id: string; name: string; position: string; open: bigint; late: bigint }[]>`
          SELECT u.id, u.name, p.position, count(c.id) FILTER (WHERE c.status <> 'CLOSED') AS open,
                 count(c.id) FILTER (WHERE c.status <> 'CLOSED' AND c."dueOn" < ${today}::date) AS late
          FROM "StaffProfile" p JOIN "User" u ON u.id = p."userId" LEFT JOIN "FamilyCase" c ON c."ownerId" = u.id
          WHERE p."teamId" = (SELECT "teamId" FROM "StaffProfile" WHERE "userId" = ${me}::uuid)
          GROUP BY u.id, u.name, p.position ORDER BY open DESC, u.name LIMIT 20`
      : null;
    const shown = [...mine, ...waiting, ...requests].map(({ student }) => student.id);
    await auditChildRead(db, ctx, [...shown, ...risks.map(({ studentId }) => studentId)], "desk", { glance: true });
    return {
      today,
      mine,
      waiting,
      requests,
      risks: risks.map((row) => ({ ...row, reasons: Array.isArray(row.reasons) ? (row.reasons as unknown[]) : [] })),
      counts: {
        mine: Number(counts?.mine ?? 0),
        mineDue: Number(counts?.mineDue ?? 0),
        waiting: Number(counts?.waiting ?? 0),
        requests: Number(counts?.requests ?? 0),
        requestsLate: Number(counts?.requestsLate ?? 0),
        closedWeek: Number(counts?.closedWeek ?? 0),
      },
      team: team?.map((row) => ({ ...row, open: Number(row.open), late: Number(row.late) })) ?? null,
    };
  });
}
export type Desk = Awaited<ReturnType<typeof readDesk>>;
