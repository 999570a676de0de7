import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { claimedTypes } from "@/lib/file-types";
import { tooManyPixels } from "@/server/features/files/files.domain";
import { bomb, docx, film, lyingBomb, type PictureType, pdf, photo, tellsPlace } from "@/tests/harness/files";
import { inspectFile } from "./inspect";
import { makeVariants } from "./variants";
import { inspectZip } from "./zip";

let folder: string;
beforeAll(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), "uhs-media-"));
});
afterAll(() => fs.rm(folder, { recursive: true }));

const declaredOf: Record<string, string> = {
  jpg: "image/jpeg",
  png: "image/png",
  webp: "image/webp",
  pdf: "application/pdf",
  mp4: "video/mp4",
  mp3: "audio/mpeg",
  csv: "text/csv",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
};
let number = 0;
async function inspect(name: string, bytes: Uint8Array) {
  number += 1;
  const file = path.join(folder, `${number}`);
  await fs.writeFile(file, bytes);
  const claimed = claimedTypes(name, declaredOf[name.split(".").at(-1) ?? ""] ?? "");
  expect(claimed.length).toBeGreaterThan(0);
  const found = await inspectFile(file, `${file}.clean`, { claimed, tooManyPixels });
  return { ...found, bytes: "fault" in found ? null : await fs.readFile(found.path) };
}

describe("place and person", () => {
  it.each<[PictureType, string]>([
    ["jpeg", "a.jpg"],
    ["png", "a.png"],
    ["webp", "a.webp"],
  ])("leave a %s, and the picture stays", async (type, name) => {
    const taken = await photo(type);
    expect(await tellsPlace(taken)).not.toEqual([]);
    const { bytes, ...found } = await inspect(name, taken);
    expect(found).toMatchObject({ mime: `image/${type}`, width: 1200, height: 900 });
    expect(await tellsPlace(bytes ?? Buffer.alloc(0))).toEqual([]);
    const [before, after] = await Promise.all([taken, bytes ?? taken].map((each) => sharp(each).raw().toBuffer()));
    expect(after?.equals(before ?? Buffer.alloc(0))).toBe(true);
    for (const { bytes: small } of await makeVariants(bytes ?? taken, 50e6))
      expect(await tellsPlace(small)).toEqual([]);
  });

  test("leave a film, and no byte of it moves", async () => {
    const taken = film();
    const { bytes } = await inspect("a.mp4", taken);
    expect(bytes?.length).toBe(taken.length);
    expect(bytes?.includes("036.8219")).toBe(false);
    expect(bytes?.includes("location")).toBe(false);
    expect(bytes?.includes("pictures")).toBe(true);
  });

  test("a picture stands upright and small in its copies", async () => {
    const lying = await sharp(await photo("jpeg"))
      .withMetadata({ orientation: 6 })
      .toBuffer();
    const { bytes } = await inspect("a.jpg", lying);
    const made = await makeVariants(bytes ?? lying, 50e6);
    expect(made.map(({ name, width, height }) => [name, width, height])).toEqual([["w320", 320, 427]]);
    expect((await makeVariants(await photo("webp", { width: 300, height: 10 }), 50e6)).length).toBe(0);
  });
});

describe("name, declared type and bytes agree", () => {
  test("or it is refused", async () => {
    const png = await photo("png", { width: 40, height: 40 });
    expect(await inspect("a.jpg", png)).toMatchObject({ fault: "disagrees" });
    expect(await inspect("a.pdf", png)).toMatchObject({ fault: "disagrees" });
    expect(await inspect("a.docx", pdf())).toMatchObject({ fault: "disagrees" });
    expect(await inspect("a.xlsx", docx())).toMatchObject({ fault: "disagrees" });
    expect(await inspect("a.png", Buffer.from("MZ\x90\0"))).toMatchObject({ fault: "disagrees" });
  });

  it.each([
    ["photo.svg", "image/svg+xml"],
    ["photo.svg", "image/png"],
    ["photo.png", "image/svg+xml"],
    ["page.html", "text/html"],
    ["photo.jpg.html", "image/jpeg"],
    ["run.exe", "application/octet-stream"],
    ["photo.gif", "image/gif"],
    ["archive.rar", "application/vnd.rar"],
    ["photo", "image/png"],
  ])("%s as %s is not taken at all", (name, declared) => {
    expect(claimedTypes(name, declared)).toEqual([]);
  });

  it.each<[string, string, Buffer]>([
    ["SVG called PNG", "a.png", Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`)],
    ["HTML called CSV", "a.csv", Buffer.from("<!doctype html><script>alert(1)</script>")],
    ["a table with a script", "a.csv", Buffer.from("name,grade\n<script>alert(1)</script>,4\n")],
    ["HTML with a PDF behind it", "a.pdf", Buffer.from(`<html>${pdf().toString("latin1")}`, "latin1")],
    ["a PDF that is also a page", "a.pdf", pdf("<html><body><script>alert(1)</script></body></html>")],
    ["GIF that is also a script", "a.jpg", Buffer.from("GIF89a/*\0\0*/=1;alert(1)")],
    ["Matroska called WebM", "a.mp4", Buffer.from("\x1aE\xdf\xa3matroska", "latin1")],
  ])("%s is refused", async (_what, name, bytes) => {
    expect(await inspect(name, bytes)).toMatchObject({ fault: "disagrees" });
  });

  test("what hangs on behind a picture, or inside its words, goes", async () => {
    const script = "/*<script>alert('hidden')</script>*/";
    for (const type of ["jpeg", "png", "webp"] as const) {
      const plain = await photo(type, { width: 60, height: 60 });
      const { bytes } = await inspect(
        `a.${type === "jpeg" ? "jpg" : type}`,
        Buffer.concat([plain, Buffer.from(script)]),
      );
      expect([type, bytes?.includes("script")]).toEqual([type, false]);
    }
    const jpeg = await photo("jpeg", { width: 60, height: 60 });
    const comment = Buffer.concat([Buffer.from([0xff, 0xfe, 0, script.length + 2]), Buffer.from(script)]);
    const { bytes } = await inspect("a.jpg", Buffer.concat([jpeg.subarray(0, 2), comment, jpeg.subarray(2)]));
    expect(bytes?.includes("script")).toBe(false);
  });

  test("what is cut off is damaged", async () => {
    const whole = await photo("png", { width: 60, height: 60 });
    expect(await inspect("a.png", whole.subarray(0, whole.length - 30))).toMatchObject({ fault: "damaged" });
    expect(await inspect("a.pdf", pdf().subarray(0, 40))).toMatchObject({ fault: "damaged" });
    expect(await inspect("a.docx", docx().subarray(0, 80))).toMatchObject({ fault: "damaged" });
    expect(await inspect("a.mp4", film().subarray(0, 60))).toMatchObject({ fault: "damaged" });
    const table = Buffer.concat([Buffer.alloc(5000, "a,b\n"), Buffer.from([0xc3, 0x28])]);
    expect(await inspect("a.csv", table)).toMatchObject({ fault: "damaged" });
    expect(await inspect("a.csv", Buffer.from("Jina,Darasa\nZuri Wanjirũ,4\n"))).toMatchObject({ mime: "text/csv" });
  });
});

test("a picture of 20,000 by 20,000 is refused by its header", async () => {
  const small = await photo("png", { width: 40, height: 40 });
  for (const [width, height] of [
    [20_000, 20_000],
    [12_001, 2],
    [8_000, 8_000],
  ] as const) {
    const claims = Buffer.from(small);
    claims.writeUInt32BE(width, 16);
    claims.writeUInt32BE(height, 20);
    expect(await inspect("a.png", claims)).toMatchObject({ fault: "too_many_pixels" });
  }
  expect(await inspect("a.png", small)).toMatchObject({ width: 40 });
});

describe("a document that is a zip file", () => {
  test("is taken when it is what it says", async () => {
    expect(await inspect("a.docx", docx())).toMatchObject({ mime: declaredOf.docx });
  });

  test("is refused when it unfolds without measure, says so or not", async () => {
    expect(bomb().length).toBeLessThan(200_000);
    expect(await inspect("a.docx", bomb())).toMatchObject({ fault: "bomb" });
    expect(await inspect("a.docx", lyingBomb())).toMatchObject({ fault: expect.stringMatching(/bomb|damaged/) });
  });

  test("is really unpacked: numbers that lie are found", async () => {
    const handle = await fs.open(path.join(folder, "lying"), "w+");
    const bytes = lyingBomb();
    await handle.write(bytes);
    const limits = { entries: 10, bytes: 1024 * 1024, ratio: 100, slack: 0, directory: 10_000 };
    expect(await inspectZip(handle, bytes.length, limits)).toEqual({ fault: "bomb" });
    await handle.close();
  });

  test("is refused with too many entries, shared bytes, paths, passwords or programs", async () => {
    const many = Object.fromEntries(Array.from({ length: 2100 }, (_, i) => [`word/${i}`, new Uint8Array()]));
    expect(await inspect("a.docx", docx(many))).toMatchObject({ fault: "bomb" });
    expect(await inspect("a.docx", docx({ "../../etc/passwd": new Uint8Array(3) }))).toMatchObject({
      fault: "damaged",
    });
    expect(await inspect("a.docx", docx({ "word/vbaProject.bin": new Uint8Array(3) }))).toMatchObject({
      fault: "active",
    });
    const locked = docx();
    const entry = locked.indexOf(Buffer.from("PK\x01\x02", "latin1"));
    locked.writeUInt16LE(locked.readUInt16LE(entry + 8) | 1, entry + 8);
    expect(await inspect("a.docx", locked)).toMatchObject({ fault: "damaged" });
    const shared = docx({ "word/a": new Uint8Array(1000).fill(7), "word/b": new Uint8Array(1000).fill(7) });
    const offsetOf = (name: string) => shared.lastIndexOf(Buffer.from(name)) - 46 + 42;
    shared.writeUInt32LE(shared.readUInt32LE(offsetOf("word/a")), offsetOf("word/b"));
    expect(await inspect("a.docx", shared)).toMatchObject({ fault: "bomb" });
  });
});
