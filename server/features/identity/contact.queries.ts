import { maskContact } from "@/lib/phone";
import type { Ctx } from "@/server/platform/actor";

/** What waits to be confirmed, and whether money waits after a change of phone. */
export function readContactChanges(ctx: Ctx) {
  return ctx.work(async (db) => {
    const pending = await db.contactChange.findMany({
      where: { userId: ctx.actor.userId, status: "PENDING", expiresAt: { gt: ctx.now } },
      select: { kind: true, newValue: true },
      take: 2,
    });
    const [held] = await db.$queryRaw<{ held: boolean }[]>`SELECT app.money_held(${ctx.actor.userId}::uuid) AS held`;
    const of = (kind: "EMAIL" | "PHONE") => {
      const row = pending.find((one) => one.kind === kind);
      return row ? maskContact(row.newValue) : null;
    };
    return { email: of("EMAIL"), phone: of("PHONE"), held: held?.held === true };
  });
}
export type ContactChanges = Awaited<ReturnType<typeof readContactChanges>>;
