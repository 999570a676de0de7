import { createHash, randomBytes } from "node:crypto";
import fs from "node:fs/promises";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type S3Sandbox, s3Sandbox } from "@/server/integrations/s3/sandbox";
import { parseEnv } from "../env";
import type { Storage } from "./contract";
import { diskStorage } from "./disk";
import { newStorageKey } from "./keys";
import { s3Storage } from "./s3";

let folder: string;
let sandbox: S3Sandbox;
let endpoint: string;
const secretAccessKey = "a-secret/with+signs=";
const all: Record<string, Storage> = {};
const named = (name: string): Storage => {
  const store = all[name];
  if (!store) throw new Error(name);
  return store;
};
const s3 = (given: Partial<Parameters<typeof s3Storage>[0]> = {}) =>
  s3Storage({
    endpoint,
    bucket: "school",
    region: "eu-west-1",
    accessKeyId: "AKSCHOOL",
    secretAccessKey,
    partBytes: 64 * 1024,
    ...given,
  });

beforeAll(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), "uhs-storage-"));
  sandbox = s3Sandbox({ AKSCHOOL: secretAccessKey }, { pageSize: 2 });
  await new Promise<void>((resolve) => sandbox.server.listen(0, "127.0.0.1", resolve));
  endpoint = `http://127.0.0.1:${(sandbox.server.address() as AddressInfo).port}`;
  all.disk = diskStorage(path.join(folder, "store"));
  all.S3 = s3();
});
afterAll(async () => {
  sandbox.server.closeAllConnections();
  sandbox.server.close();
  await fs.rm(folder, { recursive: true });
});

const drain = async (body: ReadableStream<Uint8Array> | null) =>
  body ? Buffer.from(await new Response(body).arrayBuffer()) : null;
const digest = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

describe.each(["disk", "S3"])("%s", (name) => {
  test("keeps, gives in whole and in part, lists and removes", async () => {
    const store = named(name);
    const key = newStorageKey("portfolio");
    expect(await store.get(key)).toBeNull();
    expect(await store.open(key)).toBeNull();
    const bytes = randomBytes(10_000);
    await store.put(key, bytes);
    expect(Buffer.from((await store.get(key)) ?? []).equals(bytes)).toBe(true);
    expect(await drain(await store.open(key, { from: 100, to: 199 }))).toEqual(bytes.subarray(100, 200));
    expect((await drain(await store.open(key)))?.equals(bytes)).toBe(true);
    const others = [newStorageKey("work"), newStorageKey("work"), newStorageKey("work")];
    for (const other of others) await store.put(other, Buffer.from("x"));
    const listed = new Map<string, number>();
    for await (const object of store.list()) listed.set(object.key, object.size);
    expect(Object.fromEntries(listed)).toEqual({ [key]: 10_000, ...Object.fromEntries(others.map((o) => [o, 1])) });
    await store.remove(key);
    await store.remove(key);
    expect(await store.get(key)).toBeNull();
  });

  test("takes a file too large to hold, whole", async () => {
    const store = named(name);
    const bytes = randomBytes(300_000);
    const source = path.join(folder, "large");
    await fs.writeFile(source, bytes);
    const key = newStorageKey("portfolio");
    await store.putFile(key, { path: source, size: bytes.length });
    expect(digest((await drain(await store.open(key))) ?? Buffer.alloc(0))).toBe(digest(bytes));
    await expect(store.putFile(newStorageKey("work"), { path: source, size: 5 })).rejects.toThrow();
  });

  test("knows no way out of its place", async () => {
    for (const key of ["../secrets", "work/../../x", "/etc/passwd", `work/aa/${"a".repeat(47)}\0`, "work/aa/..", "x"]) {
      await expect(named(name).put(key, Buffer.from("x"))).rejects.toThrow("Not a storage key");
      await expect(named(name).open(key)).rejects.toThrow("Not a storage key");
      await expect(named(name).remove(key)).rejects.toThrow("Not a storage key");
    }
  });
});

describe("S3", () => {
  test("sends large files in parts and leaves none behind when one cannot be read", async () => {
    const source = path.join(folder, "parts");
    await fs.writeFile(source, randomBytes(200_000));
    const from = sandbox.seen.length;
    await s3().putFile(newStorageKey("work"), { path: source, size: 200_000 });
    expect(sandbox.seen.slice(from).filter((line) => line.includes("partNumber"))).toHaveLength(4);
    await expect(s3().putFile(newStorageKey("work"), { path: source, size: 300_000 })).rejects.toThrow("Read");
    expect(sandbox.parts.size).toBe(0);
  });

  test("is refused with another secret, and says so", async () => {
    const key = newStorageKey("work");
    await expect(s3({ secretAccessKey: "other" }).put(key, Buffer.from("x"))).rejects.toThrow("SignatureDoesNotMatch");
    await expect(s3({ accessKeyId: "nobody" }).get(key)).rejects.toThrow("InvalidAccessKeyId");
    expect(sandbox.objects.has(key)).toBe(false);
  });

  test("tries again when the store is busy for a moment", async () => {
    sandbox.failNext = 2;
    const key = newStorageKey("work");
    await s3().put(key, Buffer.from("x"));
    expect(sandbox.objects.get(key)?.bytes.toString()).toBe("x");
  });

  test("is asked for in full or not at all", () => {
    const faults = (given: Record<string, string>) => {
      try {
        parseEnv({ ...process.env, ...given });
        return [];
      } catch (error) {
        return (error as Error).message.match(/S3_\w+(?=:)|CLAMD_URL(?=:)/g);
      }
    };
    expect(faults({})).toEqual([]);
    expect(faults({ S3_BUCKET: "b", S3_ENDPOINT: "https://s3.example" })).toEqual([
      "S3_ACCESS_KEY_ID",
      "S3_SECRET_ACCESS_KEY",
    ]);
    expect(faults({ CLAMD_URL: "localhost" })).toEqual(["CLAMD_URL"]);
  });
});

test("a part left by a crash is seen and can be removed", async () => {
  const store = named("disk");
  const key = newStorageKey("work");
  await store.put(key, Buffer.from("x"));
  await fs.writeFile(path.join(folder, "store", `${key}.part`), "half");
  const found = [];
  for await (const object of store.list()) if (object.key.startsWith(key)) found.push(object.key);
  expect(found.sort()).toEqual([key, `${key}.part`]);
  await store.remove(`${key}.part`);
  expect(Buffer.from((await store.get(key)) ?? []).toString()).toBe("x");
});
