import { createHash } from "node:crypto";
import { v4 as random, v7 as uuid } from "uuid";
import type { z } from "zod";
import type { Mime } from "@/lib/file-types";
import { hasRealScanner } from "@/server/integrations/clamd/client";
import type { Ctx } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import { AppError } from "@/server/platform/errors";
import { limit } from "@/server/platform/rate-limit";
import { incomingSize, openIncoming, removeIncoming } from "@/server/platform/storage/incoming";
import { judgeClaim, tidyName } from "./files.domain";
import { type FinishedFile, finishUpload, mayGoUnscanned } from "./files.finish.service";
import { sendableStudentsSql } from "./files.policy";
import { type beginUploadInput, MAX_OPEN_UPLOADS, purposeOf, quotaOf, UPLOAD_HOURS } from "./files.schema";

const MIB = 1024 * 1024;
/** A line on which nothing has come for so long is given up; what came is kept. */
const IDLE_MS = 10_000;
/** A request holds its upload for at most this long; the web process ends requests earlier. */
const HOLD_SECONDS = 75;

export type UploadView = {
  id: string;
  received: number;
  size: number;
  state: "OPEN" | "DONE" | "REFUSED";
  reason: string | null;
  fileId: string | null;
  expiresAt: Date;
};

/** Whether a kind of file may be taken where nobody can look into it. */
const needsScanner = (purpose: string, types: readonly Mime[]): boolean =>
  types.some((mime) => !mayGoUnscanned(purpose, mime)) && !hasRealScanner();

/** Begins an upload. What it claims to be is judged before a byte is taken: kind, size, child, room left. */
export async function beginUpload(ctx: Ctx, input: z.output<typeof beginUploadInput>): Promise<UploadView> {
  const { userId, role } = ctx.actor;
  await limit("upload", userId, 200, 3600);
  const name = tidyName(input.name);
  const claim = judgeClaim({ purpose: input.purpose, name, declared: input.type, size: input.size }, role);
  if ("refused" in claim) {
    const meta = { most: Math.floor((claim.most ?? 0) / MIB) };
    if (claim.refused === "file.too_large") throw new AppError("TOO_LARGE", "file.too_large", { meta });
    if (claim.refused === "file.purpose") throw new AppError("FORBIDDEN", "file.purpose");
    throw new AppError("BAD_INPUT", "file.kind");
  }
  const studentId = input.studentId ?? null;
  if ((studentId !== null) !== purposeOf(input.purpose)?.student)
    throw new AppError("BAD_INPUT", "bad_input", { fields: { studentId: "field.invalid" } });
  if (needsScanner(input.purpose, claim.types)) throw new AppError("UNAVAILABLE", "file.no_scanner");

  const id = uuid();
  const expiresAt = new Date(ctx.now.getTime() + UPLOAD_HOURS * 3_600_000);
  await ctx.work(async (db) => {
    // One after the other for one person: what is left is counted once.
    await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`files:${userId}`}, 0))`;
    if (studentId) {
      const [found] = await db.$queryRaw<
        { id: string }[]
      >`SELECT s.id FROM ${sendableStudentsSql} s(id) WHERE s.id = ${studentId}::uuid LIMIT 1`;
      if (!found) throw new AppError("NOT_FOUND", "child.not_found");
    }
    const [held] = await db.$queryRaw<{ bytes: bigint; open: bigint }[]>`
      SELECT (SELECT coalesce(sum(size), 0)::bigint FROM "StoredFile" WHERE "ownerId" = ${userId}::uuid)
           + (SELECT coalesce(sum(size), 0)::bigint FROM "Upload" WHERE "ownerId" = ${userId}::uuid AND state = 'OPEN') AS bytes,
             (SELECT count(*) FROM "Upload" WHERE "ownerId" = ${userId}::uuid AND state = 'OPEN') AS open`;
    const left = quotaOf(role) - Number(held?.bytes ?? 0);
    if (left < input.size)
      throw new AppError("TOO_LARGE", "file.quota", { meta: { left: Math.max(0, Math.floor(left / MIB)) } });
    if (Number(held?.open ?? 0) >= MAX_OPEN_UPLOADS) throw new AppError("TOO_MANY", "file.too_many_open");
    await db.upload.createMany({
      data: {
        id,
        ownerId: userId,
        studentId,
        purpose: input.purpose,
        name,
        declared: input.type,
        size: BigInt(input.size),
        expiresAt,
      },
    });
    await audit(db, ctx, {
      action: "file.upload_begun",
      subjectType: "upload",
      subjectId: id,
      studentId,
      after: { purpose: input.purpose, size: input.size },
    });
  });
  return { id, received: 0, size: input.size, state: "OPEN", reason: null, fileId: null, expiresAt };
}

/** How far an upload of the caller's has come. */
export async function readUpload(ctx: Ctx, id: string): Promise<UploadView> {
  const row = await ctx.work((db) =>
    db.upload.findFirst({
      where: { id, ownerId: ctx.actor.userId, expiresAt: { gt: ctx.now } },
      select: { id: true, received: true, size: true, state: true, reason: true, fileId: true, expiresAt: true },
    }),
  );
  if (!row) throw new AppError("NOT_FOUND", "file.upload_gone");
  const received = Number(row.received);
  // Bytes that lie on another machine, or nowhere any more, have to come again.
  const here = row.state === "OPEN" ? await incomingSize(id) : received;
  return { ...row, size: Number(row.size), received: here < received ? 0 : received };
}

/** Forgets an upload and what has come of it. Doing it twice is no mistake. */
export async function abortUpload(ctx: Ctx, id: string): Promise<void> {
  const { count } = await ctx.work((db) =>
    db.upload.deleteMany({ where: { id, ownerId: ctx.actor.userId, state: { not: "DONE" } } }),
  );
  if (count > 0) await removeIncoming(id);
}

export type Chunk = {
  offset: number;
  /** As declared; the HTTP server holds the body to it. */
  length: number;
  /** SHA-256 of the whole chunk in base64, if the browser can make one. */
  sha256: string | null;
  body: ReadableStream<Uint8Array> | null;
};
export type Appended = { received: number; size: number; file: FinishedFile | null };

/**
 * Writes a chunk behind what is there, as it arrives. Of two that begin at the same place one wins: the row is held by
 * one request at a time. A broken line keeps what came. The last byte turns the upload into a file.
 */
export async function appendChunk(ctx: Ctx, id: string, chunk: Chunk): Promise<Appended> {
  await limit("upload-chunk", ctx.actor.userId, 900, 60);
  const holder = random();
  const held = await hold(ctx, id, holder, chunk.offset);
  let at = chunk.offset;
  let fault: AppError | null = null;
  try {
    if (at + chunk.length > held.size) fault = new AppError("TOO_LARGE", "too_large");
    else if (chunk.length > 0) {
      const written = await write(id, chunk, held.size);
      at = written.at;
      fault = written.fault;
    }
    if (at === held.size && !fault) {
      const file = await finishUpload(ctx, held, holder);
      return { received: at, size: held.size, file };
    }
  } finally {
    await release(ctx, id, holder, at);
  }
  if (fault) throw fault;
  return { received: at, size: held.size, file: null };
}

export type HeldUpload = {
  id: string;
  purpose: string;
  name: string;
  declared: string;
  studentId: string | null;
  size: number;
};

async function hold(ctx: Ctx, id: string, holder: string, offset: number): Promise<HeldUpload> {
  const here = await incomingSize(id);
  const [row] = await ctx.work(
    (db) => db.$queryRaw<(Omit<HeldUpload, "size"> & { size: bigint })[]>`
      UPDATE "Upload" SET holder = ${holder}::uuid, "heldUntil" = now() + make_interval(secs => ${HOLD_SECONDS}), received = ${offset}
      WHERE id = ${id}::uuid AND "ownerId" = ${ctx.actor.userId}::uuid AND state = 'OPEN' AND "expiresAt" > now()
        AND ((received = ${offset} AND received <= ${here}) OR (${offset} = 0 AND received > ${here}))
        AND (holder IS NULL OR "heldUntil" < now())
      RETURNING id, purpose, name, declared, "studentId", size`,
  );
  if (row) return { ...row, size: Number(row.size) };
  const now = await readUpload(ctx, id);
  if (now.state === "REFUSED") throw new AppError("BAD_INPUT", now.reason ?? "file.damaged");
  if (now.state === "DONE") throw new AppError("CONFLICT", "file.upload_done");
  throw new AppError("CONFLICT", now.received === offset ? "file.upload_busy" : "file.upload_offset");
}

/** Ends the hold; nothing happens where the upload is finished or another request holds it by now. */
const release = (ctx: Ctx, id: string, holder: string, received: number) =>
  ctx.work(
    (db) => db.$executeRaw`
      UPDATE "Upload" SET holder = NULL, "heldUntil" = NULL, received = ${received}
      WHERE id = ${id}::uuid AND holder = ${holder}::uuid AND state = 'OPEN'`,
  );

async function write(id: string, chunk: Chunk, size: number): Promise<{ at: number; fault: AppError | null }> {
  const handle = await openIncoming(id, chunk.offset);
  const hash = createHash("sha256");
  let at = chunk.offset;
  let fault: AppError | null = null;
  try {
    const reader = chunk.body?.getReader();
    try {
      for (;;) {
        const next = reader ? await within(IDLE_MS, reader.read()) : { done: true as const, value: undefined };
        if (next.done) break;
        if (at + next.value.length > size) {
          fault = new AppError("TOO_LARGE", "too_large");
          break;
        }
        hash.update(next.value);
        await handle.write(next.value, 0, next.value.length, at);
        at += next.value.length;
      }
    } catch {
      // The line broke or went silent: what has come so far is good.
    }
    reader?.releaseLock();
    const whole = at === chunk.offset + chunk.length;
    if (whole && chunk.sha256 !== null && hash.digest("base64") !== chunk.sha256)
      fault = new AppError("BAD_INPUT", "file.chunk_damaged");
    if (fault) at = chunk.offset;
    await handle.truncate(at);
    // Noted as received only once it is really on the disk.
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { at, fault };
}

/** Reads what is left of a chunk into nothing: it is bounded, and a line that goes silent is left alone. */
export async function drain(body: ReadableStream<Uint8Array> | null): Promise<void> {
  if (!body || body.locked) return;
  const reader = body.getReader();
  try {
    for (;;) if ((await within(IDLE_MS, reader.read())).done) return;
  } catch {
    await reader.cancel().catch(() => undefined);
  }
}

function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error("idle")), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
