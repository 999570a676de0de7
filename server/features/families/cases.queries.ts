import type { Ctx } from "@/server/platform/actor";
import { auditChildRead } from "@/server/platform/audit";
import { type InJson, together } from "@/server/platform/db/together";
import { Sql } from "@/server/platform/db/work";
import type { CaseKind, CaseStatus } from "./cases.schema";
import { readOpenRequests } from "./privacy.queries";

type Named = { id: string; firstName: string; lastName: string; grade: string };
export type DeskCase = {
  id: string;
  kind: CaseKind;
  title: string;
  reason: string;
  status: CaseStatus;
  dueOn: Date | null;
  /** `contested`: guardians dispute the child; there is one open dispute at a time. */
  student: Named & { contested: boolean };
};
type Risk = Omit<Named, "id"> & { studentId: string; score: number; reasons: unknown; day: Date };
type Counts = Record<"mine" | "mineDue" | "waiting" | "requests" | "requestsLate" | "closedWeek", number>;
type TeamLoad = { id: string; name: string; position: string; open: number; late: number };

/** The calendar day it is for this person. */
const todayOf = (ctx: Ctx) => new Intl.DateTimeFormat("en-CA", { timeZone: ctx.actor.timeZone }).format(ctx.now);
/** Midnight UTC of a day: how calendar days are kept. */
const dateOfDay = (day: string) => new Date(`${day.slice(0, 10)}T00:00:00Z`);

/** Open cases, what is due next on top. */
const casesSql = (which: Sql.Sql, most: number) => Sql.sql`
  SELECT c.id, c.kind, c.title, c.reason, c.status, c."dueOn"::text AS "dueOn",
    json_build_object('id', s.id, 'firstName', s."firstName", 'lastName', s."lastName", 'grade', s.grade,
      'contested', EXISTS (SELECT FROM "ChildContest" d WHERE d."studentId" = s.id AND d."liftedAt" IS NULL)) AS student
  FROM "FamilyCase" c JOIN "Student" s ON s.id = c."studentId"
  WHERE ${which} ORDER BY c."dueOn" NULLS LAST, c.id LIMIT ${most}`;

const risksSql = Sql.sql`
  SELECT r."studentId", s."firstName", s."lastName", s.grade, r.score, r.reasons, r.day::text AS day
  FROM "RiskScore" r JOIN "Student" s ON s.id = r."studentId"
  WHERE r.day = (SELECT max(day) FROM "RiskScore") AND s.status = 'ACTIVE'
  ORDER BY r.score DESC, r."studentId" LIMIT 8`;

const countsSql = ({ actor, now }: Ctx, today: string) => Sql.sql`
  SELECT count(*) FILTER (WHERE "ownerId" = ${actor.userId}::uuid AND status <> 'CLOSED') AS mine,
         count(*) FILTER (WHERE "ownerId" = ${actor.userId}::uuid AND status <> 'CLOSED' AND "dueOn" <= ${today}::date) AS "mineDue",
         count(*) FILTER (WHERE "ownerId" IS NULL AND status = 'OPEN') AS waiting,
         count(*) FILTER (WHERE "ownerId" = ${actor.userId}::uuid AND "closedAt" > ${now}::timestamptz - interval '7 days') AS "closedWeek",
         (SELECT count(*) FROM "DataRequest" WHERE status IN ('RECEIVED', 'IN_PROGRESS')) AS requests,
         (SELECT count(*) FROM "DataRequest" WHERE status IN ('RECEIVED', 'IN_PROGRESS') AND "dueAt" < ${now}) AS "requestsLate"
  FROM "FamilyCase"`;

/** What each member of one's own team has in hand; for whoever leads one. */
const teamSql = ({ actor }: Ctx, today: string) => Sql.sql`
  SELECT u.id, u.name, p.position, count(c.id) FILTER (WHERE c.status <> 'CLOSED') AS open,
         count(c.id) FILTER (WHERE c.status <> 'CLOSED' AND c."dueOn" < ${today}::date) AS late
  FROM "StaffProfile" p JOIN "User" u ON u.id = p."userId" LEFT JOIN "FamilyCase" c ON c."ownerId" = u.id
  WHERE ${actor.permissions.has("team:read")} AND p."teamId" = (SELECT "teamId" FROM "StaffProfile" WHERE "userId" = ${actor.userId}::uuid)
  GROUP BY u.id, u.name, p.position ORDER BY open DESC, u.name LIMIT 20`;

const caseOf = ({ dueOn, ...row }: InJson<DeskCase>): DeskCase => ({ ...row, dueOn: dueOn ? dateOfDay(dueOn) : null });
const riskOf = ({ day, reasons, ...row }: InJson<Risk>) => ({
  ...row,
  reasons: Array.isArray(reasons) ? (reasons as unknown[]) : [],
  day: dateOfDay(day),
});
const none: Counts = { mine: 0, mineDue: 0, waiting: 0, requests: 0, requestsLate: 0, closedWeek: 0 };

/**
 * A staff member's day: cases in their hands, cases nobody has taken, requests the law puts a date on, and the
 * children whose risk is highest by the newest calculation. Two reads whatever the school's size.
 */
export function readDesk(ctx: Ctx) {
  return ctx.work(async (db) => {
    const today = todayOf(ctx);
    const told = await together<{
      mine: InJson<DeskCase>;
      waiting: InJson<DeskCase>;
      risks: InJson<Risk>;
      counts: Counts;
      team: TeamLoad;
    }>(db, {
      mine: casesSql(Sql.sql`c."ownerId" = ${ctx.actor.userId}::uuid AND c.status IN ('OPEN', 'WATCHING')`, 12),
      waiting: casesSql(Sql.sql`c."ownerId" IS NULL AND c.status = 'OPEN'`, 8),
      risks: risksSql,
      counts: countsSql(ctx, today),
      team: teamSql(ctx, today),
    });
    const requests = await readOpenRequests(ctx, db, 12);
    const shown = [...told.mine, ...told.waiting, ...requests].map(({ student }) => student.id);
    await auditChildRead(db, ctx, [...shown, ...told.risks.map(({ studentId }) => studentId)], "desk", {
      glance: true,
    });
    return {
      today: dateOfDay(today),
      mine: told.mine.map(caseOf),
      waiting: told.waiting.map(caseOf),
      requests,
      risks: told.risks.map(riskOf),
      counts: told.counts[0] ?? none,
      team: ctx.actor.permissions.has("team:read") ? told.team : null,
    };
  });
}
export type Desk = Awaited<ReturnType<typeof readDesk>>;
