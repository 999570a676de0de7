import { v7 as uuid } from "uuid";
import { addDays, dayAt } from "@/lib/days";
import type { Ctx } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import { type Db, type Prisma, Sql, work } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { live } from "@/server/platform/live";
import { logger } from "@/server/platform/logger";
import { enqueue } from "@/server/platform/outbox";
import { auditVerifyAsked } from "./audit.events";
import { auditor, readAnchors } from "./audit.seal.service";
import {
  type ChainSource,
  finishVerify,
  LINK_COLUMNS,
  type Plan,
  planVerify,
  STORED_COLUMNS,
  toLinkRow,
  toUnlinkedRow,
  verifySlice,
} from "./audit.source";
import { type ChainState, verdictOf } from "./audit.verify";

/** The chain as the audit service may read it: each call a short unit, so that nobody waits for a long one. */
export const chainSource: ChainSource = {
  anchors: () => work(auditor, readAnchors),
  links: (after, most) =>
    work(auditor, async (db) =>
      (
        await db.$queryRaw<Record<string, string | null>[]>`
          SELECT ${Sql.raw(LINK_COLUMNS)} FROM "AuditLink" l LEFT JOIN "AuditEvent" e ON e.id = l."eventId"
          WHERE l.seq > ${after}::bigint ORDER BY l.seq LIMIT ${most}`
      ).map(toLinkRow),
    ),
  unlinked: (sinceDay, most) =>
    work(auditor, async (db) =>
      (
        await db.$queryRaw<(Record<string, string | null> & { seconds: string })[]>`
          SELECT ${Sql.raw(STORED_COLUMNS)}, extract(epoch FROM clock_timestamp() - e."recordedAt")::text AS seconds FROM "AuditEvent" e
          WHERE ${sinceDay ? Sql.sql`e."recordedAt" >= ${sinceDay}::date` : Sql.sql`true`}
            AND NOT EXISTS (SELECT FROM "AuditLink" l WHERE l."eventId" = e.id) ORDER BY e."recordedAt" LIMIT ${most}`
      ).map(toUnlinkedRow),
    ),
  span: () => work(auditor, readSpan),
};

async function readSpan(db: Db) {
  const [span] = await db.$queryRaw<{ firstDay: string | null; lastDay: string | null }[]>`
    SELECT ((SELECT l."eventAt" FROM "AuditLink" l ORDER BY l.seq LIMIT 1) AT TIME ZONE 'Africa/Nairobi')::date::text AS "firstDay",
           ((SELECT l."eventAt" FROM "AuditLink" l ORDER BY l.seq DESC LIMIT 1) AT TIME ZONE 'Africa/Nairobi')::date::text AS "lastDay"`;
  return span?.firstDay && span.lastDay ? { firstDay: span.firstDay, lastDay: span.lastDay } : null;
}

/** How long a verification may stand before another one may be asked for: its job has died. */
const STANDS_MS = 30 * 60_000;

/** Asks for a verification of the last days; a job does it. One at a time. */
export function askVerify(ctx: Ctx, { days }: { days: number }): Promise<{ id: string }> {
  return ctx.work(async (db) => {
    const running = await db.auditCheck.count({
      where: { endedAt: null, startedAt: { gt: new Date(ctx.now.getTime() - STANDS_MS) } },
    });
    if (running > 0) throw new AppError("CONFLICT", "audit.verifying");
    const id = uuid();
    await db.auditCheck.createMany({ data: { id, askedById: ctx.actor.userId, days, startedAt: ctx.now } });
    await audit(db, ctx, { action: "audit.verify_asked", subjectType: "audit", subjectId: id, after: { days } });
    await enqueue(db, auditVerifyAsked, { checkId: id }, id);
    return { id };
  });
}

/** A verification nobody asked for: each night, the days since the last. */
export async function openCheck(days: number): Promise<string> {
  const id = uuid();
  await work(auditor, (db) => db.auditCheck.createMany({ data: { id, days } }));
  return id;
}

/** Plan and progress between two steps of the job. */
export type Running = { sinceDay: string; state: ChainState | null };

export async function beginCheck(checkId: string, now = new Date()): Promise<Running | null> {
  const check = await work(auditor, (db) =>
    db.auditCheck.findUnique({ where: { id: checkId }, select: { days: true, endedAt: true } }),
  );
  if (!check || check.endedAt) return null;
  return { sinceDay: addDays(dayAt(now), -check.days), state: null };
}

/** Walks on by a bounded number of links; `done` when the chain's end is reached. */
export async function continueCheck(
  running: Running,
  { piece = 2_000, pieces = 5 } = {},
): Promise<Running & { done: boolean }> {
  const plan = await resume(running);
  for (let n = 0; n < pieces; n++)
    if (!(await verifySlice(chainSource, plan, piece))) return { ...running, state: plan.state, done: true };
  return { ...running, state: plan.state, done: false };
}

async function resume({ sinceDay, state }: Running): Promise<Plan> {
  const plan = await planVerify(chainSource, sinceDay);
  // Anchors are read anew, what was found so far goes on.
  return state ? { ...plan, state: structuredClone(state) } : plan;
}

/** Writes down what was found and tells whoever asked. A broken log is an error of the house: it is logged as one. */
export async function endCheck(checkId: string, running: Running): Promise<ChainState> {
  const state = await finishVerify(chainSource, await resume(running));
  const status = verdictOf(state);
  await work(auditor, async (db) => {
    await db.auditCheck.updateMany({
      where: { id: checkId },
      data: {
        status,
        fromSeq: BigInt(state.from),
        throughSeq: BigInt(state.seq),
        checked: state.checked,
        waiting: state.waiting,
        found: state.found,
        findings: state.findings as unknown as Prisma.InputJsonValue,
        endedAt: new Date(),
      },
    });
    const check = await db.auditCheck.findUnique({ where: { id: checkId }, select: { askedById: true } });
    if (check?.askedById) await live(db, [check.askedById], "changed", { topic: "audit" });
  });
  if (status === "FINDINGS")
    logger.error({ found: state.found, findings: state.findings.slice(0, 10) }, "the audit log was tampered with");
  return state;
}
