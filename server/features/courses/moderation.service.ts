import type { Ctx } from "@/server/platform/actor";
import type { Db } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";

type Verdict = {
  id: string;
  subjectType: "review" | "talk";
  status: "APPROVED" | "SENT_BACK";
  feedback: string | null;
  /** What to say when there is no such item. */
  missing: string;
};

/**
 * Writes what a person decided about something that waited; two who decide at once: one does, the other is told. Nobody
 * judges what they brought themselves.
 */
export async function settle(ctx: Ctx, db: Db, { id, subjectType, status, feedback, missing }: Verdict) {
  const item = await db.moderationItem.findFirst({
    where: { id, subjectType },
    select: { subjectId: true, title: true, submittedById: true },
  });
  if (!item) throw new AppError("NOT_FOUND", missing);
  if (item.submittedById === ctx.actor.userId) throw new AppError("FORBIDDEN", "review.own");
  const { count } = await db.moderationItem.updateMany({
    where: { id, status: "WAITING" },
    data: { status, feedback, decidedById: ctx.actor.userId, decidedAt: ctx.now },
  });
  if (count === 0) throw new AppError("CONFLICT", "review.decided");
  return item;
}
