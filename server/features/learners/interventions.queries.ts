import { type Day, dateOf, dayAt, dayOf, daysBetween } from "@/lib/days";
import { keyset, pageOf } from "@/lib/keyset";
import type { Ctx } from "@/server/platform/actor";
import { auditChildRead } from "@/server/platform/audit";
import type { Db, Prisma } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { type Measure, measureOf, type Side, spansOf } from "./interventions.domain";
import type { InterventionsInput, PlanState } from "./interventions.schema";
import { taughtLearners } from "./learners.policy";

const statuses = {
  planned: ["PLANNED"],
  running: ["RUNNING"],
  ended: ["DONE", "DROPPED"],
} as const satisfies Record<PlanState, readonly string[]>;
const open = [...statuses.planned, ...statuses.running];
const sorts = {
  createdAt: { field: "createdAt", kind: "date" },
  reviewOn: { field: "reviewOn", kind: "date", nullable: true },
} as const;

const fields = {
  id: true,
  studentId: true,
  aim: true,
  plan: true,
  status: true,
  result: true,
  outcome: true,
  startsOn: true,
  reviewOn: true,
  endedOn: true,
  createdAt: true,
  student: { select: { firstName: true, lastName: true, grade: true } },
} as const satisfies Prisma.InterventionSelect;

/** Plans of one's own about learners of one's class. Row-level security says the same. */
const ownPlans = (ctx: Ctx): Prisma.InterventionWhereInput => ({
  ownerId: ctx.actor.userId,
  toldFamily: true,
  student: taughtLearners(ctx),
});

/** Plans under way whose day of review has come. */
const dueBy = (today: Day): Prisma.InterventionWhereInput => ({
  status: { in: [...open] },
  reviewOn: { lte: dateOf(today) },
});

type Span = { id: string; studentId: string; before: Day; start: Day; end: Day };
type Counted = Side & { id: string; after: boolean };
const nothing: Side = { seconds: 0, lessons: 0, marks: 0, mean: null };

/** What learners did in one's own courses on either side of the beginning of their plans. One read for all of them. */
async function readMeasures(
  db: Db,
  plans: readonly { id: string; studentId: string; startsOn: Date | null; endedOn: Date | null }[],
  today: Day,
): Promise<Map<string, Measure>> {
  const spans = plans.flatMap(({ id, studentId, startsOn, endedOn }): Span[] =>
    startsOn
      ? [{ id, studentId, ...spansOf({ startsOn: dayOf(startsOn), endedOn: endedOn && dayOf(endedOn) }, today) }]
      : [],
  );
  if (spans.length === 0) return new Map();
  const rows = await db.$queryRaw<Counted[]>`
    SELECT p.id, side.after, a.seconds, a.lessons, m.marks, m.mean
    FROM jsonb_to_recordset(${JSON.stringify(spans)}::jsonb) AS p(id uuid, "studentId" uuid, before date, start date, "end" date)
    CROSS JOIN LATERAL (VALUES (false, p.before, p.start), (true, p.start, p."end")) AS side(after, since, until)
    CROSS JOIN LATERAL (
      SELECT coalesce(sum(a.seconds), 0)::int AS seconds, count(*) FILTER (WHERE a.kind = 'LESSON_DONE')::int AS lessons
      FROM "StudentActivity" a WHERE a."studentId" = p."studentId"
        AND a."occurredAt" >= side.since::timestamp AT TIME ZONE 'Africa/Nairobi' AND a."occurredAt" < side.until::timestamp AT TIME ZONE 'Africa/Nairobi') a
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS marks, 100 * avg(e.score) AS mean FROM (
        SELECT DISTINCT e.id, e.score FROM app.evidence(p."studentId", side.since::timestamp AT TIME ZONE 'Africa/Nairobi') e
        WHERE e.at < side.until::timestamp AT TIME ZONE 'Africa/Nairobi') e) m`;
  const sideOf = (id: string, after: boolean): Side => {
    const row = rows.find((one) => one.id === id && one.after === after);
    return row ? { seconds: row.seconds, lessons: row.lessons, marks: row.marks, mean: row.mean } : nothing;
  };
  return new Map(
    spans.map(({ id, start, end }) => [id, measureOf(daysBetween(start, end), sideOf(id, false), sideOf(id, true))]),
  );
}

/** One's plans of help with what has changed since each began, a page at a time. */
export function listInterventions(ctx: Ctx, input: InterventionsInput) {
  const { state, due } = input.filters;
  const today = dayAt(ctx.now);
  const where: Prisma.InterventionWhereInput = {
    AND: [ownPlans(ctx), state ? { status: { in: [...statuses[state]] } } : {}, due ? dueBy(today) : {}],
  };
  const keys = keyset(input, sorts);
  return ctx.work(async (db) => {
    const found = await db.intervention.findMany({
      where: { AND: [where, keys.where as Prisma.InterventionWhereInput] },
      orderBy: keys.orderBy as Prisma.InterventionOrderByWithRelationInput[],
      take: keys.take,
      select: fields,
    });
    const total = await db.intervention.count({ where });
    const dueCount = await db.intervention.count({ where: { AND: [ownPlans(ctx), dueBy(today)] } });
    const page = pageOf(
      found,
      keys,
      (row) => [input.sort.endsWith("reviewOn") ? row.reviewOn : row.createdAt, row.id],
      {
        total,
      },
    );
    await auditChildRead(
      db,
      ctx,
      page.rows.map(({ studentId }) => studentId),
      "interventions",
      { glance: true },
    );
    const measures = await readMeasures(db, page.rows, today);
    return {
      ...page,
      today,
      dueCount,
      rows: page.rows.map((row) => ({ ...row, measure: measures.get(row.id) ?? null })),
    };
  });
}
export type Interventions = Awaited<ReturnType<typeof listInterventions>>;
export type InterventionRow = Interventions["rows"][number];

/** One plan of one's own. NOT_FOUND for anybody else's. */
export function readIntervention(ctx: Ctx, id: string) {
  const today = dayAt(ctx.now);
  return ctx.work(async (db) => {
    const plan = await db.intervention.findFirst({ where: { AND: [ownPlans(ctx), { id }] }, select: fields });
    if (!plan) throw new AppError("NOT_FOUND", "intervention.not_found");
    await auditChildRead(db, ctx, [plan.studentId], "intervention");
    const measures = await readMeasures(db, [plan], today);
    return { ...plan, today, measure: measures.get(id) ?? null };
  });
}
export type InterventionRecord = Awaited<ReturnType<typeof readIntervention>>;

export type ToldPlan = {
  id: string;
  aim: string;
  plan: string;
  status: string;
  result: string | null;
  outcome: string | null;
  startsOn: Day;
  reviewOn: Day;
  teacher: string | null;
};

/** Plans of help about a guardian's own child, open ones first, and what came of the last ones. */
export function readToldPlans(ctx: Ctx, studentId: string): Promise<ToldPlan[]> {
  return ctx.work(
    (db) => db.$queryRaw<ToldPlan[]>`
      SELECT i.id, i.aim, i.plan, i.status::text AS status, i.result::text AS result, i.outcome, i."startsOn"::text AS "startsOn", i."reviewOn"::text AS "reviewOn", u.name AS teacher
      FROM "Intervention" i LEFT JOIN "User" u ON u.id = i."ownerId"
      WHERE i."studentId" = ${studentId}::uuid AND i."toldFamily"
        AND i."studentId" IN (SELECT v."studentId" FROM "Guardianship" v WHERE v."guardianId" = ${ctx.actor.userId}::uuid AND v."endedAt" IS NULL AND v."canView")
      ORDER BY i."endedOn" DESC NULLS FIRST, i."createdAt" DESC LIMIT 5`,
  );
}
