import type { Ctx } from "@/server/platform/actor";
import type { Db } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";

/** Whether the person sees the child and decides for it, now: what privacy is asked about. */
export async function decidesFor(db: Db, studentId: string): Promise<boolean> {
  const [row] = await db.$queryRaw<{ may: boolean }[]>`
    SELECT app.is_guardian_of(${studentId}::uuid, 'consent') AND app.is_guardian_of(${studentId}::uuid, 'view') AS may`;
  return row?.may === true;
}

/** The same as a condition: a child one does not decide for is not there. */
export async function requireDecider(db: Db, ctx: Ctx, studentId: string): Promise<void> {
  if (ctx.actor.role !== "PARENT" || !(await decidesFor(db, studentId)))
    throw new AppError("NOT_FOUND", "child.not_found");
}
