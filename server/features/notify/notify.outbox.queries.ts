import type { Ctx } from "@/server/platform/actor";

/** Enough to see what goes wrong; the rest is like it. */
const SHOWN = 50;

/**
 * Messages that were given up, or failed and will be tried again, newest first. What they say is never shown: it is
 * between the school and its reader.
 */
export function failedMessages(ctx: Ctx) {
  return ctx.work(async (db) => {
    const where = { status: { in: ["DEAD" as const, "FAILED" as const] } };
    const rows = await db.outboxMessage.findMany({
      where,
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: SHOWN,
      select: {
        id: true,
        channel: true,
        toAddress: true,
        template: true,
        status: true,
        attempts: true,
        lastError: true,
        nextAttemptAt: true,
        createdAt: true,
      },
    });
    const total = await db.outboxMessage.count({ where });
    return { total, rows: rows.map((row) => ({ ...row, toAddress: masked(row.channel, row.toAddress) })) };
  });
}
export type FailedMessage = Awaited<ReturnType<typeof failedMessages>>["rows"][number];

/** Enough of an address to recognise it by when its owner calls. */
export function masked(channel: string, address: string): string {
  if (channel === "PUSH") return "";
  if (channel === "SMS") return address.replace(/^(\+\d{3})\d*(\d{3})$/, "$1…$2");
  return address.replace(/^(.{1,2})[^@]*@/, "$1…@");
}
