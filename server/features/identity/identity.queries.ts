import { keyset, pageOf } from "@/lib/keyset";
import type { Role } from "@/lib/roles";
import type { Ctx } from "@/server/platform/actor";
import { device } from "./identity.domain";
import type { LoginHistoryInput } from "./identity.schema";

/** The devices one is signed in on, this one first. */
export async function listSessions(ctx: Ctx) {
  const rows = await ctx.work(async (db) => {
    const { sessionVersion } = await db.user.findUniqueOrThrow({
      where: { id: ctx.actor.userId },
      select: { sessionVersion: true },
    });
    return db.authSession.findMany({
      where: {
        userId: ctx.actor.userId,
        userVersion: sessionVersion,
        revokedAt: null,
        expiresAt: { gt: ctx.now },
      },
      orderBy: [{ lastSeenAt: "desc" }, { id: "desc" }],
      take: 100,
      select: { id: true, ip: true, userAgent: true, activeRole: true, createdAt: true, lastSeenAt: true },
    });
  });
  return rows
    .map(({ userAgent, activeRole, ...row }) => ({
      ...row,
      ...device(userAgent),
      role: activeRole as Role,
      current: row.id === ctx.actor.sessionId,
    }))
    .sort((a, b) => Number(b.current) - Number(a.current));
}
export type SessionRow = Awaited<ReturnType<typeof listSessions>>[number];

/** One's own sign-ins, refused ones too, newest first. */
export function listLogins(ctx: Ctx, input: LoginHistoryInput) {
  return ctx.work(async (db) => {
    const where = {
      userId: ctx.actor.userId,
      ...(input.filters.outcome?.length ? { outcome: { in: input.filters.outcome } } : {}),
    };
    const keys = keyset(input, { createdAt: { field: "createdAt", kind: "date" } });
    const fetched = await db.loginEvent.findMany({
      where: { AND: [where, keys.where] },
      orderBy: keys.orderBy,
      take: keys.take,
      select: { id: true, outcome: true, method: true, ip: true, userAgent: true, createdAt: true },
    });
    const page = pageOf(fetched, keys, (row) => [row.createdAt, row.id]);
    return {
      ...page,
      rows: page.rows.map(({ userAgent, ...row }) => ({ ...row, ...device(userAgent) })),
    };
  });
}
export type LoginRow = Awaited<ReturnType<typeof listLogins>>["rows"][number];
