import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { SMTPServer } from "smtp-server";
import { mailSandbox } from "@/server/integrations/mail/sandbox";
import type { SandboxConfig } from "./config";
import { renderPage } from "./page";
import type { SandboxRoute } from "./route";
import { Scenario, scenarioInput } from "./scenario";
import { SandboxStore } from "./store";
import { vendorRoutes } from "./vendors";

const MAX_BODY = 1024 * 1024;
const HOSTS = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/** Mail server, vendor protocols, page and control API in one. `close` ends all of it. */
export class Sandbox {
  readonly store: SandboxStore;
  readonly scenario = new Scenario();
  readonly #routes: SandboxRoute[];
  readonly #smtp: SMTPServer;
  readonly #http: Server;

  constructor(private readonly config: SandboxConfig) {
    this.store = new SandboxStore(config.dataDir);
    this.#routes = vendorRoutes(this.store, this.scenario, config);
    this.#smtp = mailSandbox(this.store, this.scenario);
    this.#http = createServer((request, response) => {
      this.#answer(request, response).catch((error) => {
        if (!response.headersSent) response.writeHead(500, { "content-type": "text/plain" });
        response.end(error instanceof Error ? error.message : "failed");
      });
    });
  }

  async listen(): Promise<void> {
    await listening((done) => this.#smtp.listen(this.config.smtpPort, "127.0.0.1", done), this.#smtp.server);
    await listening((done) => this.#http.listen(this.config.httpPort, "127.0.0.1", done), this.#http);
  }

  async close(): Promise<void> {
    this.#http.closeAllConnections();
    await Promise.all([
      new Promise<void>((resolve) => this.#http.close(() => resolve())),
      new Promise<void>((resolve) => this.#smtp.close(() => resolve())),
    ]);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // Another site must not reach this machine's messages through a name that points here.
    if (!HOSTS.test(request.headers.host ?? "")) return send(response, 421, "This is a local page.");
    const url = new URL(request.url ?? "/", "http://localhost");
    const method = request.method ?? "GET";
    for (const route of this.#routes) {
      if (route.method !== method || !route.path.test(url.pathname)) continue;
      const bytes = await readBytes(request);
      const answer = await route.handle({ url, headers: request.headers, body: bytes.toString("utf8"), bytes });
      if (answer === "drop") {
        request.socket.destroy();
        return;
      }
      return answer.text === undefined
        ? json(response, answer.status, answer.json)
        : send(response, answer.status, answer.text, answer.headers);
    }
    const door = `${method} ${url.pathname}`;
    if (door === "GET /") return this.#page(url, response);
    if (door === "GET /health") return json(response, 200, { ok: true });
    if (door === "GET /api/messages") return json(response, 200, this.store.list(listQuery(url)));
    if (door === "GET /api/stream") return this.#stream(response);
    if (door === "GET /api/scenario") return json(response, 200, this.scenario.view());
    const shown = /^\/messages\/([\w-]+)\.html$/.exec(url.pathname);
    if (method === "GET" && shown) return this.#html(shown[1] ?? "", response);
    if (method === "POST" || method === "DELETE") return this.#control(door, request, response);
    return send(response, 404, "Not found");
  }

  /** A page of another site can post a form here, but not JSON without asking first, which nobody answers. */
  async #control(door: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const isJson = request.headers["content-type"]?.startsWith("application/json");
    if (request.method === "POST" && !isJson) return send(response, 415, "Send JSON");
    if (door === "DELETE /api/messages") {
      this.store.clear();
      return json(response, 200, { ok: true });
    }
    if (door === "DELETE /api/scenario") {
      this.scenario.reset();
      return json(response, 200, this.scenario.view());
    }
    if (door !== "POST /api/scenario") return send(response, 404, "Not found");
    const parsed = scenarioInput.safeParse(JSON.parse((await read(request)) || "{}"));
    if (!parsed.success) return json(response, 400, { error: parsed.error.issues });
    this.scenario.set(parsed.data);
    return json(response, 200, this.scenario.view());
  }

  #page(url: URL, response: ServerResponse): void {
    const query = {
      to: url.searchParams.get("to") ?? "",
      channel: url.searchParams.get("channel") ?? "",
      id: url.searchParams.get("id") ?? "",
    };
    const messages = this.store.list({ to: query.to, channel: query.channel });
    const nonce = randomBytes(16).toString("base64");
    response.writeHead(200, {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "content-security-policy": `default-src 'none'; style-src 'unsafe-inline'; script-src 'nonce-${nonce}'; connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
      "x-content-type-options": "nosniff",
    });
    response.end(renderPage(messages, this.store.get(query.id) ?? messages[0], query, nonce));
  }

  /** The mail's own HTML: without scripts, forms, the network or our origin. */
  #html(id: string, response: ServerResponse): void {
    const html = this.store.get(id)?.html;
    if (!html) {
      send(response, 404, "Not found");
      return;
    }
    response.writeHead(200, {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy":
        "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'; frame-ancestors 'self'",
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
    });
    response.end(html);
  }

  #stream(response: ServerResponse): void {
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
    response.write(": here\n\n");
    const stop = this.store.listen(() => response.write("event: change\ndata: {}\n\n"));
    const beat = setInterval(() => response.write(": still here\n\n"), 20_000);
    response.on("close", () => {
      clearInterval(beat);
      stop();
    });
  }
}

const listQuery = (url: URL) => ({
  to: url.searchParams.get("to") ?? undefined,
  q: url.searchParams.get("q") ?? undefined,
  channel: url.searchParams.get("channel") ?? undefined,
  limit: Math.min(Number(url.searchParams.get("limit")) || 200, 20_000),
});

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(JSON.stringify(body));
}

function send(response: ServerResponse, status: number, text: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8", ...headers });
  response.end(text);
}

const read = async (request: IncomingMessage) => (await readBytes(request)).toString("utf8");

async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > MAX_BODY) throw new Error("The request is too large");
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

function listening(
  start: (done: () => void) => unknown,
  server: { once(event: "error", listener: (error: Error) => void): unknown },
): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    start(() => resolve());
  });
}
