import type { Ctx } from "@/server/platform/actor";
import type { Db } from "@/server/platform/db/work";
import { env } from "@/server/platform/env";
import { vapidPublicKey } from "@/server/platform/vapid";
import { paysFor } from "./notify.policy";
import type { Rhythm } from "./notify.schema";

export type FamilySpend = {
  familyId: string;
  name: string;
  spent: bigint;
  limit: bigint;
  sent: number;
  beyond: number;
  /** The family has set a limit of its own. */
  own: boolean;
  /** Who reads may set it: they pay for one of its children. */
  maySet: boolean;
};

/** What SMS cost a guardian's families this month, and what each may. */
async function readSpend(db: Db, userId: string): Promise<FamilySpend[]> {
  const families = await db.$queryRaw<Omit<FamilySpend, "own" | "maySet">[]>`SELECT * FROM app.family_spend()`;
  const ids = families.map(({ familyId }) => familyId);
  const own = await db.familyMessageBudget.findMany({ where: { familyId: { in: ids } }, select: { familyId: true } });
  const paid = await db.student.findMany({
    where: { familyId: { in: ids }, guardianships: { some: paysFor(userId) } },
    select: { familyId: true },
    distinct: ["familyId"],
  });
  const has = (rows: readonly { familyId: string }[], id: string) => rows.some(({ familyId }) => familyId === id);
  return families.map((one) => ({ ...one, own: has(own, one.familyId), maySet: has(paid, one.familyId) }));
}

/** What the preferences page shows beside the matrix: devices, the summary's rhythm, and what SMS cost a guardian's families. */
export async function readMessageSettings(ctx: Ctx) {
  const { userId } = ctx.actor;
  const found = await ctx.work(async (db) => ({
    devices: await db.pushSubscription.count({ where: { userId } }),
    setting: await db.notificationSetting.findUnique({ where: { userId }, select: { digest: true } }),
    families: ctx.actor.role === "PARENT" ? await readSpend(db, userId) : [],
  }));
  return {
    userId,
    publicKey: vapidPublicKey(env().VAPID_PRIVATE_KEY),
    devices: found.devices,
    digest: (found.setting?.digest ?? "NONE") as Rhythm,
    families: found.families,
  };
}
export type MessageSettings = Awaited<ReturnType<typeof readMessageSettings>>;
