import type { z } from "zod";
import type { Ctx } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import { AppError } from "@/server/platform/errors";
import { readPreferences } from "../notify/notify.queries";
import { setNotifySetting } from "../notify/notify.service";
import { keepSetting } from "../platform/platform.service";
import { quietSpan } from "./identity.preferences.domain";
import type { ChooseInput, presenceInput, quietHoursInput, workingHoursInput } from "./identity.preferences.schema";

/** How the screen speaks and looks from the next page on; only what was said changes. */
export function choose(ctx: Ctx, { density, ...person }: ChooseInput): Promise<ChooseInput> {
  const { actor } = ctx;
  const changes = Object.fromEntries(Object.entries(person).filter(([, value]) => value !== undefined));
  return ctx.work(async (db) => {
    if (density) await keepSetting(db, ctx, "density", density);
    if (Object.keys(changes).length > 0) {
      await db.user.updateMany({ where: { id: actor.userId }, data: changes });
      await audit(db, ctx, {
        action: "self.preferences_chosen",
        subjectType: "user",
        subjectId: actor.userId,
        before: Object.fromEntries(Object.keys(changes).map((key) => [key, actor[key as keyof typeof actor]])),
        after: changes,
      });
    }
    return { ...person, density };
  });
}

/** Sets the hours in which only what is urgent leaves the house; the digest's rhythm stays as it is. */
export function saveQuietHours(ctx: Ctx, input: z.output<typeof quietHoursInput>): Promise<{ saved: true }> {
  const span = quietSpan(input);
  if (input.quiet && span.quietFrom === span.quietUntil)
    throw new AppError("BAD_INPUT", "bad_input", { fields: { until: "field.quiet_ends_differ" } });
  return ctx.work(async (db) => {
    const { setting } = await readPreferences(db, ctx.actor.userId);
    await setNotifySetting(ctx, { ...span, digest: setting.digest });
    return { saved: true };
  });
}

/** When one works, in one's own zone: colleagues and, later, booking and deadlines go by it. */
export function saveWorkingHours(ctx: Ctx, input: z.output<typeof workingHoursInput>): Promise<{ saved: true }> {
  return ctx.work(async (db) => {
    await keepSetting(db, ctx, "workingHours", input.days);
    return { saved: true };
  });
}

/** Whether colleagues see that one is here. */
export function savePresence(ctx: Ctx, input: z.output<typeof presenceInput>): Promise<{ saved: true }> {
  return ctx.work(async (db) => {
    await keepSetting(db, ctx, "presence", input.shown ? "shown" : "hidden");
    return { saved: true };
  });
}
