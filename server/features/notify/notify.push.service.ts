import { v7 as uuid } from "uuid";
import type { z } from "zod";
import { pushSandbox } from "@/server/integrations/push/client";
import { isPushService } from "@/server/integrations/push/hosts";
import { type Ctx, systemActor } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import { Sql, work } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import type { deviceInput, devicePushInput } from "./notify.schema";

const outbox = systemActor("outbox");
/** More devices than this nobody reads on; the one switched on longest ago makes room. */
export const devicesPerPerson = 10;

/**
 * Switches push on for this browser. It belongs to the session: when that ends, nothing more is pushed here. A browser
 * that somebody else had switched on changes hands; who knows its address holds it.
 */
export async function subscribePush(ctx: Ctx, input: z.output<typeof devicePushInput>): Promise<{ on: true }> {
  if (!isPushService(input.endpoint, pushSandbox())) throw new AppError("BAD_INPUT", "push.service");
  // An uncompressed point of the curve; anything else cannot be encrypted for.
  if (Buffer.from(input.p256dh, "base64url")[0] !== 4) throw new AppError("BAD_INPUT", "push.service");
  const { userId, sessionId } = ctx.actor;
  const endpoint = input.endpoint;
  await work(outbox, (db) => db.pushSubscription.deleteMany({ where: { endpoint, userId: { not: userId } } }));
  return ctx.work(async (db) => {
    const same = { ...input, sessionId, userAgent: ctx.userAgent.slice(0, 300), failures: 0 };
    const { count } = await db.pushSubscription.updateMany({ where: { endpoint, userId }, data: same });
    if (count === 0) {
      const kept = await db.pushSubscription.findMany({
        where: { userId },
        orderBy: [{ createdAt: "desc" }, { id: "desc" }],
        select: { id: true },
        take: devicesPerPerson - 1,
      });
      await db.pushSubscription.deleteMany({ where: { userId, id: { notIn: kept.map(({ id }) => id) } } });
      await db.pushSubscription.createMany({ data: { id: uuid(), userId, ...same }, skipDuplicates: true });
    }
    await audit(db, ctx, {
      action: "device.push_on",
      subjectType: "user",
      subjectId: userId,
      after: { again: count > 0 },
    });
    return { on: true };
  });
}

/** Switches it off again. A device that is not on is off already. */
export function unsubscribePush(ctx: Ctx, input: z.output<typeof deviceInput>): Promise<{ on: false }> {
  return ctx.work(async (db) => {
    const { count } = await db.pushSubscription.deleteMany({
      where: { userId: ctx.actor.userId, endpoint: input.endpoint },
    });
    await audit(db, ctx, {
      action: "device.push_off",
      subjectType: "user",
      subjectId: ctx.actor.userId,
      after: { ended: count },
    });
    return { on: false };
  });
}

/** Forgets devices whose session has ended. Nothing was pushed there since; now nothing is kept either. */
export async function forgetEndedDevices(): Promise<number> {
  return work(outbox, (db) =>
    db.$executeRaw(Sql.sql`DELETE FROM "PushSubscription" p
      WHERE NOT EXISTS (SELECT FROM app.push_targets(p."userId") live WHERE live.id = p.id)`),
  );
}
