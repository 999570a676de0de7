import { createHash } from "node:crypto";
import fs from "node:fs/promises";
import { type AddressInfo, createServer, type Server } from "node:net";
import os from "node:os";
import path from "node:path";
import { strToU8, zipSync } from "fflate";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type S3Sandbox, s3Sandbox } from "@/server/integrations/s3/sandbox";
import type { Ctx } from "@/server/platform/actor";
import { env } from "@/server/platform/env";
import { newStorageKey, storage } from "@/server/platform/storage";
import { incomingPath, incomingSize } from "@/server/platform/storage/incoming";
import { createHousehold } from "@/tests/factories/families";
import { createUser } from "@/tests/factories/identity";
import { insertRow } from "@/tests/factories/insert";
import { createCourse, createLesson, createQuestion, createStoredFile } from "@/tests/factories/learning";
import { type TestDatabase, testDatabase } from "@/tests/harness/db";
import { eicar, pdf, photo, tellsPlace } from "@/tests/harness/files";
import { eraseBytes, makeSmaller, pruneUploads, scanStored } from "./files.jobs.service";
import { removeFile } from "./files.service";
import { forgetArchives, forgetUnused, sweepFiles } from "./files.sweep.service";
import { appendChunk, beginUpload } from "./files.upload.service";

let t: TestDatabase;
let ctx: Ctx;
let child: string;
let folder: string;
beforeAll(async () => {
  t = await testDatabase();
});
afterAll(() => t.close());
beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), "uhs-jobs-"));
  env().STORAGE_DIR = folder;
  // A question keeps its files.
  await t.sql.query(`DELETE FROM "QuestionFile"`);
  await t.sql.query(`DELETE FROM "StoredFile"`);
  await t.sql.query(`DELETE FROM "Upload"`);
  const home = await createHousehold(t.sql, t.random, { children: 1 });
  child = home.students[0]?.id ?? "";
  ctx = await t.ctx(home.parent);
});
afterEach(async () => {
  env().CLAMD_URL = undefined;
  env().UHS_ENV = "test";
  await fs.rm(folder, { recursive: true, force: true });
});

const streamOf = (bytes: Uint8Array) => new Blob([bytes as Uint8Array<ArrayBuffer>]).stream();
async function send(
  name: string,
  type: string,
  bytes: Uint8Array,
  purpose: "portfolio" | "child-photo" | "resource" | "course-archive" = "portfolio",
  who = ctx,
) {
  const studentId = purpose === "portfolio" || purpose === "child-photo" ? child : null;
  const { id } = await beginUpload(who, { name, type, size: bytes.length, purpose, studentId });
  const { file } = await appendChunk(who, id, { offset: 0, length: bytes.length, sha256: null, body: streamOf(bytes) });
  return file ?? expect.fail("not finished");
}
const rowOf = async (id: string) => (await t.sql.query(`SELECT * FROM "StoredFile" WHERE id = $1`, [id])).rows[0];
const keysOf = async () => {
  const keys: string[] = [];
  for await (const { key } of storage().list()) keys.push(key);
  return keys.sort();
};
const audited = async (action: string) =>
  (
    await t.sql.query(`SELECT "subjectId", before, after FROM "AuditEvent" WHERE action = $1 ORDER BY id DESC`, [
      action,
    ])
  ).rows;

/** clamd's side of INSTREAM: reads lengths and chunks, says FOUND where the test string is. */
async function clamd(answer?: string): Promise<Server> {
  const server = createServer((socket) => {
    let got = Buffer.alloc(0);
    socket.on("error", () => undefined);
    socket.on("data", (chunk: Buffer) => {
      got = Buffer.concat([got, chunk]);
      if (!got.subarray(-4).equals(Buffer.alloc(4))) return;
      expect(got.toString("latin1").startsWith("zINSTREAM\0")).toBe(true);
      const bytes: Uint8Array[] = [];
      for (let at = 10; at < got.length; ) {
        const length = got.readUInt32BE(at);
        bytes.push(got.subarray(at + 4, at + 4 + length));
        at += 4 + length;
      }
      const bad = Buffer.concat(bytes).includes("virus-of-the-test");
      socket.end(answer ?? (bad ? "stream: Test.Virus FOUND\0" : "stream: OK\0"));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  env().CLAMD_URL = `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return server;
}

describe("smaller pictures", () => {
  test("are made once, tell no place, are served by size and go with the file", async () => {
    const file = await send("a.jpg", "image/jpeg", await photo("jpeg"), "child-photo");
    expect(await makeSmaller(file.id)).toBe(2);
    expect(await makeSmaller(file.id)).toBe(0);
    const { variants } = await rowOf(file.id);
    expect(variants).toMatchObject([
      { name: "w320", width: 320, height: 240 },
      { name: "w960", width: 960, height: 720 },
    ]);
    for (const variant of variants) {
      const bytes = (await storage().get(variant.storageKey)) ?? new Uint8Array();
      expect(createHash("sha256").update(bytes).digest("hex")).toBe(variant.sha256);
      expect(await tellsPlace(bytes)).toEqual([]);
    }
    expect(await keysOf()).toHaveLength(3);
    await removeFile(ctx, { id: file.id });
    // The fact is gone at once; the bytes by the job, as the event says.
    const { rows } = await t.sql.query(`SELECT payload FROM "OutboxEvent" WHERE "dedupeKey" = $1`, [
      `files/bytes.orphaned:${file.id}`,
    ]);
    expect(rows[0].payload.keys).toHaveLength(3);
    expect(await eraseBytes(rows[0].payload.keys)).toBe(3);
    expect(await eraseBytes(rows[0].payload.keys)).toBe(3);
    expect(await keysOf()).toEqual([]);
  });

  test("are not made of bytes that have changed", async () => {
    const file = await send("a.jpg", "image/jpeg", await photo("jpeg"), "child-photo");
    const { storageKey } = await rowOf(file.id);
    await fs.appendFile(path.join(folder, storageKey), "x");
    await expect(makeSmaller(file.id)).rejects.toThrow("changed");
  });
});

describe("a virus scanner", () => {
  test("looks into every file: clean ones are clean, others never stand", async () => {
    const server = await clamd();
    const clean = await send("a.pdf", "application/pdf", pdf());
    expect(await rowOf(clean.id)).toMatchObject({ scan: "CLEAN", scannedAt: expect.any(Date) });
    const bad = pdf(`1 0 obj<<virus-of-the-test>>${"x".repeat(200_000)}endobj`);
    await expect(send("b.pdf", "application/pdf", bad)).rejects.toMatchObject({ reason: "file.infected" });
    expect((await audited("file.refused"))[0].after).toMatchObject({ detail: "clamd: Test.Virus" });
    expect(await keysOf()).toHaveLength(1);
    server.close();
  });

  test("that is away leaves the file waiting, unserved, until it can say", async () => {
    env().CLAMD_URL = "tcp://127.0.0.1:9";
    const file = await send("a.pdf", "application/pdf", pdf("1 0 obj<<virus-of-the-test>>endobj"));
    expect((await rowOf(file.id)).scan).toBe("PENDING");
    await expect(scanStored(file.id)).rejects.toThrow("clamd");
    const strange = await clamd("stream: INSTREAM size limit exceeded. ERROR\0");
    await expect(scanStored(file.id)).rejects.toThrow("size limit");
    strange.close();
    const server = await clamd();
    expect(await scanStored(file.id)).toBe("INFECTED");
    expect((await rowOf(file.id)).scan).toBe("INFECTED");
    server.close();
    const { storageKey } = await rowOf(file.id);
    expect(await eraseBytes([storageKey])).toBe(1);
    expect((await sweepFiles()).missing).toEqual([]);
  });

  test("is asked again by the hour for files that wait", async () => {
    env().CLAMD_URL = "tcp://127.0.0.1:9";
    const file = await send("a.pdf", "application/pdf", pdf());
    await t.sql.query(`UPDATE "StoredFile" SET "createdAt" = now() - interval '1 hour'`);
    await t.sql.query(`DELETE FROM "OutboxEvent"`);
    expect((await pruneUploads()).asked).toBe(1);
    await pruneUploads();
    const { rows } = await t.sql.query(`SELECT payload FROM "OutboxEvent"`);
    expect(rows).toEqual([{ payload: { fileId: file.id } }]);
  });

  test("is needed in production for what is shown to many; pictures are put together anew and may pass", async () => {
    const teacher = await t.ctx(await createUser(t.sql, t.random, { roles: ["INSTRUCTOR"] }));
    env().UHS_ENV = "production";
    await expect(send("a.pdf", "application/pdf", pdf(), "resource", teacher)).rejects.toMatchObject({
      reason: "file.no_scanner",
    });
    const small = await photo("png", { width: 40, height: 40 });
    expect((await send("a.png", "image/png", small, "resource", teacher)).scan).toBe("SKIPPED");
    const server = await clamd();
    expect((await send("a.pdf", "application/pdf", pdf(), "resource", teacher)).scan).toBe("CLEAN");
    server.close();
  });

  test("without one the built-in still knows the test virus, across any two pieces", async () => {
    for (const before of [0, 262_100, 262_144, 400_000]) {
      const bytes = pdf(`${"x".repeat(before)}${eicar.toString()}`);
      await expect(send("a.pdf", "application/pdf", bytes)).rejects.toMatchObject({ reason: "file.infected" });
    }
  });
});

describe("what nobody needs any more", () => {
  test("goes: uploads not continued with their bytes, and bytes without an upload", async () => {
    const begin = () =>
      beginUpload(ctx, { name: "a.pdf", type: "application/pdf", size: 900, purpose: "portfolio", studentId: child });
    const put = (id: string) =>
      appendChunk(ctx, id, { offset: 0, length: 5, sha256: null, body: streamOf(Buffer.from("%PDF-")) });
    const [old, lost, fresh] = [await begin(), await begin(), await begin()];
    for (const { id } of [old, lost, fresh]) await put(id);
    await t.sql.query(`UPDATE "Upload" SET "expiresAt" = now() - interval '1 minute' WHERE id = $1`, [old.id]);
    await t.sql.query(`DELETE FROM "Upload" WHERE id = $1`, [lost.id]);
    const long = new Date(Date.now() - 7_200_000);
    for (const { id } of [lost, fresh]) await fs.utimes(incomingPath(id), long, long);
    expect(await pruneUploads()).toMatchObject({ uploads: 1, leftovers: 1 });
    expect(await Promise.all([old, lost, fresh].map(({ id }) => incomingSize(id)))).toEqual([0, 0, 5]);
  });
});

describe("a course that was sent and that nobody accepted", () => {
  test("goes after seven days with its bytes, and nothing else does", async () => {
    const teacher = await createUser(t.sql, t.random, { roles: ["INSTRUCTOR"] });
    const who = await t.ctx(teacher);
    const zip = zipSync({ "course.json": strToU8("{}") });
    const { id: fileId } = await send("course.zip", "application/zip", zip, "course-archive", who);
    const other = await send("a.png", "image/png", await photo("png"), "resource", who);
    const { createdAt, storageKey } = await rowOf(fileId);
    const daysOn = (days: number) => new Date(createdAt.getTime() + days * 86_400_000);
    expect(await forgetArchives(daysOn(7))).toBe(0);
    const api = await t.as(teacher);
    expect((await api.travel.preview({ fileId })).archive.id).toBe(fileId);
    expect(await forgetArchives(daysOn(7.01))).toBe(1);
    expect(await forgetArchives(daysOn(7.01))).toBe(0);
    await expect(api.travel.preview({ fileId })).rejects.toThrow("file.not_found");
    expect((await api.files.mine({})).files.map(({ id }) => id)).toEqual([other.id]);
    expect((await audited("files.archives_forgotten")).map(({ before }) => before)).toEqual([{ ids: [fileId] }]);
    const { rows } = await t.sql.query(`SELECT payload FROM "OutboxEvent" WHERE "dedupeKey" = $1`, [
      `files/bytes.orphaned:${fileId}`,
    ]);
    expect(rows).toEqual([{ payload: { keys: [storageKey] } }]);
    expect(await eraseBytes(rows[0].payload.keys)).toBe(1);
    expect(await keysOf()).not.toContain(storageKey);
  });
});

describe("a file sent for a course", () => {
  test("goes after a day when no course took it, no text shows it and no question asks about it", async () => {
    const { id: ownerId } = await createUser(t.sql, t.random, { roles: ["INSTRUCTOR"] });
    const file = (purpose = "course") => createStoredFile(t.sql, t.random, { ownerId, purpose });
    const [unused, beside, cover] = [await file(), await file(), await file()];
    const [told, asked, mine] = [await file(), await file(), await file("resource")];
    const { id: courseId } = await createCourse(t.sql, t.random, {
      ownerId,
      coverFileId: cover.id,
      coverAlt: "A plate",
    });
    const image = { type: "image", attrs: { fileId: told.id, alt: "An orange", width: 1, height: 1 } };
    await createLesson(t.sql, t.random, { courseId, body: { type: "doc", content: [image] } });
    const question = await createQuestion(t.sql, t.random, { ownerId });
    await insertRow(t.sql, "QuestionFile", { versionId: question.versionId, fileId: asked.id });
    await insertRow(t.sql, "CourseResource", {
      id: t.random.uuid(),
      courseId,
      fileId: beside.id,
      title: "Beside every lesson",
      addedById: ownerId,
    });
    const hoursOn = (hours: number) => new Date(new Date(unused.createdAt).getTime() + hours * 3_600_000);
    expect(await forgetUnused(hoursOn(24))).toBe(0);
    expect(await forgetUnused(hoursOn(24.1))).toBe(1);
    const { rows } = await t.sql.query(`SELECT id FROM "StoredFile" WHERE "ownerId" = $1`, [ownerId]);
    expect(rows.map(({ id }) => id).sort()).toEqual([beside, cover, told, asked, mine].map(({ id }) => id).sort());
    expect((await audited("files.unused_forgotten")).map(({ before }) => before)).toEqual([{ ids: [unused.id] }]);
    // The list is the job's alone.
    await t.asApp(ownerId, "INSTRUCTOR", async (query) => {
      expect(await query("SELECT app.unused_course_files(now())")).toEqual([]);
    });
  });
});

describe("the sweep", () => {
  test("finds facts without bytes, bytes without facts and bytes that changed, and names them", async () => {
    const pictures = await photo("jpeg", { width: 400, height: 300 });
    const [whole, missing, damaged, halved] = [
      await send("a.jpg", "image/jpeg", pictures),
      await send("b.jpg", "image/jpeg", pictures),
      await send("c.jpg", "image/jpeg", pictures),
      await send("d.jpg", "image/jpeg", pictures),
    ];
    await makeSmaller(whole.id);
    const fileOf = async (id: string) => path.join(folder, (await rowOf(id)).storageKey);
    await fs.rm(await fileOf(missing.id));
    const changed = await fileOf(damaged.id);
    const bytes = await fs.readFile(changed);
    bytes[200] = (bytes[200] ?? 0) ^ 1;
    await fs.writeFile(changed, bytes);
    await fs.truncate(await fileOf(halved.id), 100);
    const orphan = newStorageKey("work");
    const young = newStorageKey("work");
    await storage().put(orphan, Buffer.from("x"));
    await storage().put(young, Buffer.from("x"));
    const longAgo = new Date(Date.now() - 25 * 3_600_000);
    for (const key of [orphan, (await rowOf(whole.id)).storageKey])
      await fs.utimes(path.join(folder, key), longAgo, longAgo);

    const found = await sweepFiles();
    expect(found).toMatchObject({ facts: 4, orphans: 1, damaged: [damaged.id] });
    expect(found.missing.sort()).toEqual([missing.id, halved.id].sort());
    expect(await keysOf()).toContain(young);
    expect(await keysOf()).not.toContain(orphan);
    expect((await audited("files.swept"))[0].after).toMatchObject({ missing: 2, damaged: 1, orphans: 1 });
    expect((await audited("file.damaged")).map(({ subjectId }) => subjectId)).toContain(damaged.id);
    const { rows } = await t.sql.query(`SELECT detail FROM "Heartbeat" WHERE part = 'files-sweep'`);
    expect(rows).toEqual([{ detail: { orphans: 1, missing: 2, damaged: 1 } }]);
    expect((await rowOf(whole.id)).verifiedAt).toEqual(expect.any(Date));
  });

  test("and the job that erases never touch bytes that a fact names", async () => {
    const file = await send("a.jpg", "image/jpeg", await photo("jpeg"));
    await makeSmaller(file.id);
    const keys = await keysOf();
    expect(await eraseBytes(keys)).toBe(0);
    await sweepFiles({ orphanAge: 0 });
    expect(await keysOf()).toEqual(keys);
  });
});

describe("with S3", () => {
  let sandbox: S3Sandbox;
  beforeAll(async () => {
    sandbox = s3Sandbox({ KEY: "secret" });
    await new Promise<void>((resolve) => sandbox.server.listen(0, "127.0.0.1", resolve));
    Object.assign(env(), {
      S3_ENDPOINT: `http://127.0.0.1:${(sandbox.server.address() as AddressInfo).port}`,
      S3_BUCKET: "school",
      S3_ACCESS_KEY_ID: "KEY",
      S3_SECRET_ACCESS_KEY: "secret",
    });
  });
  afterAll(() => {
    Object.assign(env(), { S3_ENDPOINT: undefined, S3_BUCKET: undefined });
    sandbox.server.closeAllConnections();
    sandbox.server.close();
  });

  test("all of it holds: sent, made smaller, swept, removed", async () => {
    const file = await send("a.jpg", "image/jpeg", await photo("jpeg"));
    expect(await makeSmaller(file.id)).toBe(2);
    expect(sandbox.objects.size).toBe(3);
    expect(await fs.readdir(path.join(folder, "incoming"))).toEqual([]);
    expect(await sweepFiles()).toMatchObject({ objects: 3, facts: 1, missing: [], damaged: [] });
    const { rows } = await t.sql.query(`SELECT "storageKey" FROM "StoredFile" WHERE id = $1`, [file.id]);
    sandbox.objects.delete(rows[0].storageKey);
    expect((await sweepFiles()).missing).toEqual([file.id]);
    await removeFile(ctx, { id: file.id });
    await eraseBytes(await keysOf());
    expect(sandbox.objects.size).toBe(0);
  });

  test("a store that is away loses nothing: the upload is finished when it is back", async () => {
    const bytes = pdf();
    const { id } = await beginUpload(ctx, {
      name: "a.pdf",
      type: "application/pdf",
      size: bytes.length,
      purpose: "portfolio",
      studentId: child,
    });
    sandbox.failNext = 50;
    const body = () => ({ sha256: null, body: streamOf(bytes) });
    await expect(appendChunk(ctx, id, { offset: 0, length: bytes.length, ...body() })).rejects.toThrow("S3 put: 503");
    sandbox.failNext = 0;
    expect((await t.sql.query(`SELECT 1 FROM "StoredFile" WHERE "ownerId" = $1`, [ctx.actor.userId])).rows).toEqual([]);
    const { file } = await appendChunk(ctx, id, { offset: bytes.length, length: 0, sha256: null, body: null });
    expect(file?.sha256).toBe(createHash("sha256").update(bytes).digest("hex"));
  });
});
