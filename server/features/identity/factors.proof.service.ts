import type { Ctx } from "@/server/platform/actor";
import type { Db } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { alwaysStrict } from "@/server/platform/session";

/** Setting up a factor proves it: this session counts as having given it, the person's other sessions owe it now. */
export async function markProven(db: Db, ctx: Ctx): Promise<void> {
  await db.authSession.updateMany({
    where: { id: ctx.actor.sessionId, userId: ctx.actor.userId, revokedAt: null },
    data: { mfaAt: ctx.now },
  });
}

/** Within the unit that takes a factor away: whoever owes one keeps one. */
export async function keepOneFactor(db: Db, userId: string): Promise<void> {
  const [state] = await db.$queryRaw<{ left: boolean; required: boolean }[]>`
    SELECT app.has_factor(${userId}::uuid) AS left, app.factor_required(${userId}::uuid, ${alwaysStrict()}) AS required`;
  if (state?.required && !state.left) throw new AppError("CONFLICT", "factor.last");
}
