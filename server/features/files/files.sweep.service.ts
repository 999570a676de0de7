import { createHash } from "node:crypto";
import { systemActor } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import { type Db, work } from "@/server/platform/db/work";
import { storage } from "@/server/platform/storage";
import { eraseBytes, factsOf, jobLog } from "./files.jobs.service";
import type { StoredVariant } from "./files.queries";
import { ARCHIVE_DAYS } from "./files.schema";
import { orphanAll } from "./files.service";

const files = systemActor("files");
const BITE = 500;
const HOUR = 3_600_000;

export type Sweep = {
  objects: number;
  facts: number;
  /** Bytes without a fact, older than a day: taken away. */
  orphans: number;
  /** Facts without bytes, or with another size: named in the log. */
  missing: string[];
  /** Facts whose bytes were read back and have changed: named in the log. */
  damaged: string[];
};

/**
 * Holds the store against the facts, both ways, and reads back the bytes not read for the longest time. What differs is
 * written to the audit log by id; bytes nobody knows are taken away once they are too old to belong to an act under way.
 */
export async function sweepFiles({ verify = 100, orphanAge = 24 * HOUR } = {}): Promise<Sweep> {
  const began = Date.now();
  const sizes = new Map<string, number>();
  let batch: string[] = [];
  let orphans = 0;
  const settle = async () => {
    const known = await factsOf(batch);
    orphans += await eraseBytes(batch.filter((key) => !known.has(key)));
    batch = [];
  };
  for await (const object of storage().list()) {
    sizes.set(object.key, object.size);
    if (began - object.modifiedAt.getTime() < orphanAge) continue;
    batch.push(object.key);
    if (batch.length === BITE) await settle();
  }
  await settle();

  const missing: string[] = [];
  let facts = 0;
  for (let after = "00000000-0000-0000-0000-000000000000"; ; ) {
    const rows = await work(files, (db) =>
      db.storedFile.findMany({
        // What was written while the store was being listed is looked at next time.
        where: { id: { gt: after }, scan: { not: "INFECTED" }, createdAt: { lt: new Date(began) } },
        select: { id: true, storageKey: true, size: true, variants: true },
        orderBy: { id: "asc" },
        take: BITE,
      }),
    );
    for (const row of rows) {
      facts += 1;
      const parts = [{ storageKey: row.storageKey, size: Number(row.size) }, ...(row.variants as StoredVariant[])];
      if (parts.some(({ storageKey, size }) => sizes.get(storageKey) !== size)) missing.push(row.id);
    }
    const last = rows.at(-1);
    if (!last || rows.length < BITE) break;
    after = last.id;
  }
  const damaged = await verifyOldest(verify, new Set(missing));

  await work(files, async (db) => {
    for (const subjectId of missing)
      await audit(db, jobLog(), { action: "file.missing", subjectType: "file", subjectId });
    for (const subjectId of damaged)
      await audit(db, jobLog(), { action: "file.damaged", subjectType: "file", subjectId });
    await audit(db, jobLog(), {
      action: "files.swept",
      subjectType: "storage",
      after: { objects: sizes.size, facts, orphans, missing: missing.length, damaged: damaged.length },
    });
  });
  await work(systemActor("platform"), (db) =>
    db.heartbeat.upsert({
      where: { part: "files-sweep" },
      create: { part: "files-sweep", detail: { orphans, missing: missing.length, damaged: damaged.length } },
      update: { at: new Date(), detail: { orphans, missing: missing.length, damaged: damaged.length } },
    }),
  );
  return { objects: sizes.size, facts, orphans, missing, damaged };
}

/** Takes away courses that were sent and that nobody accepted: each would lie in its sender's quota for ever. */
export async function forgetArchives(now = new Date()): Promise<number> {
  const before = new Date(now.getTime() - ARCHIVE_DAYS * 24 * HOUR);
  return work(files, async (db) => {
    const gone = await db.$queryRaw<{ id: string; storageKey: string; variants: StoredVariant[] }[]>`
      DELETE FROM "StoredFile" WHERE purpose = 'course-archive' AND "createdAt" < ${before} RETURNING id, "storageKey", variants`;
    return noteForgotten(db, "files.archives_forgotten", gone);
  });
}

/** A file sent for a course that nothing has used for so long was given up: a dialog that was left, a lesson not saved. */
const UNUSED_HOURS = 24;

/** Takes away files of courses that nobody used: each would lie in its sender's quota for ever. */
export async function forgetUnused(now = new Date()): Promise<number> {
  const before = new Date(now.getTime() - UNUSED_HOURS * HOUR);
  return work(files, async (db) => {
    const gone = await db.$queryRaw<{ id: string; storageKey: string; variants: StoredVariant[] }[]>`
      DELETE FROM "StoredFile" WHERE id IN (SELECT app.unused_course_files(${before})) RETURNING id, "storageKey", variants`;
    return noteForgotten(db, "files.unused_forgotten", gone);
  });
}

/** Leaves word of files that were taken away: to the job that removes their bytes, and in the log. */
async function noteForgotten(
  db: Db,
  action: string,
  gone: readonly { id: string; storageKey: string; variants: StoredVariant[] }[],
): Promise<number> {
  if (gone.length === 0) return 0;
  await orphanAll(db, gone);
  await audit(db, jobLog(), { action, subjectType: "storage", before: { ids: gone.map(({ id }) => id) } });
  return gone.length;
}

async function verifyOldest(count: number, gone: Set<string>): Promise<string[]> {
  const rows = await work(files, (db) =>
    db.storedFile.findMany({
      where: { scan: { not: "INFECTED" } },
      select: { id: true, storageKey: true, sha256: true },
      orderBy: { verifiedAt: { sort: "asc", nulls: "first" } },
      take: count,
    }),
  );
  const damaged: string[] = [];
  for (const { id, storageKey, sha256 } of rows) {
    if (gone.has(id)) continue;
    const body = await storage().open(storageKey);
    // Removed since the list was made.
    if (!body) continue;
    const hash = createHash("sha256");
    for await (const chunk of body) hash.update(chunk);
    if (hash.digest("hex") !== sha256) damaged.push(id);
    else await work(files, (db) => db.storedFile.updateMany({ where: { id }, data: { verifiedAt: new Date() } }));
  }
  return damaged;
}
