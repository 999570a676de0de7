import type { Ctx } from "@/server/platform/actor";
import { AppError } from "@/server/platform/errors";
import { visiblePhotosSql } from "./identity.profile.policy";
import { PHOTO_PURPOSE } from "./identity.profile.schema";

/** One's own profile as its page shows it. */
export function readProfile(ctx: Ctx) {
  return ctx.work(async (db) => {
    const found = await db.user.findUnique({
      where: { id: ctx.actor.userId },
      select: {
        name: true,
        preferredName: true,
        about: true,
        email: true,
        emailVerifiedAt: true,
        phone: true,
        phoneVerifiedAt: true,
        photoFileId: true,
        createdAt: true,
      },
    });
    if (!found) throw new AppError("NOT_FOUND", "person.not_found");
    return found;
  });
}
export type Profile = Awaited<ReturnType<typeof readProfile>>;

/** Where a photo's bytes lie, when this person may see it; else it is not found. */
export async function findPhoto(ctx: Ctx, fileId: string): Promise<{ storageKey: string; mime: string }> {
  const [row] = await ctx.work(
    (db) => db.$queryRaw<{ storageKey: string; mime: string }[]>`
      SELECT f."storageKey", f.mime FROM "StoredFile" f
      WHERE f.id = ${fileId}::uuid AND f.purpose = ${PHOTO_PURPOSE} AND f.scan <> 'INFECTED' AND ${visiblePhotosSql(ctx.actor)}`,
  );
  if (!row) throw new AppError("NOT_FOUND", "photo.not_found");
  return row;
}
