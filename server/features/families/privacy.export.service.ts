import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { v7 as uuid } from "uuid";
import { dayAt } from "@/lib/days";
import { isLocale } from "@/lib/locales";
import type { Permission } from "@/lib/permissions";
import { servedName, tidyName } from "@/server/features/files/files.domain";
import { findFile } from "@/server/features/files/files.queries";
import { notify } from "@/server/features/notify/notify.service";
import type { Ctx, UserActor } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import { makeCtx } from "@/server/platform/context";
import { type Db, type Prisma, work } from "@/server/platform/db/work";
import { isAppError } from "@/server/platform/errors";
import { translator } from "@/server/platform/i18n";
import { live } from "@/server/platform/live";
import { Archive } from "@/server/platform/media/archive";
import { newStorageKey, storage } from "@/server/platform/storage";
import { jobLog, privacy } from "./privacy.erasure.service";
import { type ExportKind, exportKinds, MOST_BYTES, type Part, type Row, STEPS } from "./privacy.export.domain";
import { readKind } from "./privacy.export.queries";
import { readableCopy, type Told } from "./privacy.export.templates";
import { decidesFor } from "./privacy.policy";
import { EXPORT_DAYS } from "./privacy.schema";
import { privacyTopic, tellBoth } from "./privacy.service";

type Making = { id: string; requestId: string; studentId: string; ownerId: string; status: string; parts: Part[] };
/** Whether the next step is to follow. */
export type Going = { go: true } | { go: false; why: string };

const columns = { id: true, requestId: true, studentId: true, ownerId: true, status: true, parts: true } as const;

async function makingOf(exportId: string): Promise<{ making: Making; requestOpen: boolean } | null> {
  return work(privacy, async (db) => {
    const found = await db.dataExport.findUnique({ where: { id: exportId }, select: columns });
    if (!found) return null;
    const request = await db.dataRequest.findUnique({ where: { id: found.requestId }, select: { status: true } });
    const requestOpen = request?.status === "RECEIVED" || request?.status === "IN_PROGRESS";
    return { making: { ...found, parts: found.parts as unknown as Part[] }, requestOpen };
  });
}

/**
 * The guardian who asked, as far as they may act now. The job has no rights of its own: everything it reads it reads as
 * them, under the same policies as if they sat before the page. Null when they may not act any more.
 */
async function guardianCtx(userId: string): Promise<Ctx<UserActor> | null> {
  const bare: UserActor = {
    kind: "user",
    userId,
    sessionId: randomUUID(),
    role: "PARENT",
    roles: ["PARENT"],
    name: "",
    preferredName: "",
    email: null,
    locale: "en",
    timeZone: "Africa/Nairobi",
    theme: "SYSTEM",
    permissions: new Set(),
    mfaAt: null,
  };
  const found = await work(bare, async (db) => {
    const person = await db.user.findUnique({
      where: { id: userId },
      select: { name: true, preferredName: true, locale: true, timeZone: true },
    });
    const granted = await db.rolePermission.findMany({
      where: { role: "PARENT", leadOnly: false },
      select: { permissionName: true },
    });
    return person ? { person, granted } : null;
  });
  if (!found) return null;
  const { person, granted } = found;
  const locale = isLocale(person.locale) ? person.locale : "en";
  const actor: UserActor = {
    ...bare,
    name: person.name,
    preferredName: person.preferredName ?? person.name,
    locale,
    timeZone: person.timeZone,
    permissions: new Set(granted.map(({ permissionName }) => permissionName as Permission)),
  };
  return makeCtx(actor, { requestId: `job-${randomUUID()}`, ip: "", userAgent: "" }, locale);
}

/** Asked at each step and each file: the request stands, the person may act, and decides for this child. */
async function mayGoOn(exportId: string): Promise<{ making: Making; ctx: Ctx<UserActor> } | { why: string }> {
  const found = await makingOf(exportId);
  if (!found) return { why: "gone" };
  const { making, requestOpen } = found;
  if (making.status !== "QUEUED" && making.status !== "RUNNING") return { why: making.status.toLowerCase() };
  if (!requestOpen) return stop(making, "withdrawn");
  const ctx = await guardianCtx(making.ownerId);
  if (!ctx || !(await ctx.work((db) => decidesFor(db, making.studentId)))) return stop(making, "right");
  return { making, ctx };
}

/** Ends a making: nothing gathered is kept. The right to it ended, or whoever asked took it back. */
async function stop(making: Making, why: "right" | "withdrawn"): Promise<{ why: string }> {
  await work(privacy, async (db) => {
    const { count } = await db.dataExport.updateMany({
      where: { id: making.id, status: { in: ["QUEUED", "RUNNING"] } },
      data: { status: "STOPPED", parts: [] },
    });
    if (count === 0) return;
    if (why === "right")
      await db.dataRequest.updateMany({
        where: { id: making.requestId, status: { in: ["RECEIVED", "IN_PROGRESS"] } },
        data: { status: "REFUSED", answer: translator("en", "privacy")("export.right_ended"), answeredAt: new Date() },
      });
    await audit(db, jobLog(), {
      action: "data_request.copy_stopped",
      subjectType: "data_request",
      subjectId: making.requestId,
      studentId: making.studentId,
      outcome: why === "right" ? "DENIED" : "DONE",
      after: { why },
    });
    await tellBoth(db, { requestedById: making.ownerId, studentId: making.studentId });
  });
  for (const { storageKey } of making.parts) await storage().remove(storageKey);
  return { why };
}

/** Notes how far a making has come; open pages follow. */
async function progress(db: Db, making: Making, data: Prisma.DataExportUncheckedUpdateManyInput): Promise<boolean> {
  const { count } = await db.dataExport.updateMany({
    where: { id: making.id, status: { in: ["QUEUED", "RUNNING"] } },
    data: { status: "RUNNING", total: STEPS, ...data },
  });
  await live(db, [making.ownerId], "changed", { topic: privacyTopic(making.studentId) });
  return count === 1;
}

export async function beginExport(exportId: string): Promise<Going> {
  const found = await mayGoOn(exportId);
  if ("why" in found) return { go: false, why: found.why };
  await work(privacy, (db) => progress(db, found.making, {}));
  return { go: true };
}

/** Gathers one kind into a part of its own. Done again after a kill it replaces what it had made. */
export async function collectKind(exportId: string, kind: ExportKind): Promise<Going> {
  const found = await mayGoOn(exportId);
  if ("why" in found) return { go: false, why: found.why };
  const { making, ctx } = found;
  const rows: Row[] = [];
  for (let after: string | null = null, first = true; first || after !== null; first = false) {
    const page: { rows: Row[]; next: string | null } | null = await ctx.work(async (db) =>
      (await decidesFor(db, making.studentId)) ? readKind(db, kind, making.studentId, making.ownerId, after) : null,
    );
    if (!page) return { go: false, ...(await stop(making, "right")) };
    rows.push(...page.rows);
    after = page.next;
  }
  const storageKey = newStorageKey("data-export");
  await storage().put(storageKey, new TextEncoder().encode(JSON.stringify(rows)));
  const needless = await work(privacy, (db) => keepPart(db, making, { kind, storageKey, rows: rows.length }));
  for (const key of needless ?? [storageKey]) await storage().remove(key);
  return needless ? { go: true } : { go: false, why: "ended" };
}

/**
 * Adds a part to those that stand now, under a lock: after a kill the step that was left behind may end long after its
 * repetition, and must not put back the list it began with. Gives the bytes it takes the place of; null when the making
 * has ended meanwhile.
 */
async function keepPart(db: Db, making: Making, part: Part): Promise<string[] | null> {
  const [row] = await db.$queryRaw<{ parts: Part[] }[]>`
    SELECT parts FROM "DataExport" WHERE id = ${making.id}::uuid FOR UPDATE`;
  const parts = row?.parts ?? [];
  const others = parts.filter(({ kind }) => kind !== part.kind);
  const stands = await progress(db, making, { parts: [...others, part], done: others.length + 1 });
  return stands ? parts.filter(({ kind }) => kind === part.kind).map(({ storageKey }) => storageKey) : null;
}

const text = (content: string) => [new TextEncoder().encode(content)];
export type Packed = { go: true; fileId: string; storageKey: string; size: number; sha256: string; name: string };

/** Puts everything into one archive: parts as JSON, files as they are, two readable pages, and the list with checksums. */
export async function packExport(exportId: string): Promise<Packed | Extract<Going, { go: false }>> {
  const found = await mayGoOn(exportId);
  if ("why" in found) return { go: false, why: found.why };
  const { making, ctx } = found;
  const folder = join(tmpdir(), "uhs-export");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `${randomUUID()}.zip`);
  const madeAt = new Date();
  const archive = await Archive.create(path);
  try {
    const sections: { kind: ExportKind; rows: Row[] }[] = [];
    for (const kind of exportKinds) {
      const part = making.parts.find((one) => one.kind === kind);
      const bytes = part ? await storage().get(part.storageKey) : null;
      if (!bytes) throw new Error(`The part "${kind}" of a copy is missing`);
      const rows = JSON.parse(new TextDecoder().decode(bytes)) as Row[];
      sections.push({ kind, rows });
      await archive.add(`data/${kind}.json`, text(`${JSON.stringify(rows, null, 2)}\n`), madeAt);
    }
    const files = await addFiles(
      archive,
      making,
      ctx,
      sections.find(({ kind }) => kind === "files")?.rows ?? [],
      madeAt,
    );
    if (!files) {
      await archive.abandon();
      return { go: false, why: "right" };
    }
    const child = String(sections.find(({ kind }) => kind === "child")?.rows[0]?.firstName ?? "");
    const told: Told = { child, madeAt, sections, ...files };
    await archive.add("read.en.html", text(readableCopy(told, "en")), madeAt);
    await archive.add("soma.sw.html", text(readableCopy(told, "sw")), madeAt);
    const manifest = {
      format: "urban-home-school/child-data/1",
      requestId: making.requestId,
      studentId: making.studentId,
      madeAt: madeAt.toISOString(),
      leftOut: files.leftOut,
      entries: [...archive.entries],
    };
    await archive.add("manifest.json", text(`${JSON.stringify(manifest, null, 2)}\n`), madeAt);
    await archive.finish();
    const { size } = await stat(path);
    const hash = createHash("sha256");
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
    const storageKey = newStorageKey("data-export");
    await storage().putFile(storageKey, { path, size });
    const name = servedName(tidyName(`${child || "child"}-data-${dayAt(madeAt)}.zip`), "application/zip").replace(
      /\.bin$/,
      ".zip",
    );
    return { go: true, fileId: uuid(), storageKey, size, sha256: hash.digest("hex"), name };
  } catch (error) {
    await archive.abandon();
    throw error;
  } finally {
    await rm(path, { force: true });
  }
}

/** The child's files, each asked for anew as the guardian. Null when the right has ended meanwhile. */
async function addFiles(
  archive: Archive,
  making: Making,
  ctx: Ctx<UserActor>,
  rows: readonly Row[],
  at: Date,
): Promise<Pick<Told, "paths" | "leftOut"> | null> {
  const paths = new Map<string, string>();
  const leftOut: { name: string; why: "large" | "unchecked" | "gone" }[] = [];
  for (const [index, row] of rows.entries()) {
    if (!(await ctx.work((db) => decidesFor(db, making.studentId)))) {
      await stop(making, "right");
      return null;
    }
    const file = await findFile(ctx, String(row.id)).catch((error: unknown) => {
      if (isAppError(error) && error.kind === "NOT_FOUND") return null;
      throw error;
    });
    const name = String(row.name);
    const body =
      file && (file.scan === "CLEAN" || file.scan === "SKIPPED") ? await storage().open(file.storageKey) : null;
    if (!file || !body) leftOut.push({ name, why: file && file.scan === "PENDING" ? "unchecked" : "gone" });
    else if (archive.size + file.size > MOST_BYTES) {
      await body.cancel();
      leftOut.push({ name, why: "large" });
    } else {
      const path = `files/${String(index + 1).padStart(4, "0")}-${servedName(file.name, file.mime)}`;
      const entry = await archive.add(path, body, at);
      if (entry.sha256 !== file.sha256) throw new Error("A file's bytes have changed");
      paths.set(file.id, path);
    }
  }
  return { paths, leftOut };
}

/** The copy stands: the fact of its file, the answer to the request, and word to whoever waits, in one unit. */
export async function finishExport(exportId: string, packed: Packed): Promise<Going> {
  const found = await mayGoOn(exportId);
  if ("why" in found) {
    // After a kill between the unit and its answer it stands already.
    if (found.why !== "ready") await storage().remove(packed.storageKey);
    return { go: false, why: found.why };
  }
  const { making } = found;
  const now = new Date();
  const expiresAt = new Date(now.getTime() + EXPORT_DAYS * 86_400_000);
  await work(privacy, async (db) => {
    const { count } = await db.dataExport.updateMany({
      where: { id: exportId, status: "RUNNING" },
      data: { status: "READY", done: STEPS, total: STEPS, fileId: packed.fileId, expiresAt, parts: [] },
    });
    if (count === 0) return;
    await db.storedFile.createMany({
      data: {
        id: packed.fileId,
        ownerId: making.ownerId,
        studentId: making.studentId,
        purpose: "data-export",
        name: packed.name,
        sha256: packed.sha256,
        size: BigInt(packed.size),
        mime: "application/zip",
        storageKey: packed.storageKey,
        scan: "SKIPPED",
        scanDetail: "made by the school itself of files already looked into",
      },
    });
    await db.dataRequest.updateMany({
      where: { id: making.requestId, status: { in: ["RECEIVED", "IN_PROGRESS"] } },
      data: { status: "ANSWERED", answeredAt: now },
    });
    await audit(db, jobLog(now), {
      action: "data_request.copy_ready",
      subjectType: "data_request",
      subjectId: making.requestId,
      studentId: making.studentId,
      after: { exportId, size: packed.size, sha256: packed.sha256, expiresAt },
    });
    await notify(db, {
      userId: making.ownerId,
      type: "export.ready",
      params: { until: expiresAt.toISOString() },
      href: `/dashboard/parent/settings/privacy?child=${making.studentId}#copy`,
      studentId: making.studentId,
      dedupeKey: exportId,
    });
    await tellBoth(db, { requestedById: making.ownerId, studentId: making.studentId });
  });
  for (const { storageKey } of making.parts) await storage().remove(storageKey);
  return { go: true };
}
