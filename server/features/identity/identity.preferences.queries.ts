import type { Ctx } from "@/server/platform/actor";
import { readPreferences as readChannels } from "../notify/notify.queries";
import { rememberedSettings } from "../platform/platform.queries";
import { settingOf } from "../platform/platform.schema";
import { quietForm, usualWeek } from "./identity.preferences.domain";

/** Everything the preferences page shows, in one unit. */
export function readOwnPreferences(ctx: Ctx) {
  return ctx.work(async (db) => {
    const { said, setting } = await readChannels(db, ctx.actor.userId);
    const remembered = await rememberedSettings(db, ctx.actor.userId, ["density", "workingHours", "presence"]);
    const user = await db.user.findUnique({
      where: { id: ctx.actor.userId },
      select: { email: true, phone: true },
    });
    const hours = settingOf(remembered, "workingHours");
    return {
      said,
      quiet: quietForm(setting),
      density: settingOf(remembered, "density") ?? "auto",
      workingHours: hours ?? usualWeek(),
      hoursSaid: hours !== undefined,
      presence: settingOf(remembered, "presence") ?? "shown",
      hasEmail: user?.email != null,
      hasPhone: user?.phone != null,
    };
  });
}
export type OwnPreferences = Awaited<ReturnType<typeof readOwnPreferences>>;
