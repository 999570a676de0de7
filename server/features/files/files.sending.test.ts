import { createHash } from "node:crypto";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import * as uploadRoute from "@/app/api/files/uploads/[id]/route";
import * as uploadsRoute from "@/app/api/files/uploads/route";
import { interrupted, type SendOptions, type SendState, sendFile } from "@/components/files/send";
import { env } from "@/server/platform/env";
import { createHousehold } from "@/tests/factories/families";
import { type TestDatabase, testDatabase } from "@/tests/harness/db";
import { pdf, wav } from "@/tests/harness/files";
import { cookieOf, type Site, serveRoutes } from "@/tests/harness/http";

let t: TestDatabase;
let site: Site;
let folder: string;
let cookie: string;
let child: string;
const wire = fetch;
/** What happens to the n-th PATCH: lost before it arrives, or its answer lost after. */
let fate: (n: number) => "through" | "lost" | "answer lost" | "restarting";
let patches: number[];

beforeAll(async () => {
  t = await testDatabase();
  folder = await fs.mkdtemp(path.join(os.tmpdir(), "uhs-send-"));
  env().STORAGE_DIR = folder;
  site = await serveRoutes({ "/api/files/uploads": uploadsRoute, "/api/files/uploads/[id]": uploadRoute });
  const home = await createHousehold(t.sql, t.random, { children: 1 });
  child = home.students[0]?.id ?? "";
  cookie = await cookieOf(t, home.parent.id, "PARENT");
});
afterAll(async () => {
  vi.unstubAllGlobals();
  await site.close();
  await t.close();
  await fs.rm(folder, { recursive: true, force: true });
});

beforeEach(() => {
  fate = () => "through";
  patches = [];
  const store = new Map<string, string>();
  vi.stubGlobal(
    "localStorage",
    new Proxy(
      {
        getItem: (key: string) => store.get(key) ?? null,
        setItem: (key: string, value: string) => store.set(key, value),
        removeItem: (key: string) => store.delete(key),
      },
      { ownKeys: () => [...store.keys()], getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }) },
    ),
  );
  vi.stubGlobal("addEventListener", () => undefined);
  vi.stubGlobal("removeEventListener", () => undefined);
  vi.stubGlobal("fetch", async (url: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    headers.set("cookie", cookie);
    headers.set("origin", new URL(env().APP_URL).origin);
    const happens = init.method === "PATCH" ? fate(patches.length) : "through";
    if (init.method === "PATCH") patches.push((init.body as ArrayBuffer).byteLength);
    if (happens === "lost") throw new TypeError("no connection");
    if (happens === "restarting") return new Response("", { status: 503 });
    const answer = await wire(`${site.url}${url}`, { ...init, headers });
    if (happens === "answer lost") throw new TypeError("no connection");
    return answer;
  });
});
afterEach(() => vi.unstubAllGlobals());

function options(bytes: Uint8Array, name = "reading.wav", given: Partial<SendOptions> = {}) {
  const states: SendState[] = [];
  const progress: number[] = [];
  const file = new File([bytes as Uint8Array<ArrayBuffer>], name, { lastModified: 5 });
  const all: SendOptions = {
    file,
    purpose: "portfolio",
    studentId: child,
    signal: new AbortController().signal,
    onProgress: (sent) => progress.push(sent),
    onState: (state) => states.push(state),
    ...given,
  };
  return { all, states, progress };
}
const storedHash = async (id: string) =>
  (await t.sql.query(`SELECT sha256 FROM "StoredFile" WHERE id = $1`, [id])).rows[0]?.sha256;
const hash = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

describe("sending a file", () => {
  test("goes in growing pieces and gives the file", async () => {
    const bytes = wav(3_000_000);
    const { all, progress } = options(bytes);
    const file = await sendFile(all);
    expect(await storedHash(file.id)).toBe(hash(bytes));
    expect(patches.length).toBeGreaterThan(1);
    expect(progress.at(-1)).toBe(bytes.length);
    expect([...progress].sort((a, b) => a - b)).toEqual(progress);
    expect(interrupted("portfolio")).toBeNull();
  });

  test("survives a lost line, a lost answer and a restart, without a byte too many", async () => {
    const bytes = wav(1_500_000);
    const fates = ["through", "lost", "answer lost", "restarting", "through", "answer lost"] as const;
    fate = (n) => fates[n] ?? "through";
    const { all, states } = options(bytes);
    const file = await sendFile(all);
    expect(states).toContain("waiting");
    expect(await storedHash(file.id)).toBe(hash(bytes));
  });

  test("goes on after a reload where it stopped", async () => {
    const bytes = wav(2_000_000);
    const gone = new AbortController();
    fate = (n) => {
      if (n < 2) return "through";
      throw new Error("the page is gone");
    };
    // The page vanishes: nothing is cancelled, nothing cleaned up.
    const first = options(bytes);
    void sendFile({ ...first.all, signal: gone.signal }).catch(() => undefined);
    await expect.poll(() => first.states.includes("waiting"), { timeout: 10_000 }).toBe(true);
    const kept = interrupted("portfolio");
    expect(kept).toMatchObject({ sent: expect.any(Number), size: bytes.length });
    expect(JSON.stringify(kept)).not.toContain("reading");
    const sentBefore = kept?.sent ?? 0;
    patches = [];
    fate = () => "through";
    const again = options(bytes);
    const file = await sendFile(again.all);
    expect(again.progress[0]).toBe(sentBefore);
    expect(patches.reduce((sum, size) => sum + size, 0)).toBe(bytes.length - sentBefore);
    expect(await storedHash(file.id)).toBe(hash(bytes));
    gone.abort();
  });

  test("is cancelled everywhere", async () => {
    const controller = new AbortController();
    fate = (n) => {
      if (n === 1) controller.abort();
      return "through";
    };
    const { all } = options(wav(2_000_000), "b.wav", { signal: controller.signal });
    await expect(sendFile(all)).rejects.toThrow();
    expect(interrupted("portfolio")).toBeNull();
    await expect
      .poll(async () => (await t.sql.query(`SELECT 1 FROM "Upload" WHERE name = 'b.wav'`)).rows.length, {
        timeout: 10_000,
      })
      .toBe(0);
  });

  test("says the school's words when it is refused, and does not try again", async () => {
    await expect(sendFile(options(Buffer.from("<svg/>"), "a.svg").all)).rejects.toThrow(
      "This kind of file is not taken",
    );
    await expect(sendFile(options(pdf(), "a.wav").all)).rejects.toThrow("does not fit its name");
    expect(patches).toHaveLength(1);
    const held = cookie;
    cookie = "nobody=1";
    await expect(sendFile(options(pdf(), "a.pdf").all)).rejects.toMatchObject({ signedOut: true });
    cookie = held;
  });
});
