import http, { type IncomingMessage, type ServerResponse } from "node:http";
import { connect } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { forget } from "@/server/platform/once";
import { onShutdown, stopping } from "@/server/platform/shutdown";
import { Budget } from "./gate";
import { createWeb, type Web, type WebOptions } from "./server";

type Line = Record<string, unknown>;
let lines: Line[] = [];
let web: Web;
let base: string;
let handle: WebOptions["handle"];

const read = async (request: IncomingMessage) => {
  let size = 0;
  for await (const chunk of request) size += (chunk as Buffer).length;
  return size;
};

async function open(options: Partial<WebOptions> = {}) {
  const keep = (line: unknown) => void lines.push(line as Line);
  web = createWeb({
    handle: (request: IncomingMessage, response: ServerResponse) => handle(request, response),
    pages: { https: false, dev: false, local: true, collabUrl: undefined },
    unscripted: { missing: "<noscript>none such</noscript>", broken: "<noscript>failed</noscript>" },
    logger: { info: keep, warn: keep, error: keep } as never,
    hops: 0,
    appUrl: new URL("http://127.0.0.1"),
    production: false,
    budget: null,
    drainMs: 0,
    graceMs: 2_000,
    ...options,
  });
  await new Promise<void>((resolve) => web.server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(web.server.address() as { port: number }).port}`;
}

beforeEach(() => {
  // Each test has a process of its own, as far as shutdown goes.
  forget("Shutdown");
  lines = [];
  handle = async (request, response) => {
    response.end(JSON.stringify({ size: await read(request), headers: request.headers }));
  };
});
afterEach(() => web.stop());

describe("the web server", () => {
  it("names every request, in the answer and to the application, and sets the headers every answer carries", async () => {
    await open({ appUrl: new URL("https://school.example") });
    const answer = await fetch(base, { headers: { "x-request-id": "mine-mine-mine", "x-uhs-ip": "1.1.1.1" } });
    const seen = (await answer.json()) as { headers: Record<string, string> };
    expect(answer.headers.get("x-request-id")).toBe(seen.headers["x-request-id"]);
    expect(seen.headers["x-request-id"]).not.toBe("mine-mine-mine");
    expect(seen.headers["x-uhs-ip"]).toBe("127.0.0.1");
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "same-origin",
      "permissions-policy": expect.stringContaining("camera=(self), microphone=(self)"),
      "cross-origin-opener-policy": "same-origin",
      "strict-transport-security": expect.stringMatching(/^max-age=\d{8,}; includeSubDomains/),
    });
  });

  it("refuses a body declared too large before reading it, and stops one that grows too large", async () => {
    await open();
    const declared = await fetch(`${base}/login`, { method: "POST", body: "x".repeat(17 * 1024) });
    expect(declared.status).toBe(413);
    const status = await new Promise<number | string>((resolve) => {
      const request = http.request(`${base}/login`, { method: "POST", headers: { "transfer-encoding": "chunked" } });
      request.on("response", (response) => resolve(response.statusCode ?? 0));
      request.on("error", (error) => resolve(error.message));
      for (let i = 0; i < 40; i++) request.write("x".repeat(1024));
      request.end();
    });
    expect(status).toBe(413);
    expect((await fetch(`${base}/login`, { method: "POST", body: "x".repeat(1024) })).status).toBe(200);
  });

  it("fills a page that is missing or failed for whoever has no script, and no other answer", async () => {
    const shell = ["<html><head></head>", "<body><script></script>", "</body></html>"];
    handle = async (request, response) => {
      const { searchParams } = new URL(`http://page${request.url}`);
      response.statusCode = Number(searchParams.get("status"));
      response.setHeader("content-type", searchParams.get("type") ?? "text/html; charset=utf-8");
      for (const part of shell) response.write(Buffer.from(part));
      response.end();
    };
    await open();
    const told = async (path: string) => (await fetch(`${base}${path}`)).text();
    expect(await told("/dashboard/a?status=404")).toBe(
      "<html><head></head><body><noscript>none such</noscript><script></script></body></html>",
    );
    expect(await told("/dashboard?status=500")).toContain("<body><noscript>failed</noscript>");
    for (const other of ["/dashboard/a?status=200", "/dashboard/a?status=404&type=text/x-component", "/a?status=404"])
      expect(await told(other)).toBe(shell.join(""));
  });

  it("asks an address that floods to wait", async () => {
    await open({ budget: new Budget(2, 0.1) });
    const answers = [await fetch(base), await fetch(base), await fetch(base)];
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 429]);
    expect(Number(answers[2]?.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await fetch(`${base}/assets/a.css`)).status).toBe(200);
  });

  it("leaves one line per request, without query, token or whole address", async () => {
    await open();
    await fetch(`${base}/invite/abc123?password=Karibu-2026!`, { headers: { cookie: "uhs.session=secret" } });
    await expect.poll(() => lines.length).toBe(1);
    expect(lines[0]).toMatchObject({ method: "GET", path: "/invite/[redacted]", status: 200, from: "127.0.0.0" });
    expect(JSON.stringify(lines)).not.toMatch(/Karibu|secret|abc123/);
  });

  it("answers a failure of the application with a reference and no detail", async () => {
    handle = async () => {
      throw new Error("SELECT secret FROM table");
    };
    await open();
    const answer = await fetch(base);
    expect(answer.status).toBe(500);
    expect(await answer.text()).toBe('{"error":{"reason":"internal"}}');
  });

  it("knows no method but the usual ones, and survives what is not HTTP", async () => {
    await open();
    const said = await new Promise<string>((resolve) => {
      const socket = connect(Number(new URL(base).port), "127.0.0.1", () => socket.write("HELLO\r\n\r\n"));
      let text = "";
      socket.on("data", (data) => {
        text += data;
      });
      socket.on("close", () => resolve(text));
    });
    expect(said).toMatch(/^HTTP\/1.1 400/);
    expect((await fetch(base)).status).toBe(200);
  });
});

describe("stopping", () => {
  it("finishes the request under way, ends the stream cleanly, closes what was registered and takes no one new", async () => {
    const closed: string[] = [];
    await open();
    onShutdown("database", () => void closed.push("database"));
    onShutdown("broken", () => {
      throw new Error("no");
    });
    let release: () => void = () => {};
    handle = async (request, response) => {
      if (request.url === "/stream") {
        response.writeHead(200, { "content-type": "text/event-stream" });
        response.write("data: 1\n\n");
        return;
      }
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      response.end(stopping().aborted ? "finished while stopping" : "too early");
    };
    const slow = fetch(`${base}/slow`);
    const stream = await fetch(`${base}/stream`);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const stopped = web.stop();
    await new Promise((resolve) => setTimeout(resolve, 100));
    await expect(fetch(base)).rejects.toThrow();
    expect(closed).toEqual([]);
    release();
    expect(await (await slow).text()).toBe("finished while stopping");
    // A cut line would reject here.
    expect(await stream.text()).toBe("data: 1\n\n");
    await stopped;
    expect(closed).toEqual(["database"]);
  });

  it("does not wait for ever", async () => {
    await open({ graceMs: 200 });
    handle = () => new Promise(() => {});
    const hung = fetch(base).catch(() => "cut");
    await new Promise((resolve) => setTimeout(resolve, 50));
    const began = performance.now();
    await web.stop();
    expect(performance.now() - began).toBeLessThan(1_500);
    expect(await hung).toBe("cut");
  });
});
