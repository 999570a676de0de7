import { statfs } from "node:fs/promises";
import { keyset, pageOf } from "@/lib/keyset";
import type { Ctx } from "@/server/platform/actor";
import { env } from "@/server/platform/env";
import { partsHealth } from "./health.domain";
import type { JobListInput } from "./health.schema";

/** The state of the house now: what is alive, what waits, what failed, how much room there is. */
export async function readHealth(ctx: Ctx) {
  const day = new Date(ctx.now.getTime() - 24 * 3600_000);
  const facts = await ctx.work(async (db) => {
    const beats = await db.heartbeat.findMany({ select: { part: true, at: true }, orderBy: { part: "asc" }, take: 50 });
    const runs = await db.jobRun.groupBy({ by: ["status"], where: { queuedAt: { gte: day } }, _count: true });
    const deadRuns = await db.jobRun.count({ where: { status: "DEAD" } });
    const messages = await db.outboxMessage.groupBy({
      by: ["channel", "status"],
      where: { createdAt: { gte: day } },
      _count: true,
      orderBy: [{ channel: "asc" }, { status: "asc" }],
    });
    const waiting = await db.outboxMessage.aggregate({
      where: { status: { in: ["PENDING", "SENDING", "FAILED"] } },
      _count: true,
      _min: { createdAt: true },
    });
    const events = await db.outboxEvent.aggregate({
      where: { dispatchedAt: null },
      _count: true,
      _min: { createdAt: true },
    });
    const logins = await db.loginEvent.groupBy({ by: ["outcome"], where: { createdAt: { gte: day } }, _count: true });
    const denied = await db.auditEvent.count({ where: { outcome: "DENIED", createdAt: { gte: day } } });
    const [size] = await db.$queryRaw<{ bytes: bigint }[]>`SELECT pg_database_size(current_database()) AS bytes`;
    return {
      beats,
      runs,
      deadRuns,
      messages,
      waiting,
      events,
      logins,
      denied,
      databaseBytes: Number(size?.bytes ?? 0),
    };
  });
  const disk = await statfs(env().STORAGE_DIR).catch(() => null);
  return {
    parts: partsHealth(facts.beats, ctx.now),
    runs: Object.fromEntries(facts.runs.map((row) => [row.status, row._count])) as Partial<Record<string, number>>,
    deadRuns: facts.deadRuns,
    messages: facts.messages.map((row) => ({ channel: row.channel, status: row.status, count: row._count })),
    waitingMessages: facts.waiting._count,
    oldestMessageAt: facts.waiting._min.createdAt,
    waitingEvents: facts.events._count,
    oldestEventAt: facts.events._min.createdAt,
    logins: Object.fromEntries(facts.logins.map((row) => [row.outcome, row._count])) as Partial<Record<string, number>>,
    denied: facts.denied,
    databaseBytes: facts.databaseBytes,
    storage: disk ? { freeBytes: disk.bavail * disk.bsize, totalBytes: disk.blocks * disk.bsize } : null,
  };
}
export type Health = Awaited<ReturnType<typeof readHealth>>;

/** Runs of background functions, newest first. */
export function listJobs(ctx: Ctx, input: JobListInput) {
  return ctx.work(async (db) => {
    const { status, functionId } = input.filters;
    const where = {
      AND: [
        status?.length ? { status: { in: status } } : {},
        functionId ? { functionId } : {},
        input.q
          ? {
              OR: [
                { functionId: { contains: input.q } },
                { eventName: { contains: input.q } },
                { error: { contains: input.q } },
              ],
            }
          : {},
      ],
    };
    const keys = keyset(input, { queuedAt: { field: "queuedAt", kind: "date" } });
    const fetched = await db.jobRun.findMany({
      where: { AND: [where, keys.where] },
      orderBy: keys.orderBy,
      take: keys.take,
      select: {
        id: true,
        functionId: true,
        eventName: true,
        status: true,
        attempt: true,
        error: true,
        queuedAt: true,
        startedAt: true,
        endedAt: true,
        nextAt: true,
      },
    });
    const total = await db.jobRun.count({ where });
    return pageOf(fetched, keys, (row) => [row.queuedAt, row.id], { total });
  });
}
export type JobRow = Awaited<ReturnType<typeof listJobs>>["rows"][number];
