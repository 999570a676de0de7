import { v7 as uuid } from "uuid";
import type { z } from "zod";
import type { Ctx } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import { randomToken } from "@/server/platform/crypto";
import { AppError } from "@/server/platform/errors";
import { hashToken } from "@/server/platform/session";
import { tellFactorChanged } from "./factors.notices.service";
import type { createTokenInput } from "./factors.schema";

const tokensAtMost = 20;

/** Makes a token that may ask what its scopes and its owner's role both allow. It is shown once; only its hash stays. */
export function createToken(ctx: Ctx, input: z.output<typeof createTokenInput>) {
  const { actor } = ctx;
  const beyond = input.scopes.filter((scope) => !actor.permissions.has(scope));
  if (beyond.length > 0) throw new AppError("FORBIDDEN", "token.scope");
  const token = `uhs_${randomToken()}`;
  return ctx.work(async (db) => {
    const live = { userId: actor.userId, revokedAt: null, expiresAt: { gt: ctx.now } };
    if ((await db.apiToken.count({ where: live })) >= tokensAtMost) throw new AppError("CONFLICT", "token.too_many");
    const id = uuid();
    const expiresAt = new Date(ctx.now.getTime() + input.days * 86_400_000);
    await db.apiToken.createMany({
      data: {
        id,
        userId: actor.userId,
        name: input.name,
        tokenHash: hashToken(token),
        prefix: token.slice(0, 10),
        role: actor.role,
        scopes: input.scopes,
        expiresAt,
        createdAt: ctx.now,
      },
    });
    await audit(db, ctx, {
      action: "api_key.created",
      subjectType: "api_key",
      subjectId: id,
      after: { name: input.name, scopes: input.scopes, expiresAt },
    });
    await tellFactorChanged(db, ctx, actor.userId, "token_on", actor.role);
    return { id, token, expiresAt };
  });
}

/** Ends a token; its next call is nobody's. */
export function revokeToken(ctx: Ctx, input: { id: string }) {
  return ctx.work(async (db) => {
    const { count } = await db.apiToken.updateMany({
      where: { id: input.id, userId: ctx.actor.userId, revokedAt: null },
      data: { revokedAt: ctx.now },
    });
    if (count === 0) throw new AppError("NOT_FOUND", "not_found");
    await audit(db, ctx, { action: "api_key.revoked", subjectType: "api_key", subjectId: input.id });
    return { revoked: true };
  });
}
