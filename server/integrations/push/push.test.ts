import { mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, createServer as createSocket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { vapidPublicKey } from "@/server/platform/vapid";
import { Sandbox } from "@/server/sandbox/server";
import { type PushClient, PushGone, PushRefused, type PushTarget, retryAt, webPush } from "./client";
import { isPushService } from "./hosts";

/** Our client against the protocol, over a real socket: signed, encrypted, opened again by the device. */
const privateKey = Buffer.alloc(32, 5).toString("base64url");
const folder = mkdtempSync(path.join(tmpdir(), "push-"));
let sandbox: Sandbox;
let base = "";
let push: PushClient;

const freePort = () =>
  new Promise<number>((resolve) => {
    const probe = createSocket().listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });

beforeAll(async () => {
  const [httpPort, smtpPort] = [await freePort(), await freePort()];
  sandbox = new Sandbox({ httpPort, smtpPort, dataDir: folder, smsReportUrl: null });
  await sandbox.listen();
  base = `http://127.0.0.1:${httpPort}`;
  push = webPush({ privateKey, subject: "mailto:school@uhs.test", sandbox: base });
});
afterAll(async () => {
  await sandbox.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => sandbox.scenario.reset());

async function device(answers?: number): Promise<PushTarget> {
  const response = await fetch(`${base}/push/devices`, { method: "POST", body: JSON.stringify({ answers }) });
  return { id: "device", ...((await response.json()) as Omit<PushTarget, "id">) };
}
const message = (target: PushTarget, id = "one") => ({
  target,
  payload: JSON.stringify({ id, title: "Urban Home School", text: "Kuna jambo jipya kwako." }),
  topic: id,
  urgent: true,
});

describe("a push", () => {
  test("arrives at its device, which alone can read it", async () => {
    const target = await device();
    const { providerId } = await push.send(message(target));
    expect(providerId).toMatch(/^http:.*\/push\/messages\//);
    const [kept] = sandbox.store.list({ channel: "push" });
    expect(kept).toMatchObject({ messageId: "one", headers: { topic: "one", urgency: "high", ttl: "86400" } });
    expect(JSON.parse(kept?.text ?? "").text).toBe("Kuna jambo jipya kwako.");
    const other = await device();
    await expect(push.send(message({ ...target, p256dh: other.p256dh }))).rejects.toThrow("could not decrypt");
  });

  test("is refused when it is not signed for this service", async () => {
    const target = await device();
    const elsewhere = { ...target, endpoint: target.endpoint.replace("127.0.0.1", "localhost") };
    const both = webPush({ privateKey, subject: "mailto:a@b.test", sandbox: new URL(elsewhere.endpoint).origin });
    await both.send(message(elsewhere));
    const unsigned = await fetch(target.endpoint, { method: "POST", headers: { ttl: "60" }, body: "x" });
    expect(unsigned.status).toBe(401);
    const stolen = await fetch(target.endpoint, {
      method: "POST",
      headers: { ttl: "60", authorization: `vapid t=a.b.c, k=${vapidPublicKey(privateKey)}` },
      body: "x",
    });
    expect(stolen.status).toBe(403);
  });

  test.each([404, 410])("to a device that answers %i finds it gone", async (answers) => {
    await expect(push.send(message(await device(answers)))).rejects.toBeInstanceOf(PushGone);
  });

  test("that comes at a bad moment is told when to come back", async () => {
    await expect(push.send(message(await device(500)))).rejects.toMatchObject({ name: "PushBusy", retryAt: null });
    const busy = await push.send(message(await device(429))).catch((error) => error);
    expect(busy.name).toBe("PushBusy");
    expect(busy.retryAt.getTime() - Date.now()).toBeGreaterThan(25_000);
  });

  test("that is too long is refused for good", async () => {
    const long = { ...message(await device()), payload: JSON.stringify({ id: "long", text: "a".repeat(5000) }) };
    await expect(push.send(long)).rejects.toBeInstanceOf(PushRefused);
  });

  test("is not sent to whatever a browser names", async () => {
    const target = { ...(await device()), endpoint: "http://169.254.169.254/push/devices/x" };
    await expect(push.send(message(target))).rejects.toThrow("not a push service");
  });
});

test.each([
  ["https://fcm.googleapis.com/fcm/send/abc", true],
  ["https://updates.push.services.mozilla.com/wpush/v2/abc", true],
  ["https://web.push.apple.com/abc", true],
  ["https://db5p.notify.windows.com/w/?token=abc", true],
  ["http://fcm.googleapis.com/fcm/send/abc", false],
  ["https://fcm.googleapis.com:8443/x", false],
  ["https://user:secret@fcm.googleapis.com/x", false],
  ["https://fcm.googleapis.com.evil.example/x", false],
  ["https://evilpush.services.mozilla.com.example/x", false],
  ["https://xnotify.windows.com/x", false],
  ["https://localhost/push/x", false],
  ["http://127.0.0.1:3002/push/x", false],
  ["not an address", false],
])("%s is a push service: %s", (endpoint, expected) => expect(isPushService(endpoint, null)).toBe(expected));

test("the sandbox counts only where one is", () => {
  expect(isPushService("http://localhost:3002/push/devices/x", "http://localhost:3002")).toBe(true);
  expect(isPushService("http://localhost:3002/api/messages", "http://localhost:3002")).toBe(false);
  expect(isPushService("http://localhost:3000/push/devices/x", "http://localhost:3002")).toBe(false);
});

test("a service's wait is kept within reason", () => {
  const now = new Date("2026-11-21T09:00:00Z");
  expect(retryAt("120", now)).toEqual(new Date("2026-11-21T09:02:00Z"));
  expect(retryAt("Sat, 21 Nov 2026 09:30:00 GMT", now)).toEqual(new Date("2026-11-21T09:30:00Z"));
  expect(retryAt("99999999", now)).toEqual(new Date("2026-11-21T11:00:00Z"));
  expect(retryAt("soon", now)).toBeNull();
  expect(retryAt("Sat, 21 Nov 2020 09:30:00 GMT", now)).toBeNull();
});
