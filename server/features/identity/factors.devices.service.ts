import { v7 as uuid } from "uuid";
import type { Ctx } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import { randomToken } from "@/server/platform/crypto";
import type { Db } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { hashToken } from "@/server/platform/session";
import { rememberMs } from "./factors.domain";
import type { Caller } from "./identity.attempts.service";
import { countedAddress } from "./identity.domain";

type Whose = { id: string; sessionVersion: number };

/** The remembered device of this person among the tokens a browser holds, noted as used; null when there is none. */
export async function rememberedFor(
  db: Db,
  caller: Caller,
  person: Whose,
  tokens: readonly string[],
): Promise<string | null> {
  if (tokens.length === 0) return null;
  const found = await db.rememberedDevice.findFirst({
    where: {
      userId: person.id,
      userVersion: person.sessionVersion,
      tokenHash: { in: tokens.map(hashToken) },
      revokedAt: null,
      expiresAt: { gt: caller.now },
    },
    select: { id: true },
  });
  if (found) await db.rememberedDevice.updateMany({ where: { id: found.id }, data: { lastUsedAt: caller.now } });
  return found?.id ?? null;
}

/** Remembers this browser for a month; gives the token for its cookie. */
export async function rememberDevice(db: Db, caller: Caller, person: Whose): Promise<{ id: string; token: string }> {
  const token = randomToken();
  const id = uuid();
  await db.rememberedDevice.createMany({
    data: {
      id,
      userId: person.id,
      tokenHash: hashToken(token),
      userVersion: person.sessionVersion,
      userAgent: caller.userAgent.slice(0, 300),
      ip: caller.ip,
      expiresAt: new Date(caller.now.getTime() + rememberMs),
      lastUsedAt: caller.now,
      createdAt: caller.now,
    },
  });
  return { id, token };
}

/**
 * Whether somebody has been here before on this device: by the browser's own cookie, or by the same browser on the same
 * network. The first sign-in of all is no news.
 */
export async function knownDevice(db: Db, caller: Caller, userId: string, token: string | null): Promise<boolean> {
  const before = await db.authSession.findMany({
    where: { userId },
    orderBy: { createdAt: "desc" },
    take: 50,
    select: { deviceHash: true, ip: true, userAgent: true },
  });
  if (before.length === 0) return true;
  const hash = token ? Buffer.from(hashToken(token)) : null;
  const agent = caller.userAgent.slice(0, 300);
  return before.some(
    (session) =>
      (hash && session.deviceHash && hash.equals(Buffer.from(session.deviceHash))) ||
      (session.userAgent === agent && countedAddress(session.ip ?? "") === countedAddress(caller.ip)),
  );
}

/** Forgets one remembered device, or all of them: they owe the factor again, and sessions resting on them end. */
export function forgetDevices(ctx: Ctx, input: { id: string } | null) {
  return ctx.work(async (db) => {
    const userId = ctx.actor.userId;
    const where = { userId, revokedAt: null, ...(input ? { id: input.id } : {}) };
    const { count } = await db.rememberedDevice.updateMany({ where, data: { revokedAt: ctx.now } });
    if (input && count === 0) throw new AppError("NOT_FOUND", "not_found");
    await audit(db, ctx, {
      action: input ? "device.forgotten" : "device.all_forgotten",
      subjectType: "remembered_device",
      subjectId: input?.id ?? null,
      after: { count },
    });
    return { forgotten: count };
  });
}
