import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import http, { type IncomingMessage, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { brotliCompressSync, brotliDecompressSync, createBrotliDecompress, gunzipSync, gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { codingFor, compress } from "./compress";
import { packedFiles } from "./files";

type Answer = { status: number; headers: http.IncomingHttpHeaders; body: Buffer };
let server: http.Server | undefined;
afterEach(() => new Promise((resolve) => (server ? server.close(resolve) : resolve(null))));

async function serve(handle: (request: IncomingMessage, response: ServerResponse) => void): Promise<number> {
  server = http.createServer(handle);
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  return (server.address() as { port: number }).port;
}

const ask = (port: number, headers: Record<string, string> = {}, url = "/", method = "GET"): Promise<Answer> =>
  new Promise((resolve, reject) => {
    http
      .request({ port, path: url, method, headers, agent: false }, (response) => {
        const parts: Buffer[] = [];
        response.on("data", (part) => parts.push(part));
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) }),
        );
      })
      .on("error", reject)
      .end();
  });

const words = "Habari ya asubuhi, Wanjikũ. ".repeat(400);
const page = (_: IncomingMessage, response: ServerResponse) => {
  response.setHeader("content-type", "text/html; charset=utf-8");
  response.setHeader("etag", '"one"');
  response.setHeader("vary", "cookie");
  response.end(words);
};
const packing = (handle: typeof page) => (request: IncomingMessage, response: ServerResponse) => {
  compress(request, response);
  handle(request, response);
};

describe("the coding a client takes", () => {
  it.each([
    [undefined, null],
    ["", null],
    ["gzip, deflate, br, zstd", "br"],
    ["gzip", "gzip"],
    ["br;q=0, gzip", "gzip"],
    ["br;q=0.2, gzip;q=0.8", "gzip"],
    ["identity", null],
    ["*", "br"],
    ["*;q=0", null],
    ["GZIP;Q=0.5", "gzip"],
  ])("of %j is %j", (accept, coding) => expect(codingFor(accept)).toBe(coding));
});

describe("an answer of the application", () => {
  it("arrives packed and whole in each coding, and says that it varies", async () => {
    const port = await serve(packing(page));
    const br = await ask(port, { "accept-encoding": "gzip, br" });
    expect(br.headers).toMatchObject({ "content-encoding": "br", etag: 'W/"one"', vary: "cookie, accept-encoding" });
    expect(br.headers["content-length"]).toBeUndefined();
    expect(brotliDecompressSync(br.body).toString()).toBe(words);
    expect(br.body.length).toBeLessThan(words.length / 20);
    const gzip = await ask(port, { "accept-encoding": "gzip" });
    expect(gunzipSync(gzip.body).toString()).toBe(words);
    const plain = await ask(port);
    expect(plain.headers).toMatchObject({ etag: '"one"', vary: "cookie, accept-encoding" });
    expect(plain.headers["content-encoding"]).toBeUndefined();
    expect(plain.body.toString()).toBe(words);
  });

  it("is left alone when it is small, partial, packed, a picture, a stream of events, or nothing", async () => {
    const cases: [string, (response: ServerResponse) => void][] = [
      ["small", (r) => r.setHeader("content-type", "text/plain").end("x".repeat(500))],
      ["part", (r) => r.writeHead(206, { "content-type": "text/plain", "content-range": "bytes 0-1/2" }).end(words)],
      ["packed", (r) => r.writeHead(200, { "content-type": "text/css", "content-encoding": "gzip" }).end(words)],
      ["picture", (r) => r.writeHead(200, { "content-type": "image/webp" }).end(words)],
      ["events", (r) => r.writeHead(200, { "content-type": "text/event-stream" }).end(words)],
      ["as it is", (r) => r.writeHead(200, { "content-type": "text/css", "cache-control": "no-transform" }).end(words)],
      ["nothing", (r) => r.writeHead(304).end()],
    ];
    let one: (response: ServerResponse) => void = () => {};
    const port = await serve(packing((_, response) => one(response)));
    for (const [name, answer] of cases) {
      one = answer;
      const got = await ask(port, { "accept-encoding": "br" });
      expect([name, got.headers["content-encoding"]]).toEqual([name, name === "packed" ? "gzip" : undefined]);
      if (name !== "nothing" && name !== "small") expect(got.body.toString()).toBe(words);
    }
    one = (response) => page({} as IncomingMessage, response);
    const head = await ask(port, { "accept-encoding": "br" }, "/", "HEAD");
    expect([head.status, head.body.length, head.headers["content-encoding"]]).toEqual([200, 0, undefined]);
  });

  it("streams: what is written is read before the rest exists", async () => {
    let rest: () => void = () => {};
    const port = await serve(
      packing((_, response) => {
        response.writeHead(200, { "content-type": "text/html" });
        response.write("<h1>Shell</h1>");
        rest = () => response.end("<p>Later</p>");
      }),
    );
    const text = await new Promise<string>((resolve, reject) => {
      http.get({ port, headers: { "accept-encoding": "br" }, agent: false }, (response) => {
        let seen = "";
        const unpacked = response.pipe(createBrotliDecompress());
        unpacked.on("data", (part) => {
          seen += part;
          if (seen === "<h1>Shell</h1>") rest();
        });
        unpacked.on("end", () => resolve(seen));
        unpacked.on("error", reject);
      });
    });
    expect(text).toBe("<h1>Shell</h1><p>Later</p>");
  });

  it("arrives whole when it is long and its reader slow", async () => {
    const noise = Array.from({ length: 300_000 }, (_, i) => Math.imul(i, 2654435761).toString(36)).join("");
    const port = await serve(
      packing(async (_, response) => {
        response.setHeader("content-type", "text/plain");
        for (let at = 0; at < noise.length; at += 10_000)
          if (!response.write(noise.slice(at, at + 10_000)))
            await new Promise((resolve) => response.once("drain", resolve));
        response.end();
      }),
    );
    expect(brotliDecompressSync((await ask(port, { "accept-encoding": "br" })).body).toString()).toBe(noise);
  });

  it("holds nothing back after its reader has gone", async () => {
    let gone: () => void = () => {};
    const closed = new Promise<void>((resolve) => {
      gone = resolve;
    });
    const port = await serve(
      packing((_, response) => {
        response.writeHead(200, { "content-type": "text/html" });
        const timer = setInterval(() => response.write(words), 2);
        response.once("close", () => {
          clearInterval(timer);
          gone();
        });
      }),
    );
    const request = http.get({ port, headers: { "accept-encoding": "br" }, agent: false }, (response) =>
      response.once("data", () => request.destroy()),
    );
    request.on("error", () => {});
    await closed;
  });
});

describe("a file of the build", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "uhs-files-"));
  mkdirSync(path.join(folder, "chunks"));
  writeFileSync(path.join(folder, "chunks/a.js"), words);
  writeFileSync(path.join(folder, "chunks/a.js.br"), brotliCompressSync(words));
  writeFileSync(path.join(folder, "chunks/a.js.gz"), gzipSync(words));
  const start = () => {
    const files = packedFiles([[folder, "/_next/static"]]);
    return serve((request, response) => {
      if (!files(request, response)) response.writeHead(404).end();
    });
  };
  const at = "/_next/static/chunks/a.js";

  it("is served as it was packed, kept for a year, and known again", async () => {
    const port = await start();
    const br = await ask(port, { "accept-encoding": "gzip, br" }, `${at}?v=1`);
    expect(br.headers).toMatchObject({
      "content-type": "application/javascript; charset=utf-8",
      "content-encoding": "br",
      "content-length": String(br.body.length),
      "cache-control": "public, max-age=31536000, immutable",
      vary: "accept-encoding",
    });
    expect(brotliDecompressSync(br.body).toString()).toBe(words);
    const gzip = await ask(port, { "accept-encoding": "gzip" }, at);
    expect(gunzipSync(gzip.body).toString()).toBe(words);
    expect(gzip.headers.etag).not.toBe(br.headers.etag);
    const again = await ask(port, { "accept-encoding": "br", "if-none-match": String(br.headers.etag) }, at);
    expect([again.status, again.body.length]).toEqual([304, 0]);
    const head = await ask(port, { "accept-encoding": "br" }, at, "HEAD");
    expect([head.headers["content-length"], head.body.length]).toEqual([String(br.body.length), 0]);
  });

  it("is left to the framework for a part of it, without a coding, by another method, and outside its folder", async () => {
    const port = await start();
    const br = { "accept-encoding": "br" };
    expect((await ask(port, { ...br, range: "bytes=0-10" }, at)).status).toBe(404);
    expect((await ask(port, {}, at)).headers.vary).toBe("accept-encoding");
    expect((await ask(port, br, at, "POST")).status).toBe(404);
    expect((await ask(port, br, "/_next/static/../../etc/passwd")).status).toBe(404);
    rmSync(folder, { recursive: true });
  });
});
