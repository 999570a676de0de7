import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import type { Logger } from "pino";
import { alwaysHeaders } from "@/lib/security-headers";
import { beginShutdown, closeAll, stopping } from "@/server/platform/shutdown";
import { compress } from "./compress";
import type { ServeFile } from "./files";
import { admit, type Budget, bodyLimit, boundBody, loggedAddress, loggedPath, type Trust } from "./gate";
import { type PageOptions, preparePage } from "./pages";
import { tellUnscripted, type Unscripted } from "./unscripted";

export type WebOptions = Trust & {
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<unknown>;
  /** Files of the build, packed beforehand; asked before the application. */
  files?: ServeFile;
  /** What pages are told and carry, before the application draws them. */
  pages: PageOptions;
  /** What pages behind the door say without a script when they cannot be shown. */
  unscripted: Unscripted;
  logger: Pick<Logger, "info" | "warn" | "error">;
  /** Null where one machine talks to itself: benchmarks and browser tests. */
  budget: Budget | null;
  /** How long readiness says no before connections are refused: a balancer needs to notice. */
  drainMs: number;
  /** How long requests under way may take to finish. */
  graceMs: number;
};
export type Web = { server: Server; stop: () => Promise<void> };

const methods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
const unbudgeted = /^\/(?:_next\/static|assets)\//;
const behindTheDoor = /^\/dashboard(?:[/?]|$)/;

/** The HTTP server in front of the application: everything that is the same for every request. */
export function createWeb(options: WebOptions): Web {
  const { logger } = options;
  const always = alwaysHeaders(options.appUrl.protocol === "https:");
  const open = new Set<ServerResponse>();

  const server = createServer({ maxHeaderSize: 16 * 1024, headersTimeout: 15_000, requestTimeout: 60_000 });
  server.keepAliveTimeout = 65_000;
  server.on("request", (request: IncomingMessage, response: ServerResponse) => void answer(request, response));
  // While developing, the framework takes upgrades itself (reload). Otherwise nothing here speaks sockets.
  if (!options.pages.dev) server.on("upgrade", (_request: IncomingMessage, socket: Duplex) => socket.destroy());
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    if (error.code === "ECONNRESET" || !socket.writable) return socket.destroy();
    const status = error.code === "HPE_HEADER_OVERFLOW" ? "431 Request Header Fields Too Large" : "400 Bad Request";
    return socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const began = performance.now();
    const { ip, requestId } = admit(request, options);
    const url = request.url ?? "/";
    open.add(response);
    response.once("close", () => {
      open.delete(response);
      const line = {
        requestId,
        method: request.method,
        path: loggedPath(url),
        status: response.statusCode,
        ms: Math.round((performance.now() - began) * 10) / 10,
        bytes: Number(response.getHeader("content-length") ?? 0) || undefined,
        from: loggedAddress(ip),
        ...(response.writableFinished ? {} : { aborted: true }),
      };
      if (response.statusCode >= 500) logger.warn(line, "request");
      else logger.info(line, "request");
    });
    response.setHeader("x-request-id", requestId);
    for (const [name, value] of always) response.setHeader(name, value);
    if (stopping().aborted) response.setHeader("connection", "close");

    const wait = options.budget && !unbudgeted.test(url) ? options.budget.take(ip) : 0;
    if (wait) {
      response.setHeader("retry-after", wait);
      return refuse(response, 429, "too_many");
    }
    if (!methods.has(request.method ?? "")) return refuse(response, 405, "bad_input");
    if (url.length > 8192 || !url.startsWith("/")) return refuse(response, 414, "too_large");
    const small = boundBody(request, bodyLimit(url), () => {
      refuse(response, 413, "too_large");
      request.destroy();
    });
    if (!small) return refuse(response, 413, "too_large");

    if (options.files?.(request, response)) return;
    compress(request, response);
    if (behindTheDoor.test(url)) tellUnscripted(response, options.unscripted);
    try {
      preparePage(request, response, options.pages);
      await options.handle(request, response);
    } catch (error) {
      logger.error({ err: error, requestId, path: loggedPath(url) }, "request failed");
      if (!response.headersSent) refuse(response, 500, "internal");
      else response.destroy();
    }
  }

  let stopped: Promise<void> | undefined;
  async function stop(): Promise<void> {
    beginShutdown();
    await pause(options.drainMs);
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeIdleConnections();
    // Streams end by their own hand at the signal; one that does not is ended here, as a complete answer.
    const streams = setTimeout(() => {
      for (const response of open) if (isStream(response)) response.end();
    }, 500);
    const idle = setInterval(() => server.closeIdleConnections(), 100);
    const late = setTimeout(() => {
      logger.warn({ requests: open.size }, "requests were cut off");
      server.closeAllConnections();
    }, options.graceMs);
    await closed;
    for (const timer of [streams, idle, late]) clearTimeout(timer);
    await Promise.race([
      closeAll((name, error) => logger.warn({ err: error, name }, "could not be closed")),
      pause(1_000),
    ]);
  }

  return {
    server,
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const isStream = (response: ServerResponse) =>
  String(response.getHeader("content-type") ?? "").startsWith("text/event-stream");

/** Answers without the application. The connection ends: what follows of the body is not read. */
function refuse(response: ServerResponse, status: number, reason: string): void {
  if (response.headersSent) return;
  const body = JSON.stringify({ error: { reason } });
  response.writeHead(status, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    "cache-control": "no-store",
    ...(status === 429 ? {} : { connection: "close" }),
  });
  response.end(body);
}
