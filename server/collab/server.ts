import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { Server } from "@hocuspocus/server";
import type { Logger } from "pino";
import { applyUpdate, encodeStateAsUpdate } from "yjs";
import { type DocumentKind, findDocument } from "./registry";
import { type CollabClaims, Refused, readCollabToken } from "./token";

export type CollabOptions = {
  port: number;
  host: string;
  kinds: readonly DocumentKind[];
  secret: string;
  /** Whether a page of this origin may connect. The socket protocol itself knows no same-origin rule. */
  allowsOrigin(origin: string | undefined): boolean;
  logger: Pick<Logger, "info" | "warn" | "error">;
  /** How often rights of open connections are asked again. */
  recheckMs?: number;
  now?: () => Date;
};
export type Collab = { port: number; stop(): Promise<void> };

/** One message: a paste of a long chapter fits, a flood does not. */
const maxPayload = 4 * 1024 * 1024;
const mostSockets = 2000;
/** Tells Hocuspocus that a hook has answered by itself; any other rejection would end the process. */
const handled = () => Promise.reject();

/** What the browser is told. Without a message of its own: Hocuspocus would print that past the log. */
const refusal = (reason: string) => Object.assign(new Error(), { reason });

type Context = { claims?: CollabClaims };

/**
 * The collaboration process: deny by default. A connection comes from our own pages, names a registered document, and
 * carries a fresh token for it; rights are asked once more, then and while the document is open.
 */
export async function startCollab(options: CollabOptions): Promise<Collab> {
  const { kinds, logger, now = () => new Date() } = options;
  const sockets = new Set<Socket>();

  async function admit(documentName: string, token: string): Promise<CollabClaims> {
    const found = findDocument(kinds, documentName);
    if (!found) throw new Refused("unknown_document");
    const claims = readCollabToken(options.secret, token, documentName, now());
    if (!(await found.kind.allows(found.id, claims.sub, claims.mode))) throw new Refused("not_allowed");
    return claims;
  }

  const server = new Server<Context>({
    port: options.port,
    address: options.host,
    quiet: true,
    stopOnSignals: false,
    // Only one document at a time and little else may wait before somebody has shown a token.
    maxUnauthenticatedQueueSize: 256 * 1024,
    maxUnauthenticatedQueueMessages: 50,
    maxPendingDocuments: 4,
    websocketOptions: { maxPayload },

    async onUpgrade({ request, socket }) {
      const { headers, url } = request as IncomingMessage;
      const full = sockets.size >= mostSockets;
      if (!options.allowsOrigin(headers.origin) || full) {
        logger.warn({ origin: headers.origin, url: url?.split("?")[0], full }, "collaboration: connection refused");
        (socket as Socket).end(
          `HTTP/1.1 ${full ? "503 Service Unavailable" : "403 Forbidden"}\r\nConnection: close\r\n\r\n`,
        );
        return handled();
      }
      sockets.add(socket as Socket);
      (socket as Socket).once("close", () => sockets.delete(socket as Socket));
    },

    async onRequest({ request, response, instance }) {
      const healthy = request.method === "GET" && request.url === "/health";
      response.writeHead(healthy ? 200 : 404, { "content-type": "application/json", "cache-control": "no-store" });
      response.end(
        JSON.stringify(
          healthy
            ? {
                ok: true,
                part: "collab",
                documents: instance.getDocumentsCount(),
                connections: instance.getConnectionsCount(),
              }
            : { error: { reason: "not_found" } },
        ),
      );
      return handled();
    },

    async onAuthenticate({ documentName, token, connectionConfig }) {
      try {
        const claims = await admit(documentName, token);
        connectionConfig.readOnly = claims.mode === "read";
        return { claims };
      } catch (error) {
        const reason = error instanceof Refused ? error.reason : "unavailable";
        const details = { reason, document: documentName.slice(0, 80) };
        if (error instanceof Refused) logger.warn(details, "collaboration: document refused");
        else logger.error({ ...details, err: error }, "collaboration: rights could not be asked");
        throw refusal(reason);
      }
    },

    async onLoadDocument({ documentName, document }) {
      const found = findDocument(kinds, documentName);
      if (!found) throw new Refused("unknown_document");
      try {
        const state = await found.kind.fetch(found.id);
        if (state) applyUpdate(document, state);
      } catch (error) {
        logger.error({ err: error, document: documentName }, "collaboration: document could not be read");
        throw refusal("unavailable");
      }
    },

    async onStoreDocument({ documentName, document }) {
      const found = findDocument(kinds, documentName);
      if (!found) return;
      try {
        await found.kind.store(found.id, encodeStateAsUpdate(document));
      } catch (error) {
        // It stays in memory and is tried again with the next change: somebody has to know before the process ends.
        logger.error({ err: error, document: documentName }, "collaboration: document could not be stored");
        throw error;
      }
    },

    // Who somebody is is said by the token, not by what their browser tells the others.
    async beforeHandleAwareness({ states, context }) {
      for (const state of states.values()) {
        const user = (state as { user?: unknown }).user;
        if (user && typeof user === "object") Object.assign(user, { id: context?.claims?.sub });
      }
    },
  });

  const recheck = setInterval(async () => {
    for (const document of server.hocuspocus.documents.values()) {
      const found = findDocument(kinds, document.name);
      for (const connection of document.getConnections()) {
        const { claims } = connection.context as Context;
        const stays = found && claims && (await found.kind.allows(found.id, claims.sub, claims.mode).catch(() => true));
        if (!stays) connection.close({ code: 4403, reason: "not_allowed" });
      }
    }
  }, options.recheckMs ?? 30_000);
  recheck.unref();

  await server.listen();
  return {
    port: server.address.port,
    async stop() {
      clearInterval(recheck);
      // Documents are stored as their last connection goes.
      await server.destroy();
      for (const socket of sockets) socket.destroy();
    },
  };
}
