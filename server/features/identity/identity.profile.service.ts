import { createHash } from "node:crypto";
import { v7 as uuid } from "uuid";
import type { z } from "zod";
import type { Ctx } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import { AppError } from "@/server/platform/errors";
import { cleanPicture, imageExtension, type Picture } from "@/server/platform/media/image";
import { newStorageKey, storage } from "@/server/platform/storage";
import {
  MAX_PHOTO_BYTES,
  MAX_PHOTO_PIXELS,
  PHOTO_PURPOSE,
  PHOTO_SIDE,
  type saveProfileInput,
} from "./identity.profile.schema";

/** Changes how the caller is called and what others read about them. */
export function saveProfile(ctx: Ctx, input: z.output<typeof saveProfileInput>): Promise<{ saved: true }> {
  const { userId } = ctx.actor;
  const next = { name: input.name, preferredName: input.preferredName || null, about: input.about || null };
  return ctx.work(async (db) => {
    const before = await db.user.findUnique({
      where: { id: userId },
      select: { name: true, preferredName: true, about: true },
    });
    await db.user.updateMany({ where: { id: userId }, data: next });
    await audit(db, ctx, { action: "self.profile_saved", subjectType: "user", subjectId: userId, before, after: next });
    return { saved: true };
  });
}

/** The picture inside the bytes, cleaned; refuses what is no picture, too large to send or too large to unfold. */
export function acceptPhoto(bytes: Uint8Array): Picture {
  if (bytes.length > MAX_PHOTO_BYTES) throw new AppError("TOO_LARGE", "photo.too_large");
  const picture = cleanPicture(bytes);
  if (!picture) throw new AppError("BAD_INPUT", "photo.not_a_picture");
  const { width, height } = picture;
  if (Math.min(width, height) < PHOTO_SIDE.least) throw new AppError("BAD_INPUT", "photo.too_small");
  if (Math.max(width, height) > PHOTO_SIDE.most || width * height > MAX_PHOTO_PIXELS)
    throw new AppError("TOO_LARGE", "photo.too_many_pixels");
  return picture;
}

/** Puts a photo on the caller's profile in place of the old one, whose bytes go. */
export async function savePhoto(ctx: Ctx, bytes: Uint8Array): Promise<{ id: string }> {
  const picture = acceptPhoto(bytes);
  const key = newStorageKey(PHOTO_PURPOSE);
  await storage().put(key, picture.bytes);
  const id = uuid();
  const { userId } = ctx.actor;
  let old: string[];
  try {
    old = await ctx.work(async (db) => {
      const replaced = await db.storedFile.findMany({
        where: { ownerId: userId, purpose: PHOTO_PURPOSE },
        select: { storageKey: true },
      });
      await db.storedFile.deleteMany({ where: { ownerId: userId, purpose: PHOTO_PURPOSE } });
      await db.storedFile.createMany({
        data: {
          id,
          ownerId: userId,
          purpose: PHOTO_PURPOSE,
          name: `photo.${imageExtension[picture.type]}`,
          sha256: createHash("sha256").update(picture.bytes).digest("hex"),
          size: BigInt(picture.bytes.length),
          mime: picture.type,
          storageKey: key,
          // Taken apart and put together again from parts known to be harmless; there is nothing left to scan.
          scan: "SKIPPED",
        },
      });
      await db.user.updateMany({ where: { id: userId }, data: { photoFileId: id } });
      await audit(db, ctx, {
        action: "self.photo_saved",
        subjectType: "user",
        subjectId: userId,
        after: { fileId: id, type: picture.type, width: picture.width, height: picture.height },
      });
      return replaced.map((file) => file.storageKey);
    });
  } catch (error) {
    await storage().remove(key);
    throw error;
  }
  await Promise.all(old.map((stored) => storage().remove(stored)));
  return { id };
}

/** Takes the caller's photo away, bytes and all. Doing it twice is no mistake. */
export async function removePhoto(ctx: Ctx): Promise<{ removed: number }> {
  const { userId } = ctx.actor;
  const old = await ctx.work(async (db) => {
    const held = await db.storedFile.findMany({
      where: { ownerId: userId, purpose: PHOTO_PURPOSE },
      select: { storageKey: true },
    });
    await db.user.updateMany({ where: { id: userId }, data: { photoFileId: null } });
    await db.storedFile.deleteMany({ where: { ownerId: userId, purpose: PHOTO_PURPOSE } });
    if (held.length > 0) await audit(db, ctx, { action: "self.photo_removed", subjectType: "user", subjectId: userId });
    return held.map((file) => file.storageKey);
  });
  await Promise.all(old.map((stored) => storage().remove(stored)));
  return { removed: old.length };
}
