/**
 * Route handlers behind the school's own HTTP server, for tests that need real bytes on a real line. A stand-in for the
 * framework's routing and nothing else: what the web process checks and what the handlers do is the real thing.
 */
import { randomBytes, randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Role } from "@/lib/roles";
import { env } from "@/server/platform/env";
import { hashToken, sealSession, sessionCookie } from "@/server/platform/session";
import { createWeb } from "@/server/web/server";
import type { TestDatabase } from "./db";

type Handler = (request: Request, given: { params: Promise<Record<string, string>> }) => Promise<Response>;
type Routes = Record<string, Partial<Record<"GET" | "HEAD" | "POST" | "PATCH" | "DELETE", unknown>>>;
export type Site = { url: string; close(): Promise<void> };

const silent = { info() {}, warn() {}, error() {} };

/** Serves routes by pattern: `/api/files/[id]`. The first that fits answers. */
export async function serveRoutes(routes: Routes): Promise<Site> {
  const table = Object.entries(routes).map(([pattern, methods]) => ({
    path: new RegExp(`^${pattern.replace(/\[(\w+)\]/g, "(?<$1>[^/]+)")}$`),
    methods,
  }));

  async function handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const url = new URL(incoming.url ?? "/", env().APP_URL);
    const found = table.find(({ path }) => path.test(url.pathname));
    const handler = found?.methods[incoming.method as "GET"] as Handler | undefined;
    if (!found || !handler) return void outgoing.writeHead(404).end();
    const headers = new Headers();
    for (const [name, value] of Object.entries(incoming.headers))
      if (value !== undefined) headers.set(name, String(value));
    const hasBody = !["GET", "HEAD"].includes(incoming.method ?? "");
    const request = new Request(url, {
      method: incoming.method ?? "GET",
      headers,
      ...(hasBody ? { body: Readable.toWeb(incoming) as ReadableStream, duplex: "half" } : {}),
    } as RequestInit);
    const params = Promise.resolve({ ...found.path.exec(url.pathname)?.groups });
    const response = await handler(request, { params });
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    if (response.body)
      await pipeline(Readable.fromWeb(response.body as never), outgoing).catch(() => outgoing.destroy());
    else outgoing.end();
  }

  const web = createWeb({
    handle,
    pages: { https: false, dev: false, local: true, collabUrl: undefined },
    unscripted: { missing: "", broken: "" },
    logger: silent,
    budget: null,
    drainMs: 0,
    graceMs: 100,
    hops: 0,
    appUrl: new URL(env().APP_URL),
    production: false,
  });
  await new Promise<void>((resolve) => web.server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(web.server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        web.server.closeAllConnections();
        web.server.close(() => resolve());
      }),
  };
}

/** The cookie of a person who has signed in, as their browser would send it. */
export async function cookieOf(t: TestDatabase, userId: string, role: Role): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  await t.sql.query(
    `INSERT INTO "AuthSession" (id, "tokenHash", "userId", "activeRole", "userVersion", amr, "expiresAt", ip, "userAgent")
     SELECT $1, $2, u.id, $3::"Role", u."sessionVersion", '{pwd}', now() + interval '1 day', '127.0.0.1', 'test' FROM "User" u WHERE u.id = $4`,
    [randomUUID(), Buffer.from(hashToken(token)), role, userId],
  );
  return `${sessionCookie()}=${await sealSession(token)}`;
}
