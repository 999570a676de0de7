/**
 * What somebody holds open when their right to a child's records ends: a page, a stream, a job that makes a copy, a
 * download on its way and the link it came by. All at once, over HTTP, and each stops.
 */
import type { ChildProcess } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import type { Server } from "node:http";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import * as fileRoute from "@/app/api/files/[id]/route";
import * as trpcRoute from "@/app/api/trpc/[trpc]/route";
import { freePort, SIGNING_KEY, serveFunctions, spawnRunner, stopServer, until } from "@/inngest/embedded/fixture";
import type { Role } from "@/lib/roles";
import { readPartnerHome } from "@/server/features/sponsorship/sponsorship.queries";
import { env } from "@/server/platform/env";
import { resetRealtime } from "@/server/platform/realtime";
import { storage } from "@/server/platform/storage";
import { createConsent } from "../factories/consent";
import { createGuardianship, createHousehold, createMood } from "../factories/families";
import { createMembership, createUser } from "../factories/identity";
import { insertRow } from "../factories/insert";
import { type TestDatabase, testDatabase } from "../harness/db";
import { cookieOf, type Site, serveRoutes } from "../harness/http";

/** More than what lies in buffers between the school and a reader who waits. */
const LONG = 48 * 1024 * 1024;
/** The school asks every two seconds whether a reader may go on. */
const ASKED_AGAIN_MS = 2_100;

let t: TestDatabase;
let site: Site;
let functions: Server;
let runner: ChildProcess | undefined;
let runnerPort = 0;
beforeAll(async () => {
  t = await testDatabase("withdrawal");
  site = await serveRoutes({ "/api/files/[id]": fileRoute, "/api/trpc/[trpc]": trpcRoute });
  process.env.INNGEST_SIGNING_KEY = SIGNING_KEY;
  runnerPort = await freePort();
  const [{ inngest }, { privacyExport }] = await Promise.all([
    import("@/inngest/client"),
    import("@/inngest/functions/privacy-export"),
  ]);
  functions = await serveFunctions(inngest, [privacyExport], runnerPort);
});
afterAll(async () => {
  vi.restoreAllMocks();
  runner?.kill("SIGKILL");
  await stopServer(functions);
  await site.close();
  await resetRealtime();
  await t.close();
});

/** A person at a browser. */
async function browserOf(id: string, role: Role) {
  const headers = { cookie: await cookieOf(t, id, role), origin: new URL(env().APP_URL).origin };
  const get = (path: string, more: Record<string, string> = {}) =>
    fetch(`${site.url}${path}`, { headers: { ...headers, ...more } });
  const api = await t.as({ user: id, role });

  /** A procedure over the wire: its status and whatever was said. */
  async function ask(procedure: string, input?: unknown): Promise<{ status: number; body: string }> {
    const query = input === undefined ? "" : `?input=${encodeURIComponent(JSON.stringify({ json: input }))}`;
    const response = await get(`/api/trpc/${procedure}${query}`);
    return { status: response.status, body: await response.text() };
  }

  /** An open line; what it says is gathered. */
  async function listen() {
    const controller = new AbortController();
    const input = encodeURIComponent(JSON.stringify({ json: {} }));
    const response = await fetch(`${site.url}/api/trpc/notify.stream?input=${input}`, {
      headers: { ...headers, accept: "text/event-stream" },
      signal: controller.signal,
    });
    let heard = "";
    const reading = (async () => {
      const decoder = new TextDecoder();
      for await (const chunk of response.body ?? []) heard += decoder.decode(chunk as Uint8Array, { stream: true });
    })().catch(() => undefined);
    await expect.poll(() => heard, { timeout: 5_000 }).toContain("ready");
    const hangUp = async () => {
      controller.abort();
      await reading;
    };
    return { heard: () => heard, hangUp };
  }

  /** A download that has begun and waits; how it goes on. */
  async function download(path: string) {
    const response = await get(path);
    expect(response.status).toBe(200);
    const reader = response.body?.getReader() ?? expect.fail("no body");
    let bytes = (await reader.read()).value?.length ?? 0;
    return async (): Promise<{ whole: boolean; bytes: number }> => {
      try {
        for (;;) {
          const { done, value } = await reader.read();
          if (done) return { whole: true, bytes };
          bytes += value.length;
        }
      } catch {
        return { whole: false, bytes };
      }
    };
  }
  return { id, api, get, ask, listen, download };
}

/** A long recording of a child, as if it had been sent. */
async function recording(ownerId: string, studentId: string): Promise<string> {
  const id = t.random.uuid();
  const storageKey = `portfolio/${id.slice(-2)}/${createHash("sha256").update(id).digest("hex").slice(0, 48)}`;
  const bytes = randomBytes(LONG);
  await storage().remove(storageKey);
  await storage().put(storageKey, bytes);
  await insertRow(t.sql, "StoredFile", {
    id,
    ownerId,
    studentId,
    dataType: "PORTFOLIO",
    purpose: "portfolio",
    name: "reading.wav",
    sha256: createHash("sha256").update(bytes).digest("hex"),
    size: LONG,
    mime: "audio/wav",
    storageKey,
    scan: "CLEAN",
  });
  return id;
}

async function house() {
  const { parent, students } = await createHousehold(t.sql, t.random, { children: 1 });
  const child = students[0];
  if (!child) throw new Error("A household has a child");
  await createMood(t.sql, t.random, { studentId: child.id, recordedById: parent.id });
  return { mother: await browserOf(parent.id, "PARENT"), child, fileId: await recording(parent.id, child.id) };
}

/** Whether a refused request by this person stands in the log, for the family to find. */
const refusals = async (actorId: string) =>
  (
    await t.sql.query(
      `SELECT 1 FROM "AuditEvent" WHERE "actorId" = $1 AND outcome = 'DENIED' AND action LIKE '%.not_found'`,
      [actorId],
    )
  ).rowCount ?? 0;

test("a sponsor's page, count, search, stream, download and link stop when the family takes its consent back", async () => {
  const { mother, child, fileId } = await house();
  const member = await createMembership(t.sql, t.random, { role: "OWNER" });
  await t.sql.query(`UPDATE "Organization" SET kind = 'PARTNER', status = 'ACTIVE' WHERE id = $1`, [
    member.organizationId,
  ]);
  const shared = ["PROFILE", "PORTFOLIO"] as const;
  const cells = shared.map((dataType) => ({
    dataType,
    recipientType: "PARTNER" as const,
    recipientId: member.organizationId,
  }));
  for (const cell of cells)
    await createConsent(t.sql, t.random, { ...cell, studentId: child.id, grantedById: mother.id });
  const sponsor = await browserOf(member.userId, "PARTNER");
  const ctx = await t.ctx({ user: sponsor.id, role: "PARTNER" });
  const page = async () => {
    const home = await readPartnerHome(ctx);
    return {
      shared: home.organization && home.shared.filter(({ children }) => children > 0).map(({ dataType }) => dataType),
      grades: home.organization && home.grades,
    };
  };
  const find = () => sponsor.ask("platform.search", { q: child.admissionNumber });
  const { url } = await sponsor.api.files.link({ id: fileId });
  const next = () => sponsor.get(url, { range: "bytes=1000-1999" }).then(({ status }) => status);

  expect(await page()).toEqual({ shared: [...shared], grades: [{ grade: child.grade, children: 1 }] });
  expect((await find()).body).toContain(child.id);
  expect(await next()).toBe(206);
  const line = await sponsor.listen();
  const rest = await sponsor.download(url);

  await mother.api.consent.withdrawMany({ studentId: child.id, cells });

  await expect.poll(line.heard, { timeout: 2_000 }).toContain(`"topic":"consent"`);
  expect(await page()).toEqual({ shared: [], grades: [] });
  expect((await find()).body).not.toContain(child.id);
  expect(await next()).toBe(404);
  await expect(sponsor.api.files.link({ id: fileId })).rejects.toThrow("file.not_found");
  await new Promise((resolve) => setTimeout(resolve, ASKED_AGAIN_MS));
  const { whole, bytes } = await rest();
  expect({ whole, some: bytes > 0 && bytes < LONG }).toEqual({ whole: false, some: true });
  expect(await refusals(sponsor.id)).toBe(2);
  expect(line.heard()).not.toContain(child.id);
  await line.hangUp();
}, 60_000);

test("a guardian's page, stream, export job, download and link stop when they are removed from the child", async () => {
  const { mother, child, fileId } = await house();
  const account = await createUser(t.sql, t.random, { roles: ["PARENT"] });
  const tie = await createGuardianship(t.sql, t.random, { guardianId: account.id, studentId: child.id });
  const father = await browserOf(account.id, "PARENT");
  const { url } = await father.api.files.link({ id: fileId });
  const line = await father.listen();
  const rest = await father.download(url);
  expect((await father.ask("families.child", { studentId: child.id })).status).toBe(200);

  // The job stands still in the middle of a part, the third, until it is let go.
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const keys: string[] = [];
  const put = storage().put.bind(storage());
  const spy = vi.spyOn(storage(), "put").mockImplementation(async (key, bytes) => {
    keys.push(key);
    if (keys.length === 3) await held;
    await put(key, bytes);
  });
  const { exportId } = await father.api.privacy.requestExport({ studentId: child.id });
  runner = spawnRunner(t.url, runnerPort);
  await until(async () => keys.length === 3, 60_000);

  await mother.api.members.remove({ guardianshipId: tie.id });

  await expect.poll(line.heard, { timeout: 2_000 }).toContain(`"topic":"members"`);
  const asked = await father.ask("families.child", { studentId: child.id });
  expect([asked.status, asked.body.includes(child.firstName)]).toEqual([404, false]);
  expect((await father.ask("families.children")).body).not.toContain(child.id);
  expect((await father.ask("platform.search", { q: child.admissionNumber })).body).not.toContain(child.id);
  expect((await father.get(url)).status).toBe(404);

  letGo();
  const making = async () =>
    (await t.sql.query(`SELECT status::text, "fileId", parts FROM "DataExport" WHERE id = $1`, [exportId])).rows[0];
  await until(async () => !["QUEUED", "RUNNING"].includes((await making()).status), 60_000);
  expect(await making()).toEqual({ status: "STOPPED", fileId: null, parts: [] });
  // Nothing that was gathered is kept, and nobody is told that a copy waits.
  await until(async () => (await Promise.all(keys.map((key) => storage().get(key)))).every((bytes) => bytes === null));
  const told = await t.sql.query(`SELECT type FROM "Notification" WHERE "userId" = $1 AND type = 'export.ready'`, [
    father.id,
  ]);
  expect(told.rowCount).toBe(0);
  spy.mockRestore();

  await new Promise((resolve) => setTimeout(resolve, ASKED_AGAIN_MS));
  expect(await rest()).toMatchObject({ whole: false });
  expect(await refusals(father.id)).toBe(2);
  await line.hangUp();
}, 180_000);
