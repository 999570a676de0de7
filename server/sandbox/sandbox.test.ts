import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { type AddressInfo, createServer as createSocket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { MailRefused, smtpClient } from "@/server/integrations/mail/client";
import { africasTalking, SmsRefused, SmsUnwanted } from "@/server/integrations/sms/client";
import { sandboxConfig } from "./config";
import { Sandbox } from "./server";
import { SandboxStore } from "./store";

/** Our clients against the vendors' wire protocols, over real sockets. */
const folder = mkdtempSync(path.join(tmpdir(), "sandbox-"));
const freePort = () =>
  new Promise<number>((resolve) => {
    const probe = createSocket().listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });

let sandbox: Sandbox;
let base = "";
let mail: ReturnType<typeof smtpClient>;
let sms: ReturnType<typeof africasTalking>;
let reports: Server;
const reported: string[] = [];

beforeAll(async () => {
  reports = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      reported.push(body);
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => reports.listen(0, "127.0.0.1", resolve));
  const reportPort = (reports.address() as AddressInfo).port;
  const [httpPort, smtpPort] = [await freePort(), await freePort()];
  sandbox = new Sandbox({ httpPort, smtpPort, dataDir: folder, smsReportUrl: `http://127.0.0.1:${reportPort}/` });
  await sandbox.listen();
  base = `http://127.0.0.1:${httpPort}`;
  mail = smtpClient(`smtp://127.0.0.1:${smtpPort}`, { insecure: true });
  sms = africasTalking({ baseUrl: `${base}/africastalking`, username: "sandbox", apiKey: "key" });
});
afterAll(async () => {
  await sandbox.close();
  reports.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => sandbox.scenario.reset());

const letter = (to: string, messageId = `<${Math.random()}@uhs.test>`) => ({
  messageId,
  to,
  from: "Urban Home School <school@uhs.test>",
  subject: "Habari ya leo",
  text: "Karibu, Wanjikũ",
  html: "<p>Karibu, <b>Wanjikũ</b><script>alert(1)</script></p>",
});
const find = async (to: string) =>
  (await (await fetch(`${base}/api/messages?to=${encodeURIComponent(to)}`)).json()) as {
    messageId: string;
    copies: number;
    text: string;
    subject: string;
    html: string | null;
  }[];
const scenario = (body: unknown) =>
  fetch(`${base}/api/scenario`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });

describe("mail", () => {
  test("arrives whole, under the Message-ID it was given", async () => {
    await mail.send(letter("amina@uhs.test", "<one@uhs.test>"));
    const [seen] = await find("amina@uhs.test");
    expect(seen).toMatchObject({ messageId: "<one@uhs.test>", subject: "Habari ya leo", copies: 1 });
    expect(seen?.text.trim()).toBe("Karibu, Wanjikũ");
  });

  test("a scenario fails a third; a second try under the same id is the second copy only when the first arrived", async () => {
    await scenario({ smtp: { failEvery: 3, how: "busy" } });
    const outcomes = await Promise.allSettled(
      Array.from({ length: 6 }, (_, n) => mail.send(letter(`third${n}@uhs.test`))),
    );
    expect(outcomes.filter(({ status }) => status === "rejected")).toHaveLength(2);
    await scenario({ smtp: { failEvery: 1, times: 1, how: "swallow" } });
    const repeated = letter("twice@uhs.test", "<twice@uhs.test>");
    await expect(mail.send(repeated)).rejects.toThrow();
    await mail.send(repeated);
    expect((await find("twice@uhs.test")).map(({ copies }) => copies)).toEqual([2, 1]);
  });

  test("the server's last word is told apart from its bad moment", async () => {
    await expect(mail.send(letter("bounce@uhs.test"))).rejects.toBeInstanceOf(MailRefused);
    const busy = mail.send(letter("busy@uhs.test"));
    await expect(busy).rejects.toThrow();
    await expect(busy).rejects.not.toBeInstanceOf(MailRefused);
  });

  test("an address cannot become two", async () => {
    await mail.send({ ...letter("only@uhs.test"), to: "only@uhs.test, other@uhs.test" }).catch(() => {});
    expect(await find("other@uhs.test")).toHaveLength(0);
  });
});

describe("sms", () => {
  test("is sent, priced in cents and reported", async () => {
    const { providerId, costCents } = await sms.send({ to: "+254711000001", text: "Habari" });
    expect(costCents).toBe(80n);
    expect((await find("+254711000001"))[0]).toMatchObject({ messageId: providerId, text: "Habari" });
    await expect
      .poll(() => reported.some((body) => body.includes(providerId) && body.includes("status=Success")), {
        timeout: 5000,
      })
      .toBe(true);
  });

  test.each([
    ["+254711000403", SmsRefused],
    ["+254711000406", SmsUnwanted],
    ["+254711000409", SmsUnwanted],
    ["0711000001", SmsRefused],
  ])("to %s is judged by the recipient's own status", async (to, kind) => {
    await expect(sms.send({ to, text: "Habari" })).rejects.toBeInstanceOf(kind);
  });

  test("our own troubles leave it to be tried again", async () => {
    await expect(sms.send({ to: "+254711000405", text: "x" })).rejects.toThrow("405");
    const foreign = africasTalking({ baseUrl: base, username: "sandbox", apiKey: "key", sender: "UNREGISTERED" });
    await expect(foreign.send({ to: "+254711000002", text: "x" })).rejects.toThrow("no recipient");
    await scenario({ sms: { failEvery: 1, times: 1, how: "drop" } });
    await expect(sms.send({ to: "+254711000003", text: "x" })).rejects.toThrow();
    await scenario({ sms: { failEvery: 1, times: 1, how: "busy" } });
    await expect(sms.send({ to: "+254711000003", text: "x" })).rejects.toThrow("503");
  });

  test("the balance is read in cents", async () => {
    expect(await sms.balance()).toBe(178550n);
  });
});

describe("the page", () => {
  test("shows mail without running it, and only to this machine", async () => {
    await mail.send(letter("page@uhs.test"));
    const html = await (await fetch(`${base}/?to=page@uhs.test`)).text();
    expect(html).toContain("Habari ya leo");
    expect(html).not.toContain("<script>alert");
    expect(html).toContain('<iframe sandbox=""');
    const source = /src="(\/messages\/[^"]+)"/.exec(html)?.[1] ?? "";
    const shown = await fetch(`${base}${source}`);
    expect(shown.headers.get("content-security-policy")).toMatch(/^sandbox; default-src 'none'/);
    const { request } = await import("node:http");
    const status = await new Promise((resolve) =>
      request(`${base}/`, { headers: { host: "evil.example" } }, (response) => resolve(response.statusCode)).end(),
    );
    expect(status).toBe(421);
  });

  test("the control API wants JSON", async () => {
    expect((await fetch(`${base}/api/scenario`, { method: "POST", body: "{}" })).status).toBe(415);
    expect((await scenario({ smtp: { failEvery: 0 } })).status).toBe(400);
  });
});

test("what was kept survives a restart, and half a line of a killed process hurts nothing", async () => {
  const before = sandbox.store.list({}).length;
  const { appendFileSync } = await import("node:fs");
  appendFileSync(path.join(folder, "messages.jsonl"), '{"kind":"message","mess');
  const again = new SandboxStore(folder);
  expect(again.list({})).toHaveLength(before);
  again.add({
    channel: "sms",
    from: "a",
    to: ["+254700000009"],
    subject: null,
    text: "after",
    html: null,
    messageId: "z",
    headers: {},
  });
  expect(new SandboxStore(folder).list({ to: "+254700000009" })).toHaveLength(1);
});

test("production gets no sandbox unless it is asked for by name", () => {
  expect(() => sandboxConfig({})).toThrow("SANDBOX_ALLOWED");
  expect(() => sandboxConfig({ UHS_ENV: "production", SANDBOX_ALLOWED: "no" })).toThrow();
  expect(sandboxConfig({ UHS_ENV: "production", SANDBOX_ALLOWED: "yes", PORT: "4000" }).httpPort).toBe(4002);
  const started = spawnSync(process.execPath, ["--import", "tsx", "server/sandbox/main.ts"], {
    env: { PATH: process.env.PATH, NODE_ENV: "production" },
    encoding: "utf8",
  });
  expect(started.status).toBe(1);
  expect(started.stderr).toContain("SANDBOX_ALLOWED");
});
