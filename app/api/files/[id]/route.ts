import { answerBytes, isId, nothing } from "@/server/features/files/files.http";
import { readLink } from "@/server/features/files/files.link.domain";
import { linkKey } from "@/server/features/files/files.link.service";
import { countOpen, followLink, noteReading, readBytes } from "@/server/features/files/files.service";
import type { Ctx, UserActor } from "@/server/platform/actor";
import { requestCtx } from "@/server/platform/context";
import { isAppError, statusOf } from "@/server/platform/errors";
import { limit } from "@/server/platform/rate-limit";

export const dynamic = "force-dynamic";

/** A file by its link. The link is not enough: the person it was made for must be asking, and may see the file now. */
async function serve(request: Request, id: string, ctx: Ctx<UserActor>): Promise<Response> {
  await limit("file", ctx.actor.userId, 900, 60);
  const link = readLink(linkKey(), id, new URL(request.url).searchParams, ctx.now);
  const served = await followLink(ctx, id, link);
  return answerBytes(request, served, link?.show ?? "attachment", async (part) => {
    if (part.from === 0) await noteReading(ctx, served.file);
    if (request.method === "HEAD") return null;
    if (part.from === 0) await countOpen(ctx, served);
    return readBytes(ctx, served, part);
  });
}

/** Whatever is amiss, there is no such file. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const { id } = await params;
  const ctx = await requestCtx(request);
  if (ctx.actor.kind !== "user" || !isId(id) || !ctx.actor.permissions.has("file:read")) return nothing(404);
  try {
    return await serve(request, id, ctx as Ctx<UserActor>);
  } catch (error) {
    if (isAppError(error)) return nothing(statusOf[error.kind]);
    throw error;
  }
}
export { GET as HEAD };
