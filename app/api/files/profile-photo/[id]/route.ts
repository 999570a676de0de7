import { findPhoto } from "@/server/features/identity/identity.profile.queries";
import type { Ctx } from "@/server/platform/actor";
import { recordMissing } from "@/server/platform/audit";
import { requestCtx } from "@/server/platform/context";
import { isAppError, statusOf } from "@/server/platform/errors";
import { type ImageType, imageExtension } from "@/server/platform/media/image";
import { storage } from "@/server/platform/storage";

export const dynamic = "force-dynamic";

const uuidShape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const nothing = (status: number) => new Response(null, { status, headers: { "cache-control": "private, no-store" } });

/** A photo, to those who may know the person. An id that is unknown and one that is not theirs answer alike. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const { id } = await params;
  const ctx = await requestCtx(request);
  if (ctx.actor.kind !== "user") return nothing(401);
  if (!uuidShape.test(id)) return nothing(404);
  try {
    const { storageKey, mime } = await findPhoto(ctx as Ctx, id);
    const bytes = await storage().get(storageKey);
    if (!bytes) return nothing(404);
    return new Response(bytes, {
      headers: {
        "content-type": mime,
        "content-length": String(bytes.length),
        "content-disposition": `inline; filename="photo.${imageExtension[mime as ImageType] ?? "bin"}"`,
        "x-content-type-options": "nosniff",
        "content-security-policy": "default-src 'none'; sandbox",
        "cross-origin-resource-policy": "same-origin",
        // A changed photo has another address; who may see it is asked again each hour.
        "cache-control": "private, max-age=3600, immutable",
        vary: "cookie",
      },
    });
  } catch (error) {
    if (isAppError(error)) {
      if (error.kind === "NOT_FOUND") await recordMissing(ctx as Ctx, "file", "profile-photo", error.reason, { id });
      return nothing(statusOf[error.kind]);
    }
    throw error;
  }
}
