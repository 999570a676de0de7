import type { Actor, Ctx } from "@/server/platform/actor";

/** How much the curriculum holds, for people who are not yet with us. */
export function readSize(ctx: Pick<Ctx<Actor>, "work">): Promise<{ areas: number; competencies: number }> {
  return ctx.work(async (db) => ({
    areas: await db.learningArea.count(),
    competencies: await db.competency.count({ where: { retiredAt: null } }),
  }));
}
