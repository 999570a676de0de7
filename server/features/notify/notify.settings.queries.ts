import type { Ctx } from "@/server/platform/actor";
import { env } from "@/server/platform/env";
import { vapidPublicKey } from "@/server/platform/vapid";
import type { Rhythm } from "./notify.schema";

export type FamilySpend = {
  familyId: string;
  name: string;
  spent: bigint;
  limit: bigint;
  sent: number;
  beyond: number;
};

/** What the preferences page shows beside the matrix: devices, the summary's rhythm, and what SMS cost a guardian's families. */
export async function readMessageSettings(ctx: Ctx) {
  const { userId } = ctx.actor;
  const found = await ctx.work(async (db) => ({
    devices: await db.pushSubscription.count({ where: { userId } }),
    setting: await db.notificationSetting.findUnique({ where: { userId }, select: { digest: true } }),
    families: ctx.actor.role === "PARENT" ? await db.$queryRaw<FamilySpend[]>`SELECT * FROM app.family_spend()` : [],
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
