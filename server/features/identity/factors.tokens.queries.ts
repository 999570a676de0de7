import type { Ctx } from "@/server/platform/actor";

/** One's own tokens that still open something. */
export function readTokens(ctx: Ctx) {
  return ctx.work((db) =>
    db.apiToken.findMany({
      where: { userId: ctx.actor.userId, revokedAt: null, expiresAt: { gt: ctx.now } },
      orderBy: { createdAt: "desc" },
      take: 20,
      select: {
        id: true,
        name: true,
        prefix: true,
        role: true,
        scopes: true,
        expiresAt: true,
        lastUsedAt: true,
        createdAt: true,
      },
    }),
  );
}
