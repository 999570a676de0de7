import { createHash } from "node:crypto";
import { v4 as random, v7 as uuid } from "uuid";
import { kindOf, type Mime } from "@/lib/file-types";
import type { Ctx } from "@/server/platform/actor";
import type { Db } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { type Inspected, inspectFile } from "@/server/platform/media/inspect";
import type { Variant } from "@/server/platform/media/variants";
import { enqueueAll } from "@/server/platform/outbox";
import { newStorageKey, storage } from "@/server/platform/storage";
import { cleanedPath, incomingPath, layIncoming, removeIncoming } from "@/server/platform/storage/incoming";
import { servedName, tidyName, tooManyPixels } from "./files.domain";
import { fileStored } from "./files.events";
import { fileFact, type MadeFile, type ScanResult, scanFile, sha256Of } from "./files.finish.service";
import type { StoredVariant } from "./files.queries";
import { type PurposeName, purposeOf, quotaOf } from "./files.schema";

/** A file that came inside another one, as it is taken: cleaned, scanned, hashed. */
export type TakenFile = Inspected & { sha256: string; scan: ScanResult };

/**
 * Judges a file that came inside another one as if it had been sent alone, and hands it to `use`; or says why it is not
 * taken, a key below `errors.`. Nothing of it is left afterwards.
 */
export async function takeFile<T>(
  pieces: AsyncIterable<Uint8Array>,
  { purpose, mime }: { purpose: PurposeName; mime: Mime },
  use: (taken: TakenFile) => Promise<T>,
): Promise<{ done: T } | { refused: string }> {
  const id = random();
  try {
    await layIncoming(id, pieces);
    const found = await inspectFile(incomingPath(id), cleanedPath(id), { claimed: [mime], tooManyPixels });
    if ("fault" in found) return { refused: `file.${found.fault}` };
    if (found.size > (purposeOf(purpose)?.most[kindOf(found.mime)] ?? 0)) return { refused: "file.too_large_kind" };
    const scan = await scanFile(found.path, purpose, found.mime).catch(() => null);
    if (scan?.state === "INFECTED") return { refused: "file.infected" };
    return { done: await use({ ...found, sha256: await sha256Of(found.path), scan }) };
  } finally {
    await removeIncoming(id);
  }
}

/** A file whose bytes stand; its fact follows with what it belongs to. */
export type KeptFile = { id: string; made: MadeFile };

/** Puts the bytes of a taken file where they will stand. */
export async function keepFile(purpose: PurposeName, taken: TakenFile): Promise<KeptFile> {
  const key = newStorageKey(purpose);
  await storage().putFile(key, taken);
  return { id: uuid(), made: { ...taken, key } };
}

/** Puts smaller pictures of a file where they will stand; what its fact says of them. */
export async function keepSmaller(purpose: string, pictures: readonly Variant[]): Promise<StoredVariant[]> {
  const kept: StoredVariant[] = [];
  for (const { bytes, ...picture } of pictures) {
    const storageKey = newStorageKey(purpose);
    await storage().put(storageKey, bytes);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    kept.push({ ...picture, storageKey, mime: "image/webp", size: bytes.length, sha256 });
  }
  return kept;
}

async function refuseOverQuota(db: Db, ctx: Ctx, size: number): Promise<void> {
  const { userId, role } = ctx.actor;
  await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`files:${userId}`}, 0))`;
  const held = await db.storedFile.aggregate({ where: { ownerId: userId }, _sum: { size: true } });
  const left = quotaOf(role) - Number(held._sum.size ?? 0);
  if (left < size) throw new AppError("TOO_LARGE", "file.quota", { meta: { left: Math.max(0, left >> 20) } });
}

/** The facts of kept files, which become the caller's, and word to the jobs that make their smaller pictures. */
export async function insertKept(
  db: Db,
  ctx: Ctx,
  purpose: PurposeName,
  kept: readonly (KeptFile & { name: string })[],
): Promise<void> {
  await refuseOverQuota(
    db,
    ctx,
    kept.reduce((sum, { made }) => sum + made.size, 0),
  );
  const of = { ownerId: ctx.actor.userId, studentId: null, purpose };
  await db.storedFile.createMany({
    data: kept.map(({ id, made, name }) => fileFact(made, { ...of, id, name: servedName(tidyName(name), made.mime) })),
  });
  await enqueueAll(
    db,
    fileStored,
    kept.map(({ id }) => ({ payload: { fileId: id }, dedupeKey: id })),
  );
}
