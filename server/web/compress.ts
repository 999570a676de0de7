import type { IncomingMessage, OutgoingHttpHeader, OutgoingHttpHeaders, ServerResponse } from "node:http";
import { type BrotliCompress, constants, createBrotliCompress, createGzip, type Gzip } from "node:zlib";

/** What shrinks. Event streams do not: each event must arrive when it is said. */
const shrinks = /^(?:text\/(?!event-stream)|image\/svg\+xml|application\/(?:[\w.+-]+\+)?(?:json|xml|javascript)\b)/i;
/** Below this a whole answer is sent as it is: one packet either way. */
const small = 1024;
/** How long written bytes may wait for more of them before they are sent: a page that streams still streams. */
const gatherMs = 4;
const gatherBytes = 32 * 1024;

export type Coding = "br" | "gzip";

/** The best coding a client takes: Brotli, else gzip, else null. A coding with `q=0` is refused. */
export function codingFor(accept: string | string[] | undefined): Coding | null {
  const taken = new Map<string, number>();
  for (const part of [accept ?? ""].flat().join(",").split(",")) {
    const [name = "", ...parameters] = part.trim().toLowerCase().split(";");
    const q = parameters.map((one) => /^\s*q=([\d.]+)/.exec(one)?.[1]).find((one) => one !== undefined);
    if (name) taken.set(name, q === undefined ? 1 : Number(q));
  }
  const any = taken.get("*") ?? 0;
  const q = (name: Coding) => taken.get(name) ?? any;
  if (q("br") > 0 && q("br") >= q("gzip")) return "br";
  return q("gzip") > 0 ? "gzip" : q("br") > 0 ? "br" : null;
}

/** Adds to `Vary`: a cache must not give one reader what was packed for another. */
export function varyByCoding(response: ServerResponse): void {
  const vary = [response.getHeader("vary") ?? []].flat().join(", ");
  if (vary === "*" || /(?:^|,)\s*accept-encoding\s*(?:,|$)/i.test(vary)) return;
  response.setHeader("vary", vary ? `${vary}, accept-encoding` : "accept-encoding");
}

/**
 * Packs what the application answers while it is being written. Brotli 4 and gzip 6 cost about the same; the work is done
 * beside the main thread. Chunks written within a breath are packed together, then flushed, so that nothing waits for the
 * end of the page. What is packed already, partial, empty or an event stream passes untouched.
 */
export function compress(request: IncomingMessage, response: ServerResponse): void {
  const coding = codingFor(request.headers["accept-encoding"]);
  const plain = {
    writeHead: response.writeHead.bind(response),
    write: response.write.bind(response),
    end: response.end.bind(response),
  };
  let packer: BrotliCompress | Gzip | null | undefined;
  /** Size of the whole answer when it comes in one piece without a declared length. */
  let whole: number | undefined;
  let ended = false;
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  let timer: NodeJS.Timeout | undefined;

  function worthPacking(): boolean {
    const status = response.statusCode;
    if (request.method === "HEAD" || status < 200 || status === 204 || status === 206 || status === 304) return false;
    if (!shrinks.test(String(response.getHeader("content-type") ?? ""))) return false;
    varyByCoding(response);
    if (!coding || response.hasHeader("content-encoding") || response.hasHeader("content-range")) return false;
    if (/\bno-transform\b/.test(String(response.getHeader("cache-control") ?? ""))) return false;
    const declared = response.getHeader("content-length");
    const size = declared === undefined ? whole : Number(declared);
    return size === undefined || size >= small;
  }

  function begin(): void {
    if (packer !== undefined) return;
    if (!worthPacking() || !coding) {
      packer = null;
      return;
    }
    response.setHeader("content-encoding", coding);
    response.removeHeader("content-length");
    response.removeHeader("accept-ranges");
    const tag = response.getHeader("etag");
    // The bytes differ from coding to coding, what they say does not.
    if (typeof tag === "string" && !tag.startsWith("W/")) response.setHeader("etag", `W/${tag}`);
    const made = coding === "br" ? createBrotliCompress(brotli) : createGzip({ level: 6 });
    packer = made;
    made.on("data", (bytes: Buffer) => {
      if (!plain.write(bytes)) made.pause();
    });
    response.on("drain", () => made.resume());
    made.on("drain", () => response.emit("drain"));
    made.once("end", () => plain.end());
    made.once("error", () => response.destroy());
    response.once("close", () => {
      clearTimeout(timer);
      made.destroy();
    });
  }

  /** Hands on what has gathered; the packer gives out all it has when that is done. */
  function pass(last: boolean): boolean {
    clearTimeout(timer);
    timer = undefined;
    const made = packer as BrotliCompress | Gzip;
    const bytes = waiting.length === 1 ? waiting[0] : Buffer.concat(waiting);
    waiting = [];
    waitingBytes = 0;
    if (last) {
      made.end(bytes);
      return true;
    }
    const free = made.write(bytes);
    made.flush();
    return free;
  }

  response.writeHead = ((status: number, ...rest: unknown[]) => {
    const headers = rest.find((one) => typeof one === "object") as
      | OutgoingHttpHeaders
      | OutgoingHttpHeader[]
      | undefined;
    const reason = rest.find((one) => typeof one === "string") as string | undefined;
    response.statusCode = status;
    for (const [name, value] of entries(headers)) response.setHeader(name, value);
    begin();
    return reason === undefined ? plain.writeHead(status) : plain.writeHead(status, reason);
  }) as ServerResponse["writeHead"];

  response.write = ((chunk: unknown, ...rest: unknown[]) => {
    if (ended) return false;
    if (!response.headersSent) response.writeHead(response.statusCode);
    if (!packer) return plain.write(chunk as Buffer, ...(rest as [BufferEncoding]));
    const bytes = toBuffer(chunk, rest[0]);
    const done = rest.find((one) => typeof one === "function") as (() => void) | undefined;
    if (done) queueMicrotask(done);
    if (bytes.length === 0) return true;
    waiting.push(bytes);
    waitingBytes += bytes.length;
    if (waitingBytes >= gatherBytes) return pass(false);
    timer ??= setTimeout(pass, gatherMs, false);
    return true;
  }) as ServerResponse["write"];

  response.end = ((...rest: unknown[]) => {
    const done = rest.find((one) => typeof one === "function") as (() => void) | undefined;
    const chunk = typeof rest[0] === "function" ? undefined : rest[0];
    if (ended) return response;
    if (packer === undefined && !response.headersSent && response.getHeader("content-type") !== undefined) {
      whole = chunk === undefined || chunk === null ? 0 : toBuffer(chunk, rest[1]).length;
      begin();
    }
    if (!packer) return plain.end(...(rest as []));
    ended = true;
    if (done) response.once("finish", done);
    if (chunk !== undefined && chunk !== null) waiting.push(toBuffer(chunk, rest[1]));
    pass(true);
    return response;
  }) as ServerResponse["end"];
}

const brotli = {
  params: {
    [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
    [constants.BROTLI_PARAM_QUALITY]: 4,
    // A window of 512 KB holds any page, at an eighth of the memory of the usual one.
    [constants.BROTLI_PARAM_LGWIN]: 19,
  },
};

function* entries(
  headers: OutgoingHttpHeaders | OutgoingHttpHeader[] | undefined,
): Iterable<[string, OutgoingHttpHeader]> {
  if (Array.isArray(headers)) {
    if (Array.isArray(headers[0])) yield* headers as unknown as [string, string][];
    else for (let i = 0; i + 1 < headers.length; i += 2) yield [String(headers[i]), headers[i + 1] as string];
    return;
  }
  for (const [name, value] of Object.entries(headers ?? {})) if (value !== undefined) yield [name, value];
}

function toBuffer(chunk: unknown, encoding: unknown): Buffer {
  if (typeof chunk === "string")
    return Buffer.from(chunk, typeof encoding === "string" ? (encoding as BufferEncoding) : "utf8");
  const view = chunk as Uint8Array;
  return Buffer.isBuffer(view) ? view : Buffer.from(view.buffer, view.byteOffset, view.byteLength);
}
