import { v7 as uuid } from "uuid";
import type { z } from "zod";
import type { Ctx } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import { AppError } from "@/server/platform/errors";
import { type keepSnippetInput, mostSnippets, type workInput } from "./grading.schema";

/** Keeps words one writes often. */
export function keepSnippet(ctx: Ctx, { body }: z.output<typeof keepSnippetInput>): Promise<{ id: string }> {
  const [id, ownerId] = [uuid(), ctx.actor.userId];
  return ctx.work(async (db) => {
    const kept = await db.commentSnippet.findMany({ where: { ownerId }, select: { body: true } });
    if (kept.some((one) => one.body === body)) throw new AppError("CONFLICT", "grading.snippet_kept");
    if (kept.length >= mostSnippets)
      throw new AppError("CONFLICT", "grading.snippets_full", { meta: { most: mostSnippets } });
    await db.commentSnippet.create({ data: { id, ownerId, body }, select: { id: true } });
    await audit(db, ctx, { action: "snippet.kept", subjectType: "snippet", subjectId: id });
    return { id };
  });
}

/** Forgets a comment of one's own. */
export function dropSnippet(ctx: Ctx, { id }: z.output<typeof workInput>): Promise<{ dropped: true }> {
  return ctx.work(async (db) => {
    const { count } = await db.commentSnippet.deleteMany({ where: { id, ownerId: ctx.actor.userId } });
    if (count === 0) throw new AppError("NOT_FOUND", "grading.snippet_not_found");
    await audit(db, ctx, { action: "snippet.dropped", subjectType: "snippet", subjectId: id });
    return { dropped: true };
  });
}
