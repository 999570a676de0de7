import { createHmac, hkdfSync, randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { afterEach, expect, test } from "vitest";
import * as sync from "y-protocols/sync";
import { Doc, encodeStateAsUpdate } from "yjs";
import { type DocumentKind, documentKinds } from "./registry";
import { type Collab, startCollab } from "./server";
import { issueCollabToken } from "./token";

const secret = "a secret for tests only, forty characters";
const origin = "http://school.test";
const userId = randomUUID();

/** Documents in memory, and switches for what can go wrong. */
class Notes implements DocumentKind {
  kind = "note";
  stored = new Map<string, Uint8Array>();
  stores = 0;
  broken = false;
  allowed = true;
  async fetch(id: string) {
    if (this.broken) throw new Error("the database is away");
    return this.stored.get(id) ?? null;
  }
  async store(id: string, state: Uint8Array) {
    this.stores += 1;
    this.stored.set(id, state);
  }
  async allows() {
    return this.allowed;
  }
}

const open: { collab?: Collab; sockets: WebSocket[] } = { sockets: [] };
async function start(kinds: readonly DocumentKind[], recheckMs?: number): Promise<Collab> {
  const quiet = { info() {}, warn() {}, error() {} };
  open.collab = await startCollab({
    port: 0,
    host: "127.0.0.1",
    kinds,
    secret,
    allowsOrigin: (given) => given === origin,
    logger: quiet,
    ...(recheckMs && { recheckMs }),
  });
  return open.collab;
}
afterEach(async () => {
  for (const socket of open.sockets.splice(0)) socket.close();
  await open.collab?.stop();
  open.collab = undefined;
});

type Page = {
  doc: Doc;
  said: { refused?: string; scope?: string; closed?: number };
  until(done: () => boolean): Promise<void>;
  send(bytes: Uint8Array<ArrayBuffer>): void;
};
const frame = (name: string, type: number, rest: (encoder: encoding.Encoder) => void): Uint8Array<ArrayBuffer> => {
  const encoder = encoding.createEncoder();
  encoding.writeVarString(encoder, name);
  encoding.writeVarUint(encoder, type);
  rest(encoder);
  return new Uint8Array(encoding.toUint8Array(encoder));
};

/** A browser's end of the protocol: authentication, then both sync steps, then updates. */
async function page(collab: Collab, name: string, token: string, from = origin): Promise<Page> {
  // Node's own WebSocket takes headers in place of protocols.
  const socket = new WebSocket(`ws://127.0.0.1:${collab.port}`, { headers: { origin: from } } as unknown as string[]);
  socket.binaryType = "arraybuffer";
  open.sockets.push(socket);
  const doc = new Doc();
  const said: Page["said"] = {};
  socket.onclose = ({ code }) => {
    said.closed = code;
  };
  socket.onmessage = ({ data }) => {
    const decoder = decoding.createDecoder(new Uint8Array(data));
    decoding.readVarString(decoder);
    const type = decoding.readVarUint(decoder);
    if (type === 2) {
      if (decoding.readVarUint(decoder) === 1) said.refused = decoding.readVarString(decoder);
      else {
        said.scope = decoding.readVarString(decoder);
        socket.send(frame(name, 0, (encoder) => sync.writeSyncStep1(encoder, doc)));
      }
    }
    if (type === 0 || type === 4) {
      const answer = encoding.createEncoder();
      sync.readSyncMessage(decoder, answer, doc, "server");
      if (encoding.length(answer) > 0)
        socket.send(frame(name, 4, (encoder) => encoding.writeUint8Array(encoder, encoding.toUint8Array(answer))));
    }
  };
  doc.on("update", (update: Uint8Array, by: unknown) => {
    if (by !== "server") socket.send(frame(name, 0, (encoder) => sync.writeUpdate(encoder, update)));
  });
  await new Promise((resolve) => {
    socket.onopen = resolve;
    socket.onerror = resolve;
  });
  const send = (bytes: Uint8Array<ArrayBuffer>) => socket.send(bytes);
  if (socket.readyState === WebSocket.OPEN)
    send(
      frame(name, 2, (encoder) => {
        encoding.writeVarUint(encoder, 0);
        encoding.writeVarString(encoder, token);
        encoding.writeVarString(encoder, "test");
      }),
    );
  return {
    doc,
    said,
    send,
    async until(done) {
      for (let tries = 0; tries < 400 && !done(); tries++) await pause(10);
      expect(done(), JSON.stringify(said)).toBe(true);
    },
  };
}
const ticket = (doc: string, mode: "read" | "write" = "write", at = new Date()) =>
  issueCollabToken(secret, { doc, mode, userId }, at);

test("no kind of document is registered yet: everybody is refused, with the reason", async () => {
  const collab = await start(documentKinds);
  const doc = `note:${randomUUID()}`;
  const visitor = await page(collab, doc, ticket(doc));
  await visitor.until(() => visitor.said.refused !== undefined);
  expect(visitor.said.refused).toBe("unknown_document");
});

/** Claims signed with the school's secret as the key of one use is derived from it. */
function signedFor(use: string, claims: Record<string, unknown>): string {
  const body = Buffer.from(JSON.stringify(claims)).toString("base64url");
  const key = new Uint8Array(hkdfSync("sha256", secret, "", use, 32));
  return `${body}.${createHmac("sha256", key).update(body).digest("base64url")}`;
}

test("a token must be there, ours, for this use, fresh and for this document, and the right must still stand", async () => {
  const notes = new Notes();
  const collab = await start([notes]);
  const doc = `note:${randomUUID()}`;
  const [body = "", signature = ""] = ticket(doc).split(".");
  const claims = JSON.parse(Buffer.from(body, "base64url").toString());
  const forged = Buffer.from(JSON.stringify({ ...claims, mode: "write", exp: claims.exp + 1000 })).toString(
    "base64url",
  );
  const cases: [string, string][] = [
    ["", "token_malformed"],
    ["nonsense", "token_malformed"],
    [`${forged}.${signature}`, "token_forged"],
    [
      issueCollabToken("another secret of forty characters …", { doc, mode: "write", userId }, new Date()),
      "token_forged",
    ],
    [signedFor("urban home school: file links 1", claims), "token_forged"],
    [signedFor("uhs collab token v1", { ...claims, aud: "live" }), "token_other_use"],
    [ticket(doc, "write", new Date(Date.now() - 61_000)), "token_expired"],
    [ticket(`note:${randomUUID()}`), "token_other_document"],
  ];
  for (const [token, reason] of cases) {
    const visitor = await page(collab, doc, token);
    await visitor.until(() => visitor.said.refused !== undefined);
    expect(visitor.said.refused).toBe(reason);
  }
  notes.allowed = false;
  const visitor = await page(collab, doc, ticket(doc));
  await visitor.until(() => visitor.said.refused !== undefined);
  expect(visitor.said.refused).toBe("not_allowed");
  expect(notes.stores).toBe(0);
});

test("names that are not ours are unknown, whatever they hold", async () => {
  const collab = await start([new Notes()]);
  for (const doc of ["note:1", `other:${randomUUID()}`, `note:${randomUUID()}/../x`, "__proto__"]) {
    const visitor = await page(collab, doc, ticket(doc));
    await visitor.until(() => visitor.said.refused !== undefined || visitor.said.closed !== undefined);
    expect(visitor.said.refused ?? "unknown_document").toBe("unknown_document");
    expect(visitor.said.scope).toBeUndefined();
  }
});

test("a page of another origin does not get a connection at all", async () => {
  const collab = await start([new Notes()]);
  const doc = `note:${randomUUID()}`;
  const stranger = await page(collab, doc, ticket(doc), "http://elsewhere.test");
  await stranger.until(() => stranger.said.closed !== undefined);
  expect(stranger.said.scope).toBeUndefined();
  const nobody = await fetch(`http://127.0.0.1:${collab.port}/anything`);
  expect(nobody.status).toBe(404);
  expect(await (await fetch(`http://127.0.0.1:${collab.port}/health`)).json()).toMatchObject({ ok: true });
});

test("two people write one document; it is stored and comes back after a restart", async () => {
  const notes = new Notes();
  const doc = `note:${randomUUID()}`;
  let collab = await start([notes]);
  const [one, other] = [await page(collab, doc, ticket(doc)), await page(collab, doc, ticket(doc))];
  await one.until(() => one.said.scope === "read-write");
  await other.until(() => other.said.scope === "read-write");
  one.doc.getText("body").insert(0, "Habari");
  await other.until(() => other.doc.getText("body").toString() === "Habari");
  other.doc.getText("body").insert(6, " yako");
  await one.until(() => one.doc.getText("body").toString() === "Habari yako");
  // Ending it stores what was not stored yet.
  await collab.stop();
  expect(notes.stored.size).toBe(1);
  collab = await start([notes]);
  const later = await page(collab, doc, ticket(doc, "read"));
  await later.until(() => later.doc.getText("body").toString() === "Habari yako");
  expect(later.said.scope).toBe("readonly");
  later.doc.getText("body").insert(0, "No! ");
  await pause(100);
  const third = await page(collab, doc, ticket(doc));
  await third.until(() => third.doc.getText("body").toString() !== "");
  expect(third.doc.getText("body").toString()).toBe("Habari yako");
});

test("when the database fails nobody gets an empty document, and nothing is written over the stored one", async () => {
  const notes = new Notes();
  const id = randomUUID();
  const kept = new Doc();
  kept.getText("body").insert(0, "a long chapter");
  const state = encodeStateAsUpdate(kept);
  notes.stored.set(id, state);
  notes.broken = true;
  const collab = await start([notes]);
  const visitor = await page(collab, `note:${id}`, ticket(`note:${id}`));
  await visitor.until(() => visitor.said.closed !== undefined || visitor.said.refused !== undefined);
  await collab.stop();
  expect(notes.stores).toBe(0);
  expect(notes.stored.get(id)).toBe(state);
});

test("a right that is taken ends the visit", async () => {
  const notes = new Notes();
  const collab = await start([notes], 50);
  const doc = `note:${randomUUID()}`;
  await page(collab, doc, ticket(doc));
  const health = () => fetch(`http://127.0.0.1:${collab.port}/health`).then((response) => response.json());
  await expect.poll(async () => (await health()).connections, { timeout: 3000 }).toBe(1);
  await pause(150);
  expect(await health()).toMatchObject({ connections: 1 });
  notes.allowed = false;
  await expect.poll(async () => (await health()).connections, { timeout: 3000 }).toBe(0);
});

test("a message larger than a long chapter ends the connection, not the process", async () => {
  const collab = await start([new Notes()]);
  const doc = `note:${randomUUID()}`;
  const visitor = await page(collab, doc, ticket(doc));
  await visitor.until(() => visitor.said.scope !== undefined);
  visitor.send(new Uint8Array(5 * 1024 * 1024));
  await visitor.until(() => visitor.said.closed !== undefined);
  expect((await fetch(`http://127.0.0.1:${collab.port}/health`)).status).toBe(200);
});
