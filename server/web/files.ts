import { readdirSync, readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import path from "node:path";
import { type Coding, codingFor, varyByCoding } from "./compress";

/**
 * Files of the build, whose names change with their content: packed once, as small as can be, by scripts/compress.mjs,
 * and kept in memory. Whoever takes no packed file, or asks for a part of one, is served by the framework.
 */
const extensions: Record<Coding, string> = { br: ".br", gzip: ".gz" };
const types: Record<string, string> = {
  ".js": "application/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".json": "application/json; charset=utf-8",
};

type Packed = { file: string; type: string; tag: string; bytes: Partial<Record<Coding, Buffer>>; has: Set<Coding> };

/** Every packed file below a folder, by the address it is asked for under. */
function collect(folder: string, address: string, into: Map<string, Packed>): void {
  let names: string[];
  try {
    names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  } catch {
    return;
  }
  for (const name of names) {
    const coding = name.endsWith(".br") ? "br" : name.endsWith(".gz") ? "gzip" : null;
    if (!coding) continue;
    const plain = name.slice(0, -3);
    const type = types[path.extname(plain)];
    if (!type) continue;
    const url = `${address}/${plain.split(path.sep).join("/")}`;
    const found = into.get(url) ?? {
      file: path.join(folder, plain),
      type,
      tag: path.basename(plain),
      bytes: {},
      has: new Set(),
    };
    found.has.add(coding);
    into.set(url, found);
  }
}

/** What governs documents and says nothing about a script or a style sheet: half of what a small file would weigh. */
const documentHeaders = [
  "permissions-policy",
  "cross-origin-opener-policy",
  "x-frame-options",
  "referrer-policy",
  "x-request-id",
];

/** Answers with a packed file and says so; false when this request is not for one. */
export type ServeFile = (request: IncomingMessage, response: ServerResponse) => boolean;

export function packedFiles(folders: readonly [folder: string, address: string][]): ServeFile {
  const files = new Map<string, Packed>();
  for (const [folder, address] of folders) collect(folder, address, files);
  return (request, response) => {
    const { method, headers, url = "" } = request;
    const packed = files.get(url.split("?", 1)[0] ?? "");
    if (!packed || (method !== "GET" && method !== "HEAD")) return false;
    varyByCoding(response);
    const coding = codingFor(headers["accept-encoding"]);
    if (headers.range !== undefined || !coding || !packed.has.has(coding)) return false;
    const tag = `"${packed.tag}.${coding}"`;
    if (!packed.type.startsWith("image/")) for (const name of documentHeaders) response.removeHeader(name);
    response.setHeader("cache-control", "public, max-age=31536000, immutable");
    response.setHeader("etag", tag);
    const known = String(headers["if-none-match"] ?? "").split(/\s*,\s*/);
    if (known.includes(tag) || known.includes(`W/${tag}`)) {
      response.writeHead(304).end();
      return true;
    }
    packed.bytes[coding] ??= readFileSync(packed.file + extensions[coding]);
    const bytes = packed.bytes[coding];
    response.setHeader("content-encoding", coding);
    response.writeHead(200, { "content-type": packed.type, "content-length": bytes.length });
    response.end(method === "HEAD" ? undefined : bytes);
    return true;
  };
}
