import { createHash, randomUUID } from "node:crypto";
import { v7 as uuid } from "uuid";
import { systemActor } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import { type Prisma, work } from "@/server/platform/db/work";
import { logger } from "@/server/platform/logger";
import { makeVariants } from "@/server/platform/media/variants";
import { enqueue } from "@/server/platform/outbox";
import { storage } from "@/server/platform/storage";
import { layIncoming, listIncoming, removeIncoming } from "@/server/platform/storage/incoming";
import { bytesOrphaned, fileStored } from "./files.events";
import { scanFile } from "./files.finish.service";
import { PICTURE } from "./files.schema";
import { keepSmaller } from "./files.take.service";

const files = systemActor("files");
/** What a job writes into the log. */
export const jobLog = () => ({
  actor: files,
  ip: "",
  userAgent: "",
  requestId: `job-${randomUUID()}`,
  now: new Date(),
});

/** Has a file scanned that has not been, so that it may be served. Throws when the scanner cannot say: tried again. */
export async function scanStored(fileId: string): Promise<string> {
  const row = await work(files, (db) =>
    db.storedFile.findUnique({
      where: { id: fileId },
      select: { scan: true, storageKey: true, purpose: true, mime: true },
    }),
  );
  if (!row) return "gone";
  if (row.scan !== "PENDING") return row.scan;
  const id = uuid();
  const source = await storage().open(row.storageKey);
  if (!source) throw new Error("The bytes of a file are missing");
  try {
    const scan = await scanFile(await layIncoming(id, source), row.purpose, row.mime);
    if (!scan) return "PENDING";
    await work(files, async (db) => {
      const { count } = await db.storedFile.updateMany({
        where: { id: fileId, scan: "PENDING" },
        data: { scan: scan.state, scanDetail: scan.detail, scannedAt: new Date() },
      });
      if (count !== 1 || scan.state !== "INFECTED") return;
      await audit(db, jobLog(), {
        action: "file.infected",
        subjectType: "file",
        subjectId: fileId,
        after: { found: scan.detail },
      });
      await enqueue(db, bytesOrphaned, { keys: [row.storageKey] }, fileId);
    });
    return scan.state;
  } finally {
    await removeIncoming(id);
  }
}

/** Makes the smaller pictures of a picture that may be served. Run again, it finds them made. */
export async function makeSmaller(fileId: string): Promise<number> {
  const row = await work(files, (db) =>
    db.storedFile.findFirst({
      where: { id: fileId, scan: { in: ["CLEAN", "SKIPPED"] }, mime: { startsWith: "image/" } },
      select: { storageKey: true, sha256: true, variants: true, purpose: true },
    }),
  );
  if (!row || (row.variants as unknown[]).length > 0) return 0;
  const bytes = await storage().get(row.storageKey);
  if (!bytes) throw new Error("The bytes of a file are missing");
  if (createHash("sha256").update(bytes).digest("hex") !== row.sha256) throw new Error("A file's bytes have changed");
  const pictures = await makeVariants(bytes, PICTURE.pixels).catch((error: unknown) => {
    // A picture only its own camera understands is shown as it is.
    logger.warn({ err: error, fileId }, "a picture could not be made smaller");
    return [];
  });
  const made = await keepSmaller(row.purpose, pictures);
  if (made.length === 0) return 0;
  const { count } = await work(files, (db) =>
    db.storedFile.updateMany({
      where: { id: fileId, variants: { equals: [] } },
      data: { variants: made as unknown as Prisma.InputJsonValue },
    }),
  );
  // Removed meanwhile, or made by another run.
  if (count === 0) for (const { storageKey } of made) await storage().remove(storageKey);
  return count === 0 ? 0 : made.length;
}

/** Takes away bytes whose fact is gone. A key that any fact still names is left alone, whoever asked. */
export async function eraseBytes(keys: string[]): Promise<number> {
  const kept = await factsOf(keys);
  let erased = 0;
  for (const key of keys) {
    if (kept.has(key)) continue;
    await storage().remove(key);
    erased += 1;
  }
  return erased;
}

/** Which of these keys a fact names that has bytes: files not found infected, and their smaller pictures. */
export async function factsOf(keys: string[]): Promise<Set<string>> {
  const rows = await work(
    files,
    (db) => db.$queryRaw<{ key: string }[]>`
      SELECT "storageKey" AS key FROM "StoredFile" WHERE "storageKey" = ANY(${keys}) AND scan <> 'INFECTED'
      UNION ALL
      SELECT v->>'storageKey' FROM "StoredFile" f, jsonb_array_elements(f.variants) v
      WHERE f.variants <> '[]' AND scan <> 'INFECTED' AND v->>'storageKey' = ANY(${keys})`,
  );
  return new Set(rows.map(({ key }) => key));
}

const BITE = 200;

/** Forgets uploads nobody continued, with what came of them, and asks again for files nobody has scanned. */
export async function pruneUploads(): Promise<{ uploads: number; leftovers: number; asked: number }> {
  const gone = await work(files, async (db) => {
    const rows = await db.$queryRaw<{ id: string }[]>`
      SELECT id FROM "Upload" WHERE "expiresAt" < now() AND (holder IS NULL OR "heldUntil" < now()) LIMIT ${BITE}`;
    await db.upload.deleteMany({ where: { id: { in: rows.map(({ id }) => id) } } });
    return rows.map(({ id }) => id);
  });
  for (const id of gone) await removeIncoming(id);

  // What lies here without an upload: another machine pruned the row, or a process died in between.
  let leftovers = 0;
  const old = (await listIncoming()).filter(({ modifiedAt }) => Date.now() - modifiedAt.getTime() > 3_600_000);
  for (let at = 0; at < old.length; at += BITE) {
    const ids = old.slice(at, at + BITE).map(({ uploadId }) => uploadId);
    const known = await work(files, (db) =>
      db.upload.findMany({ where: { id: { in: ids }, state: "OPEN" }, select: { id: true } }),
    );
    const kept = new Set(known.map(({ id }) => id));
    for (const id of ids.filter((each) => !kept.has(each))) {
      await removeIncoming(id);
      leftovers += 1;
    }
  }

  const hour = new Date().toISOString().slice(0, 13);
  const asked = await work(files, async (db) => {
    const waiting = await db.storedFile.findMany({
      where: { scan: "PENDING", createdAt: { lt: new Date(Date.now() - 600_000) } },
      select: { id: true },
      take: BITE,
    });
    for (const { id } of waiting) await enqueue(db, fileStored, { fileId: id }, `${id}:${hour}`);
    return waiting.length;
  });
  return { uploads: gone.length, leftovers, asked };
}
