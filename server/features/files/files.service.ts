import type { z } from "zod";
import type { Ctx } from "@/server/platform/actor";
import { audit, recordMissing } from "@/server/platform/audit";
import type { Db } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { enqueueAll } from "@/server/platform/outbox";
import { storage } from "@/server/platform/storage";
import { bytesOrphaned } from "./files.events";
import type { FileLink } from "./files.link.domain";
import { isOutsider } from "./files.policy";
import { findFile, type StoredVariant, stillVisible, type VisibleFile } from "./files.queries";
import type { removeFileInput } from "./files.schema";
import { refuseStillShown } from "./files.shown.service";

/** How long a reader may go on before being asked for the right again. */
const ASK_EVERY_MS = 2_000;

/** Leaves word that bytes have lost their fact; the job takes them away once this unit stands. */
export const orphanAll = (
  db: Db,
  files: readonly { id: string; storageKey: string; variants: unknown }[],
): Promise<void> =>
  enqueueAll(
    db,
    bytesOrphaned,
    files.map(({ id, storageKey, variants }) => ({
      payload: { keys: [storageKey, ...(variants as StoredVariant[]).map((one) => one.storageKey)] },
      dedupeKey: id,
    })),
  );

/** Removes a file: the fact now, its bytes right after, by the job. Who may see it but not remove it finds nothing. */
export async function removeFile(ctx: Ctx, { id }: z.output<typeof removeFileInput>): Promise<{ removed: true }> {
  const file = await findFile(ctx, id);
  await ctx.work(async (db) => {
    const handedIn = await db.submissionFile.findFirst({
      where: { fileId: id, submission: { status: { not: "DRAFT" } } },
      select: { fileId: true },
    });
    if (handedIn) throw new AppError("CONFLICT", "file.handed_in");
    if (file.purpose === "course") await refuseStillShown(db, id);
    const { count } = await db.storedFile.deleteMany({ where: { id, purpose: { not: "profile-photo" } } });
    if (count !== 1) throw new AppError("NOT_FOUND", "file.not_found");
    await orphanAll(db, [file]);
    await audit(db, ctx, {
      action: "file.removed",
      subjectType: "file",
      subjectId: id,
      studentId: file.studentId,
      before: { purpose: file.purpose, name: file.name, mime: file.mime, size: file.size, sha256: file.sha256 },
    });
  });
  return { removed: true };
}

export type Served = { file: VisibleFile; storageKey: string; mime: string; size: number; etag: string };

/** The file a link names, for the person following it now; anything amiss is "not found", and written down. */
export async function followLink(ctx: Ctx, fileId: string, link: FileLink | null): Promise<Served> {
  const refused = async (why: string): Promise<never> => {
    await recordMissing(ctx, "file", fileId, why, { id: fileId });
    throw new AppError("NOT_FOUND", "file.not_found");
  };
  if (!link) return refused("altered or expired");
  if (link.personId !== ctx.actor.userId) return refused("made for somebody else");
  const file = await findFile(ctx, fileId).catch((error: unknown) => {
    if (error instanceof AppError && error.kind === "NOT_FOUND") return null;
    throw error;
  });
  if (!file) return refused("not theirs to see");
  if (file.scan !== "CLEAN" && file.scan !== "SKIPPED") return refused(`scan is ${file.scan}`);
  const variant: StoredVariant | undefined = file.variants.find(({ name }) => name === link.size);
  const shown = variant ?? file;
  return {
    file,
    storageKey: shown.storageKey,
    mime: shown.mime,
    size: Number(shown.size),
    etag: `"${shown.sha256.slice(0, 40)}"`,
  };
}

/** Writes down that somebody outside family and class has opened a child's file. */
export async function noteReading(ctx: Ctx, file: VisibleFile): Promise<void> {
  if (!file.studentId || !isOutsider(ctx.actor)) return;
  await ctx.work((db) =>
    audit(db, ctx, {
      action: "file.read",
      subjectType: "file",
      subjectId: file.id,
      studentId: file.studentId,
      after: { purpose: file.purpose },
    }),
  );
}

/**
 * Counts that a learner or a family opened a file of a course; the database knows who does, and keeps no names. A picture
 * is seen with the text it stands in, so opening it says nothing.
 */
export async function countOpen(ctx: Ctx, { file, mime }: Served): Promise<void> {
  if (file.purpose !== "course" || mime.startsWith("image/")) return;
  await ctx.work((db) => db.$executeRaw`SELECT app.count_open(${file.id}::uuid)`);
}

/**
 * The bytes as they are read, asking every two seconds whether the reader may go on: a consent withdrawn ends a film in
 * the middle, not at its end. Null when the bytes are gone.
 */
export async function readBytes(
  ctx: Ctx,
  { file, storageKey }: Served,
  range: { from: number; to: number },
): Promise<ReadableStream<Uint8Array> | null> {
  const source = await storage().open(storageKey, range);
  if (!source) return null;
  let asked = Date.now();
  const guard = new TransformStream<Uint8Array, Uint8Array>({
    async transform(chunk, controller) {
      if (Date.now() - asked > ASK_EVERY_MS) {
        if (!(await stillVisible(ctx, file.id))) return controller.error(new Error("The right to read has ended"));
        asked = Date.now();
      }
      controller.enqueue(chunk);
    },
  });
  return source.pipeThrough(guard);
}
