import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { v7 as uuid } from "uuid";
import { claimedTypes, kindOf } from "@/lib/file-types";
import { hasRealScanner, scanners } from "@/server/integrations/clamd/client";
import { type Ctx, systemActor } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import { work } from "@/server/platform/db/work";
import { env } from "@/server/platform/env";
import { AppError, isAppError } from "@/server/platform/errors";
import { logger } from "@/server/platform/logger";
import { type Inspected, inspectFile } from "@/server/platform/media/inspect";
import { enqueue } from "@/server/platform/outbox";
import { newStorageKey, storage } from "@/server/platform/storage";
import { cleanedPath, incomingPath, removeIncoming } from "@/server/platform/storage/incoming";
import { servedName, tooManyPixels } from "./files.domain";
import { fileStored } from "./files.events";
import { purposeOf } from "./files.schema";

export type FinishedFile = { id: string; name: string; mime: string; size: number; sha256: string; scan: string };
type Held = { id: string; purpose: string; name: string; declared: string; studentId: string | null; size: number };
const files = systemActor("files");

/** How a scan went: null where nobody could say yet. */
export type ScanResult = { state: "CLEAN" | "SKIPPED" | "INFECTED"; detail: string | null } | null;

/** Whether unscanned files of a purpose may be served: pictures are put together anew, others as the purpose says. */
export const mayGoUnscanned = (purpose: string, mime: string): boolean =>
  mime.startsWith("image/") || purposeOf(purpose)?.unscanned === true || env().UHS_ENV !== "production";

/** Has a file on this machine looked into by every scanner there is. */
export async function scanFile(path: string, purpose: string, mime: string): Promise<ScanResult> {
  for (const scanner of scanners()) {
    const verdict = await scanner.scan(path);
    if (!verdict.clean) return { state: "INFECTED", detail: `${scanner.name}: ${verdict.found}` };
  }
  if (hasRealScanner()) return { state: "CLEAN", detail: null };
  return mayGoUnscanned(purpose, mime) ? { state: "SKIPPED", detail: "no scanner is configured" } : null;
}

export async function sha256Of(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest("hex");
}

/** Ends an upload for good because of what is in it; the attempt stands in the log. */
async function refuse(ctx: Ctx, upload: Held, reason: string, detail: string | null = null): Promise<never> {
  await ctx.work(async (db) => {
    await db.upload.updateMany({
      where: { id: upload.id, state: "OPEN" },
      data: { state: "REFUSED", reason, holder: null, heldUntil: null },
    });
    await audit(db, ctx, {
      action: "file.refused",
      subjectType: "upload",
      subjectId: upload.id,
      studentId: upload.studentId,
      outcome: "DENIED",
      after: { reason, detail, purpose: upload.purpose, name: upload.name },
    });
  });
  await removeIncoming(upload.id);
  throw new AppError(reason === "file.too_many_pixels" || reason === "file.bomb" ? "TOO_LARGE" : "BAD_INPUT", reason, {
    fields: { file: reason },
  });
}

/**
 * Turns what has arrived into a file: content judged, place and maker taken out, scanned, hashed, stored; then the fact
 * in one unit. Bytes come before the fact, so that no fact is without bytes; bytes without fact are swept up.
 */
export async function finishUpload(ctx: Ctx, upload: Held, holder: string): Promise<FinishedFile> {
  // Looking into a large file and storing it takes longer than a chunk.
  await ctx.work(
    (db) =>
      db.$executeRaw`UPDATE "Upload" SET "heldUntil" = now() + interval '10 minutes', received = size WHERE id = ${upload.id}::uuid AND holder = ${holder}::uuid`,
  );
  const claimed = claimedTypes(upload.name, upload.declared).filter(
    (mime) => purposeOf(upload.purpose)?.most[kindOf(mime)] !== undefined,
  );
  const inspected = await inspectFile(incomingPath(upload.id), cleanedPath(upload.id), { claimed, tooManyPixels });
  if ("fault" in inspected) return refuse(ctx, upload, `file.${inspected.fault}`);
  if (inspected.size > (purposeOf(upload.purpose)?.most[kindOf(inspected.mime)] ?? 0))
    return refuse(ctx, upload, "file.too_large_kind");
  const scan = await scanFile(inspected.path, upload.purpose, inspected.mime).catch((error: unknown) => {
    // Kept, served to nobody; the job asks again.
    logger.warn({ err: error, uploadId: upload.id }, "a file could not be scanned");
    return null;
  });
  if (scan?.state === "INFECTED") return refuse(ctx, upload, "file.infected", scan.detail);

  const key = newStorageKey(upload.purpose);
  const sha256 = await sha256Of(inspected.path);
  await storage().putFile(key, inspected);
  const file = await record(ctx, upload, holder, { ...inspected, key, sha256, scan });
  await removeIncoming(upload.id);
  return file;
}

export type MadeFile = Inspected & { key: string; sha256: string; scan: ScanResult };

/** The fact of a file whose bytes stand. That it is clean is never its owner's word. */
export const fileFact = (
  made: MadeFile,
  of: { id: string; ownerId: string; studentId: string | null; purpose: string; name: string },
) => ({
  ...of,
  dataType: purposeOf(of.purpose)?.dataType ?? null,
  sha256: made.sha256,
  size: BigInt(made.size),
  mime: made.mime,
  width: made.width,
  height: made.height,
  storageKey: made.key,
  scan: made.scan?.state === "SKIPPED" ? ("SKIPPED" as const) : ("PENDING" as const),
  scanDetail: made.scan?.state === "SKIPPED" ? made.scan.detail : null,
});

/** Says of files that a scanner has found nothing in them. */
export const markClean = (ids: readonly string[]) =>
  work(files, (db) =>
    db.storedFile.updateMany({
      where: { id: { in: [...ids] }, scan: "PENDING" },
      data: { scan: "CLEAN", scannedAt: new Date() },
    }),
  );

async function record(ctx: Ctx, upload: Held, holder: string, made: MadeFile): Promise<FinishedFile> {
  const id = uuid();
  const name = servedName(upload.name, made.mime);
  try {
    await ctx.work(async (db) => {
      // Guarded by the hold, and by the policy: whose child it is no longer cannot finish it.
      const { count } = await db.upload.updateMany({
        where: { id: upload.id, holder, state: "OPEN" },
        data: { state: "DONE", fileId: id, holder: null, heldUntil: null },
      });
      if (count !== 1) throw new AppError("NOT_FOUND", "file.upload_gone");
      await db.storedFile.createMany({
        data: fileFact(made, {
          id,
          ownerId: ctx.actor.userId,
          studentId: upload.studentId,
          purpose: upload.purpose,
          name,
        }),
      });
      await audit(db, ctx, {
        action: "file.stored",
        subjectType: "file",
        subjectId: id,
        studentId: upload.studentId,
        after: { purpose: upload.purpose, mime: made.mime, size: made.size, sha256: made.sha256 },
      });
      await enqueue(db, fileStored, { fileId: id }, id);
    });
  } catch (error) {
    // Only when it is certain that no fact was written; otherwise the sweep finds out.
    if (isAppError(error)) await storage().remove(made.key);
    throw error;
  }
  if (made.scan?.state === "CLEAN") await markClean([id]);
  return { id, name, mime: made.mime, size: made.size, sha256: made.sha256, scan: made.scan?.state ?? "PENDING" };
}
