import { MAX_PHOTO_BYTES } from "@/server/features/identity/identity.profile.schema";
import { savePhoto } from "@/server/features/identity/identity.profile.service";
import type { Ctx } from "@/server/platform/actor";
import { requestCtx } from "@/server/platform/context";
import { AppError } from "@/server/platform/errors";
import { logger } from "@/server/platform/logger";
import { refuseForeign } from "@/server/platform/origin";
import { limit } from "@/server/platform/rate-limit";
import { readCapped } from "@/server/platform/storage";
import { publicError, toAppError } from "@/server/platform/trpc";

export const dynamic = "force-dynamic";

/** Takes the caller's new photo as the bare body. What it is is read from its bytes; name and claimed type are ignored. */
export async function POST(request: Request): Promise<Response> {
  const refused = refuseForeign(request, { maxBytes: MAX_PHOTO_BYTES });
  if (refused) return refused;
  const ctx = await requestCtx(request);
  try {
    if (ctx.actor.kind !== "user") throw new AppError("UNAUTHENTICATED", "unauthenticated");
    if (!ctx.actor.permissions.has("self:write")) throw new AppError("FORBIDDEN", "forbidden");
    await limit("photo", ctx.actor.userId, 20, 3600);
    const bytes = await readCapped(request.body, MAX_PHOTO_BYTES);
    if (!bytes) throw new AppError("TOO_LARGE", "photo.too_large");
    const { id } = await savePhoto(ctx as Ctx, bytes);
    return Response.json({ id, src: `/api/files/profile-photo/${id}` }, { status: 201 });
  } catch (error) {
    const known = toAppError(error);
    if (known.kind === "INTERNAL")
      logger.error({ err: known.cause ?? known, requestId: ctx.requestId }, "photo was not saved");
    const shown = publicError(known, ctx);
    return Response.json({ error: shown }, { status: shown.status });
  }
}
