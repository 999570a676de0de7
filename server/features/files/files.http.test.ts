import { createHash, randomUUID } from "node:crypto";
import fs from "node:fs/promises";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from "vitest";
import * as fileRoute from "@/app/api/files/[id]/route";
import * as uploadRoute from "@/app/api/files/uploads/[id]/route";
import * as uploadsRoute from "@/app/api/files/uploads/route";
import type { Role } from "@/lib/roles";
import { env } from "@/server/platform/env";
import { incomingPath, incomingSize } from "@/server/platform/storage/incoming";
import { createConsent } from "@/tests/factories/consent";
import { createGuardianship, createHousehold, createTeaching } from "@/tests/factories/families";
import { createMembership, createUser } from "@/tests/factories/identity";
import { type TestDatabase, testDatabase } from "@/tests/harness/db";
import { bomb, eicar, film, pdf, photo, tellsPlace, wav } from "@/tests/harness/files";
import { cookieOf, type Site, serveRoutes } from "@/tests/harness/http";
import { linkFor } from "./files.link.service";
import { MAX_CHUNK_BYTES } from "./files.schema";
import { followLink, readBytes } from "./files.service";

let t: TestDatabase;
let site: Site;
let folder: string;
beforeAll(async () => {
  t = await testDatabase();
  folder = await fs.mkdtemp(path.join(os.tmpdir(), "uhs-files-"));
  env().STORAGE_DIR = folder;
  site = await serveRoutes({
    "/api/files/uploads": uploadsRoute,
    "/api/files/uploads/[id]": uploadRoute,
    "/api/files/[id]": fileRoute,
  });
});
afterAll(async () => {
  await site.close();
  await t.close();
  await fs.rm(folder, { recursive: true, force: true });
});

class Person {
  constructor(
    readonly id: string,
    readonly role: Role,
    readonly cookie: string,
  ) {}
  ask(method: string, route: string, body?: BodyInit | null, headers: Record<string, string> = {}) {
    return fetch(`${site.url}${route}`, {
      method,
      headers: { cookie: this.cookie, origin: new URL(env().APP_URL).origin, ...headers },
      body: body ?? null,
    });
  }
  async begin(given: Record<string, unknown>) {
    const response = await this.ask("POST", "/api/files/uploads", JSON.stringify(given), {
      "content-type": "application/json",
    });
    return { status: response.status, ...(await response.json()) };
  }
  patch(id: string, offset: number, bytes: Uint8Array, headers: Record<string, string> = {}) {
    return this.ask("PATCH", `/api/files/uploads/${id}`, bytes as Uint8Array<ArrayBuffer>, {
      "upload-offset": String(offset),
      ...headers,
    });
  }
  /** Sends a whole file; gives the last answer. */
  async send(name: string, type: string, bytes: Uint8Array, more: Record<string, unknown> = {}) {
    const begun = await this.begin({ name, type, size: bytes.length, purpose: "portfolio", studentId: child, ...more });
    if (!begun.id) return begun;
    const response = await this.patch(begun.id, 0, bytes);
    return { status: response.status, uploadId: begun.id, ...(await response.json()) };
  }
  async link(fileId: string, show: "attachment" | "inline" = "attachment") {
    const api = await t.as({ user: this.id, role: this.role });
    return (await api.files.link({ id: fileId, show })).url;
  }
}
async function person(role: Role, id?: string): Promise<Person> {
  const who = id ?? (await createUser(t.sql, t.random, { roles: [role] })).id;
  return new Person(who, role, await cookieOf(t, who, role));
}

let child: string;
let mother: Person;
let stranger: Person;
let strangersChild: string;
beforeEach(async () => {
  const home = await createHousehold(t.sql, t.random, { children: 1 });
  const other = await createHousehold(t.sql, t.random, { children: 1 });
  child = home.students[0]?.id ?? "";
  strangersChild = other.students[0]?.id ?? "";
  mother = await person("PARENT", home.parent.id);
  stranger = await person("PARENT", other.parent.id);
});
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const rowOf = async (id: string) => (await t.sql.query(`SELECT * FROM "StoredFile" WHERE id = $1`, [id])).rows[0];

describe("an upload", () => {
  test("that breaks off goes on where it stopped, and is the same to the last bit", async () => {
    const bytes = wav(700_000);
    const begun = await mother.begin({
      name: "reading.wav",
      type: "audio/wav",
      size: bytes.length,
      purpose: "portfolio",
      studentId: child,
    });
    expect(begun).toMatchObject({ status: 201, received: 0, chunk: MAX_CHUNK_BYTES });
    // A line that dies after 150 kB of the 500 kB it announced.
    const request = http.request(`${site.url}/api/files/uploads/${begun.id}`, {
      method: "PATCH",
      headers: {
        cookie: mother.cookie,
        origin: new URL(env().APP_URL).origin,
        "upload-offset": "0",
        "content-length": "500000",
      },
    });
    request.on("error", () => undefined);
    request.write(bytes.subarray(0, 150_000));
    await expect.poll(() => incomingSize(begun.id), { timeout: 10_000 }).toBe(150_000);
    request.destroy();
    await expect.poll(async () => Number((await uploadRow(begun.id)).received), { timeout: 15_000 }).toBe(150_000);
    const head = await mother.ask("HEAD", `/api/files/uploads/${begun.id}`);
    const offset = Number(head.headers.get("upload-offset"));
    expect(offset).toBe(150_000);
    const last = await mother.patch(begun.id, offset, bytes.subarray(offset));
    expect(last.status).toBe(200);
    const { file } = await last.json();
    expect(file).toMatchObject({ name: "reading.wav", mime: "audio/wav", size: bytes.length, sha256: sha256(bytes) });
    const got = await mother.ask("GET", await mother.link(file.id));
    expect(sha256(new Uint8Array(await got.arrayBuffer()))).toBe(sha256(bytes));
    await expect((await mother.ask("GET", `/api/files/uploads/${begun.id}`)).json()).resolves.toMatchObject({
      state: "DONE",
      fileId: file.id,
    });
    await expect(fs.stat(incomingPath(begun.id))).rejects.toThrow();
  });

  test("sent twice at the same place at once is written once", async () => {
    const bytes = wav(400_000);
    const begun = await mother.begin({
      name: "a.wav",
      type: "audio/wav",
      size: bytes.length,
      purpose: "portfolio",
      studentId: child,
    });
    const other = Buffer.alloc(200_000, 7);
    const answers = await Promise.all([
      mother.patch(begun.id, 0, bytes.subarray(0, 200_000)),
      mother.patch(begun.id, 0, other),
      mother.patch(begun.id, 0, other),
    ]);
    const won = answers.findIndex(({ status }) => status === 200);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    const kept = await fs.readFile(incomingPath(begun.id));
    expect(kept.equals(won === 0 ? bytes.subarray(0, 200_000) : other)).toBe(true);
    expect((await mother.patch(begun.id, 100, bytes.subarray(100))).status).toBe(409);
  });

  test("held by a request that died is free again when its time is over, and what it wrote behind the mark is cut off", async () => {
    const bytes = wav(2000);
    const begun = await mother.begin({
      name: "a.wav",
      type: "audio/wav",
      size: 2000,
      purpose: "portfolio",
      studentId: child,
    });
    await mother.patch(begun.id, 0, bytes.subarray(0, 500));
    await fs.appendFile(incomingPath(begun.id), Buffer.alloc(300, 9));
    const hold = (until: string) =>
      t.sql.query(`UPDATE "Upload" SET holder = $1, "heldUntil" = now() + $2::interval WHERE id = $3`, [
        randomUUID(),
        until,
        begun.id,
      ]);
    await hold("1 minute");
    expect((await mother.patch(begun.id, 500, bytes.subarray(500))).status).toBe(409);
    await hold("-1 second");
    const { file } = await (await mother.patch(begun.id, 500, bytes.subarray(500))).json();
    expect(file.sha256).toBe(sha256(bytes));
  });

  test("whose bytes are on another machine begins again", async () => {
    const bytes = wav(2000);
    const begun = await mother.begin({
      name: "a.wav",
      type: "audio/wav",
      size: 2000,
      purpose: "portfolio",
      studentId: child,
    });
    await mother.patch(begun.id, 0, bytes.subarray(0, 900));
    await fs.rm(incomingPath(begun.id));
    expect((await mother.patch(begun.id, 900, bytes.subarray(900))).status).toBe(409);
    const head = await mother.ask("HEAD", `/api/files/uploads/${begun.id}`);
    expect(head.headers.get("upload-offset")).toBe("0");
    expect((await (await mother.patch(begun.id, 0, bytes)).json()).file.sha256).toBe(sha256(bytes));
  });

  test("with a damaged part keeps nothing of that part", async () => {
    const bytes = wav(2000);
    const begun = await mother.begin({
      name: "a.wav",
      type: "audio/wav",
      size: 2000,
      purpose: "portfolio",
      studentId: child,
    });
    const right = createHash("sha256").update(bytes.subarray(0, 1000)).digest("base64");
    const damaged = Buffer.from(bytes.subarray(0, 1000));
    damaged[500] = (damaged[500] ?? 0) ^ 1;
    const answer = await mother.patch(begun.id, 0, damaged, { "upload-sha256": right });
    expect([answer.status, (await answer.json()).error.reason]).toEqual([400, "file.chunk_damaged"]);
    expect(await incomingSize(begun.id)).toBe(0);
    expect((await mother.patch(begun.id, 0, bytes.subarray(0, 1000), { "upload-sha256": right })).status).toBe(200);
  });

  test("is too large before a byte is taken: by its word, by its length, by what comes", async () => {
    const claim = { name: "a.jpg", type: "image/jpeg", purpose: "child-photo", studentId: child };
    const said = await mother.begin({ ...claim, size: 16 * 1024 * 1024 });
    expect([said.status, said.error.reason, said.error.message]).toEqual([
      413,
      "file.too_large",
      expect.stringContaining("15 MB"),
    ]);
    const begun = await mother.begin({ ...claim, size: 1000 });
    expect((await mother.patch(begun.id, 0, Buffer.alloc(1001))).status).toBe(413);
    const big = await mother.begin({ ...claim, size: 12 * 1024 * 1024 });
    expect((await mother.patch(big.id, 0, Buffer.alloc(MAX_CHUNK_BYTES + 1))).status).toBe(413);
    // No length at all: nothing bounds it, so it is not begun.
    const endless = await fetch(`${site.url}/api/files/uploads/${big.id}`, {
      method: "PATCH",
      headers: { cookie: mother.cookie, origin: new URL(env().APP_URL).origin, "upload-offset": "0" },
      body: new Blob([Buffer.alloc(5000)]).stream(),
      duplex: "half",
    } as RequestInit);
    expect(endless.status).toBe(413);
    expect([await incomingSize(begun.id), await incomingSize(big.id)]).toEqual([0, 0]);
  });

  test("belongs to one person: others find nothing, neither to read, to write nor to end", async () => {
    const begun = await mother.begin({
      name: "a.wav",
      type: "audio/wav",
      size: 2000,
      purpose: "portfolio",
      studentId: child,
    });
    const route = `/api/files/uploads/${begun.id}`;
    for (const [method, body] of [["HEAD"], ["GET"], ["PATCH", "x"]] as const)
      expect([method, (await stranger.ask(method, route, body ?? null, { "upload-offset": "0" })).status]).toEqual([
        method,
        404,
      ]);
    expect((await stranger.ask("DELETE", route)).status).toBe(204);
    expect((await mother.ask("HEAD", route)).status).toBe(200);
    expect((await fetch(`${site.url}${route}`)).status).toBe(401);
    expect((await mother.ask("DELETE", route, null, { origin: "https://evil.example" })).status).toBe(403);
    expect(
      (await mother.ask("PATCH", route, "x", { "sec-fetch-site": "cross-site", "upload-offset": "0" })).status,
    ).toBe(403);
    expect((await mother.ask("DELETE", route)).status).toBe(204);
    expect((await mother.ask("HEAD", route)).status).toBe(404);
  });

  test("is for a child one belongs to, for a purpose one's role has", async () => {
    const claim = { name: "a.jpg", type: "image/jpeg", size: 10, purpose: "portfolio" };
    expect((await mother.begin({ ...claim, studentId: strangersChild })).status).toBe(404);
    expect((await mother.begin({ ...claim, studentId: randomUUID() })).status).toBe(404);
    expect((await mother.begin(claim)).status).toBe(400);
    expect((await mother.begin({ ...claim, purpose: "resource" })).status).toBe(403);
    expect((await mother.begin({ ...claim, purpose: "profile-photo" })).status).toBe(400);
    expect((await mother.begin({ ...claim, studentId: child, ownerId: stranger.id })).status).toBe(400);
    const sponsor = await person("PARTNER");
    expect((await sponsor.begin({ ...claim, studentId: child })).status).toBe(403);
  });

  test("ends with the guardianship: what was on its way is not stored", async () => {
    const bytes = wav(2000);
    const begun = await mother.begin({
      name: "a.wav",
      type: "audio/wav",
      size: 2000,
      purpose: "portfolio",
      studentId: child,
    });
    await mother.patch(begun.id, 0, bytes.subarray(0, 900));
    await t.sql.query(`UPDATE "Guardianship" SET "endedAt" = now() WHERE "guardianId" = $1`, [mother.id]);
    expect((await mother.patch(begun.id, 900, bytes.subarray(900))).status).toBe(404);
    const { rows } = await t.sql.query(`SELECT id FROM "StoredFile" WHERE "ownerId" = $1`, [mother.id]);
    expect(rows).toEqual([]);
  });

  test("finds no room beyond the quota, and not too many at once", async () => {
    const claim = { name: "a.wav", type: "audio/wav", size: 1000, purpose: "portfolio", studentId: child };
    const insert = (size: number) =>
      t.sql.query(
        `INSERT INTO "StoredFile" (id, "ownerId", "studentId", purpose, name, sha256, size, mime, "storageKey", scan)
         VALUES (gen_random_uuid(), $1, $2, 'work', 'x', 'x', $3, 'audio/wav', gen_random_uuid()::text, 'CLEAN')`,
        [mother.id, child, size],
      );
    await insert(2 * 1024 ** 3 - 1500);
    expect((await mother.begin(claim)).status).toBe(201);
    const full = await mother.begin(claim);
    expect([full.status, full.error.reason]).toEqual([413, "file.quota"]);
    await Promise.all(Array.from({ length: 25 }, () => stranger.begin({ ...claim, studentId: strangersChild })));
    const { rows } = await t.sql.query(`SELECT count(*)::int AS n FROM "Upload" WHERE "ownerId" = $1`, [stranger.id]);
    expect(rows[0].n).toBe(20);
  });
});

const uploadRow = async (id: string) => (await t.sql.query(`SELECT * FROM "Upload" WHERE id = $1`, [id])).rows[0];

describe("what is in it", () => {
  test("decides: a name that lies, a bomb, a virus are refused, in words, logged, and nothing is kept", async () => {
    const docxType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    for (const [reason, name, type, bytes] of [
      ["file.disagrees", "a.jpg", "image/jpeg", pdf()],
      ["file.bomb", "a.docx", docxType, bomb()],
      ["file.damaged", "a.pdf", "application/pdf", Buffer.from("%PDF-1.7 no end")],
      ["file.infected", "a.wav", "audio/wav", Buffer.concat([wav(300_000), eicar, wav(100)])],
    ] as const) {
      const answer = await mother.send(name, type, bytes);
      expect(answer.error).toMatchObject({ reason, fields: { file: expect.stringMatching(/\w{3}/) } });
      const { rows } = await t.sql.query(
        `SELECT after FROM "AuditEvent" WHERE "subjectId" = $1 AND outcome = 'DENIED'`,
        [answer.uploadId],
      );
      expect(rows).toMatchObject([{ after: { reason } }]);
      expect(await incomingSize(answer.uploadId)).toBe(0);
      expect(await (await mother.ask("GET", `/api/files/uploads/${answer.uploadId}`)).json()).toMatchObject({
        state: "REFUSED",
        reason,
      });
    }
    expect((await t.sql.query(`SELECT id FROM "StoredFile" WHERE "ownerId" = $1`, [mother.id])).rows).toEqual([]);
  });

  it.each([
    ["page.html", "text/html"],
    ["drawing.svg", "image/svg+xml"],
    ["drawing.svg", "image/png"],
    ["photo.png.exe", "image/png"],
    ["photo.jpg", "text/html"],
    ["photo.png\0.html", "image/png"],
  ])("%j as %s is refused by its claim", async (name, type) => {
    const answer = await mother.begin({ name, type, size: 10, purpose: "portfolio", studentId: child });
    expect([answer.status, answer.error.reason]).toEqual([400, "file.kind"]);
  });

  it.each([
    ["../../../../etc/passwd.png", "passwd.png"],
    ["..\\..\\windows\\photo.png", "photo.png"],
    ["a\0b\r\nSet-Cookie: x=1.png", "abSet-Cookie_ x=1.png"],
    ["run.exe.png", "run.exe.png"],
    ["\u202egnp.exe.png", "gnp.exe.png"],
    ["...photo.png", "photo.png"],
    ['"><script>.png', "__ _script_.png"],
  ])("a file called %j is stored under a random name", async (name, shown) => {
    const { file } = await mother.send(name, "image/png", await photo("png", { width: 40, height: 40 }));
    expect(file.name).toBe(shown.replace("__ _script_", "___script_"));
    const row = await rowOf(file.id);
    expect(row.storageKey).toMatch(/^portfolio\/[0-9a-f]{2}\/[0-9a-f]{48}$/);
    const got = await mother.ask("GET", await mother.link(file.id));
    expect(got.headers.get("set-cookie")).toBeNull();
    expect(got.headers.get("content-disposition")).toMatch(
      /^attachment; filename="[^"\\]+"; filename\*=UTF-8''[\w.%~-]+$/,
    );
  });

  test("of a child's photo keeps no place, whatever its format; of a film neither", async () => {
    for (const [type, name] of [
      ["jpeg", "a.jpg"],
      ["png", "a.png"],
      ["webp", "a.webp"],
    ] as const) {
      const { file } = await mother.send(name, `image/${type}`, await photo(type), { purpose: "child-photo" });
      const got = await mother.ask("GET", await mother.link(file.id));
      expect(await tellsPlace(new Uint8Array(await got.arrayBuffer()))).toEqual([]);
    }
    const { file } = await mother.send("a.mp4", "video/mp4", film());
    const got = Buffer.from(await (await mother.ask("GET", await mother.link(file.id))).arrayBuffer());
    expect(got.includes("036.8219")).toBe(false);
  });
});

describe("a link", () => {
  test("gives the bytes as a download that runs nothing, in parts, and again only when asked", async () => {
    const { file } = await mother.send("zuri reads.pdf", "application/pdf", pdf());
    const url = await mother.link(file.id);
    const got = await mother.ask("GET", url);
    expect(got.status).toBe(200);
    expect(Object.fromEntries(got.headers)).toMatchObject({
      "content-type": "application/pdf",
      "content-disposition": `attachment; filename="zuri reads.pdf"; filename*=UTF-8''zuri%20reads.pdf`,
      "x-content-type-options": "nosniff",
      "content-security-policy": "sandbox; default-src 'none'",
      "cross-origin-resource-policy": "same-site",
      "cache-control": "private, no-cache",
      "accept-ranges": "bytes",
    });
    const whole = Buffer.from(await got.arrayBuffer());
    const part = await mother.ask("GET", url, null, { range: "bytes=5-9" });
    expect([part.status, part.headers.get("content-range"), await part.text()]).toEqual([
      206,
      `bytes 5-9/${whole.length}`,
      whole.subarray(5, 10).toString("latin1"),
    ]);
    expect((await mother.ask("GET", url, null, { range: `bytes=${whole.length}-` })).status).toBe(416);
    const etag = got.headers.get("etag") ?? "";
    expect((await mother.ask("GET", url, null, { "if-none-match": etag })).status).toBe(304);
    const changed = await mother.ask("GET", url, null, { range: "bytes=5-9", "if-range": '"other"' });
    expect(changed.status).toBe(200);
    const head = await mother.ask("HEAD", url);
    expect([head.status, head.headers.get("content-length")]).toEqual([200, String(whole.length)]);
  });

  test("shows inline only what is harmless there", async () => {
    const { file } = await mother.send("a.png", "image/png", await photo("png", { width: 40, height: 40 }));
    const shown = await mother.ask("GET", await mother.link(file.id, "inline"));
    expect(shown.headers.get("content-disposition")).toMatch(/^inline/);
    for (const mime of ["image/svg+xml", "text/html", "text/csv", "application/xhtml+xml", "text/xml"]) {
      await t.sql.query(`UPDATE "StoredFile" SET mime = $1 WHERE id = $2`, [mime, file.id]);
      const got = await mother.ask("GET", await mother.link(file.id, "inline"));
      expect([mime, got.headers.get("content-disposition")]).toEqual([mime, expect.stringMatching(/^attachment/)]);
    }
  });

  test("altered, expired, made to last, or somebody else's is no link, and the attempt is written down", async () => {
    const { file } = await mother.send("a.pdf", "application/pdf", pdf());
    const { file: other } = await stranger.send("a.pdf", "application/pdf", pdf(), { studentId: strangersChild });
    const url = await mother.link(file.id);
    const later = (seconds: number, who = mother) =>
      t.ctx({ user: who.id, role: who.role }, { now: new Date(Date.now() + seconds * 1000) });
    const father = await person("PARENT");
    await createGuardianship(t.sql, t.random, { guardianId: father.id, studentId: child });
    const attempts: [string, Person, string][] = [
      ["somebody's who may see the file, but by a link of their own", father, url],
      ["another person's session", stranger, url],
      ["the person rewritten", stranger, url.replace(mother.id, stranger.id)],
      ["the file rewritten", mother, url.replace(file.id, other.id)],
      ["shown in another way", mother, url.replace("show=attachment", "show=inline")],
      ["in another size", mother, url.replace("size=whole", "size=w320")],
      ["later", mother, url.replace(/until=(\d+)/, (_all, until) => `until=${Number(until) + 60}`)],
      ["without a signature", mother, url.replace(/sig=[^&]+/, "sig=")],
      ["expired", mother, linkFor(await later(-301), file.id)],
      ["good for an hour", mother, linkFor(await later(3600), file.id)],
      ["another family's file, signed for oneself", mother, linkFor(await later(0), other.id)],
      ["a file that is not", mother, linkFor(await later(0), randomUUID())],
    ];
    for (const [what, who, address] of attempts) {
      const got = await who.ask("GET", address);
      expect([what, got.status, await got.text()]).toEqual([what, 404, ""]);
    }
    expect((await fetch(`${site.url}${url}`)).status).toBe(404);
    expect((await mother.ask("GET", url)).status).toBe(200);
    const { rows } = await t.sql.query(
      `SELECT count(*)::int AS n FROM "AuditEvent" WHERE action = 'file.not_found' AND outcome = 'DENIED' AND "actorId" = ANY($1)`,
      [[mother.id, stranger.id, father.id]],
    );
    expect(rows[0].n).toBe(attempts.length);
  });

  test("opens nothing that has not been looked into, or was found infected", async () => {
    const { file } = await mother.send("a.pdf", "application/pdf", pdf());
    const url = await mother.link(file.id);
    for (const scan of ["PENDING", "INFECTED"]) {
      await t.sql.query(`UPDATE "StoredFile" SET scan = $1::"ScanState" WHERE id = $2`, [scan, file.id]);
      expect([scan, (await mother.ask("GET", url)).status]).toEqual([scan, 404]);
      await expect(mother.link(file.id)).rejects.toThrow(/being_checked|not_found/);
    }
  });
});

describe("who reads a child's file", () => {
  const reads = async (who: Person, id: string) => {
    const address = linkFor(await t.ctx({ user: who.id, role: who.role }), id);
    return (await who.ask("GET", address)).status;
  };

  test("family, child, class; a sponsor with consent; nobody else", async () => {
    const account = await createUser(t.sql, t.random, { roles: ["STUDENT"] });
    await t.sql.query(`UPDATE "Student" SET "userId" = $1 WHERE id = $2`, [account.id, child]);
    const father = await person("PARENT");
    await createGuardianship(t.sql, t.random, { guardianId: father.id, studentId: child });
    const teacher = await person(
      "INSTRUCTOR",
      (await createTeaching(t.sql, t.random, { studentId: child })).instructorId,
    );
    const member = await createMembership(t.sql, t.random, { role: "OWNER" });
    const sponsor = await person("PARTNER", member.userId);
    const zuri = await person("STUDENT", account.id);
    const ids: Record<string, string> = {};
    for (const purpose of ["portfolio", "child-photo", "document"]) {
      const { file } = await mother.send("a.jpg", "image/jpeg", await photo("jpeg", { width: 50, height: 50 }), {
        purpose,
      });
      ids[purpose] = file.id;
    }
    const seen = async (who: Person) =>
      (
        await Promise.all(Object.entries(ids).map(async ([name, id]) => ((await reads(who, id)) === 200 ? name : "")))
      ).filter(Boolean);
    expect(await seen(mother)).toEqual(["portfolio", "child-photo", "document"]);
    expect(await seen(father)).toEqual(["portfolio", "child-photo", "document"]);
    expect(await seen(zuri)).toEqual(["portfolio", "child-photo", "document"]);
    // A class works with evidence; a picture of the child needs the family's word.
    expect(await seen(teacher)).toEqual(["portfolio"]);
    for (const nobody of [stranger, sponsor, await person("STAFF"), await person("ADMIN"), await person("INSTRUCTOR")])
      expect([nobody.role, await seen(nobody)]).toEqual([nobody.role, []]);
    for (const dataType of ["PHOTO", "PORTFOLIO"] as const) {
      const shared = { studentId: child, grantedById: mother.id, dataType };
      await createConsent(t.sql, t.random, { ...shared, recipientType: "PARTNER", recipientId: member.organizationId });
      if (dataType === "PHOTO")
        await createConsent(t.sql, t.random, { ...shared, recipientType: "INSTRUCTOR", recipientId: teacher.id });
    }
    expect(await seen(teacher)).toEqual(["portfolio", "child-photo"]);
    expect(await seen(sponsor)).toEqual(["portfolio", "child-photo"]);
    // An outsider's reading is written down, where the family finds it.
    const { rows } = await t.sql.query(
      `SELECT "subjectId" FROM "AuditEvent" WHERE action = 'file.read' AND "studentId" = $1 AND "actorId" = $2`,
      [child, sponsor.id],
    );
    expect(rows.map(({ subjectId }) => subjectId).sort()).toEqual([ids.portfolio, ids["child-photo"]].sort());
  });

  test("consent withdrawn, or guardianship ended, between two parts of a film stops it, with the link still good", async () => {
    const member = await createMembership(t.sql, t.random, { role: "OWNER" });
    const sponsor = await person("PARTNER", member.userId);
    const consent = await createConsent(t.sql, t.random, {
      studentId: child,
      grantedById: mother.id,
      dataType: "PORTFOLIO",
      recipientType: "PARTNER",
      recipientId: member.organizationId,
    });
    const { file } = await mother.send("a.wav", "audio/wav", wav(100_000));
    const url = await sponsor.link(file.id, "inline");
    const own = await mother.link(file.id, "inline");
    const part = (who: Person, address: string, from: number) =>
      who.ask("GET", address, null, { range: `bytes=${from}-${from + 999}` }).then(({ status }) => status);
    expect(await part(sponsor, url, 0)).toBe(206);
    await t.sql.query(`UPDATE "ConsentRecord" SET "supersededAt" = now() WHERE id = $1`, [consent.id]);
    expect(await part(sponsor, url, 1000)).toBe(404);
    expect(await part(mother, own, 0)).toBe(206);
    await t.sql.query(`UPDATE "Guardianship" SET "endedAt" = now() WHERE "guardianId" = $1`, [mother.id]);
    expect(await part(mother, own, 1000)).toBe(404);
  });

  test("consent withdrawn in the middle of one long answer ends it", async () => {
    const member = await createMembership(t.sql, t.random, { role: "OWNER" });
    const consent = await createConsent(t.sql, t.random, {
      studentId: child,
      grantedById: mother.id,
      dataType: "PORTFOLIO",
      recipientType: "PARTNER",
      recipientId: member.organizationId,
    });
    const { file } = await mother.send("a.wav", "audio/wav", wav(4_000_000));
    const ctx = await t.ctx({ user: member.userId, role: "PARTNER" });
    const until = Math.floor(Date.now() / 1000) + 60;
    const link = { fileId: file.id, show: "inline", size: "whole", personId: member.userId, until } as const;
    const body = await readBytes(ctx, await followLink(ctx, file.id, link), { from: 0, to: 3_999_999 });
    const reader = body?.getReader() ?? expect.fail("no body");
    expect((await reader.read()).done).toBe(false);
    await t.sql.query(`UPDATE "ConsentRecord" SET "supersededAt" = now() WHERE id = $1`, [consent.id]);
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    const rest = async () => {
      for (let read = 0; ; read += 1) if ((await reader.read()).done) return read;
    };
    await expect(rest()).rejects.toThrow("The right to read has ended");
  });

  test("row-level security alone refuses, with all of our code taken away", async () => {
    const { file } = await mother.send("a.pdf", "application/pdf", pdf());
    const begun = await mother.begin({
      name: "b.pdf",
      type: "application/pdf",
      size: 9,
      purpose: "portfolio",
      studentId: child,
    });
    for (const [who, role, expected] of [
      [mother.id, "PARENT", 1],
      [stranger.id, "PARENT", 0],
      [(await person("ADMIN")).id, "ADMIN", 0],
      [(await person("STAFF")).id, "STAFF", 0],
    ] as const)
      await t.asApp(who, role, async (query) => {
        expect((await query(`SELECT 1 FROM "StoredFile" WHERE id = $1`, [file.id])).length).toBe(expected);
        expect((await query(`SELECT 1 FROM "Upload" WHERE id = $1`, [begun.id])).length).toBe(expected);
        expect(
          (await query(`UPDATE "StoredFile" SET scan = 'CLEAN' WHERE id = $1 RETURNING id`, [file.id])).length,
        ).toBe(0);
      });
  });
});

describe("the procedures", () => {
  test("list one's own files and remove them; another's are not found", async () => {
    const { file } = await mother.send("a.pdf", "application/pdf", pdf());
    const api = await t.as({ user: mother.id, role: "PARENT" });
    const theirs = await t.as({ user: stranger.id, role: "PARENT" });
    expect((await api.files.mine({})).files).toMatchObject([{ id: file.id, name: "a.pdf", scan: "SKIPPED" }]);
    expect((await theirs.files.mine({})).files).toEqual([]);
    await expect(theirs.files.remove({ id: file.id })).rejects.toThrow("file.not_found");
    await expect(theirs.files.link({ id: file.id })).rejects.toThrow("file.not_found");
    const father = await person("PARENT");
    await createGuardianship(t.sql, t.random, { guardianId: father.id, studentId: child });
    await expect((await t.as({ user: father.id, role: "PARENT" })).files.remove({ id: file.id })).rejects.toThrow(
      "file.not_found",
    );
    expect(await api.files.remove({ id: file.id })).toEqual({ removed: true });
    await expect(api.files.link({ id: file.id })).rejects.toThrow("file.not_found");
    const { rows } = await t.sql.query(`SELECT payload FROM "OutboxEvent" WHERE "dedupeKey" = $1`, [
      `files/bytes.orphaned:${file.id}`,
    ]);
    expect(rows).toMatchObject([{ payload: { keys: [expect.stringMatching(/^portfolio\//)] } }]);
  });
});
