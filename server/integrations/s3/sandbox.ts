import { createHash, createHmac, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";

type Kept = { bytes: Buffer; at: Date };
export type S3Sandbox = {
  server: Server;
  objects: Map<string, Kept>;
  /** Uploads in parts that were begun and neither completed nor given up. */
  parts: Map<string, Map<number, Buffer>>;
  /** Requests so far, as "PUT /bucket/key". */
  seen: string[];
  /** The next so many requests are answered with 503. */
  failNext: number;
};

const hex = (value: string | Buffer) => createHash("sha256").update(value).digest("hex");
const hmac = (key: string | Buffer, value: string) => createHmac("sha256", key).update(value).digest();
const encode = (value: string) =>
  encodeURIComponent(value).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/** Signature version 4 worked out from the request alone, by the published recipe; what is wrong, or null. */
function wrongSignature(request: IncomingMessage, body: Buffer, secrets: Record<string, string>): string | null {
  const found =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(
      request.headers.authorization ?? "",
    );
  if (!found) return "AccessDenied";
  const [, accessKey = "", day = "", region = "", signedHeaders = "", signature] = found;
  const secret = secrets[accessKey];
  if (!secret) return "InvalidAccessKeyId";
  const claimedHash = String(request.headers["x-amz-content-sha256"] ?? "");
  if (claimedHash !== hex(body)) return "XAmzContentSHA256Mismatch";
  for (const name of ["host", "x-amz-content-sha256", "x-amz-date"])
    if (!signedHeaders.split(";").includes(name)) return "AccessDenied";
  const time = String(request.headers["x-amz-date"] ?? "");
  const at = Date.parse(time.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
  if (!time.startsWith(day) || !(Math.abs(Date.now() - at) < 15 * 60_000)) return "RequestTimeTooSkewed";
  const url = new URL(request.url ?? "/", "http://sandbox");
  const query = [...url.searchParams]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join("&");
  const headers = signedHeaders
    .split(";")
    .map(
      (name) =>
        `${name}:${String(request.headers[name] ?? "")
          .trim()
          .replace(/\s+/g, " ")}\n`,
    )
    .join("");
  const canonical = [request.method, url.pathname, query, headers, signedHeaders, claimedHash].join("\n");
  const scope = `${day}/${region}/s3/aws4_request`;
  const toSign = ["AWS4-HMAC-SHA256", time, scope, hex(canonical)].join("\n");
  const key = [region, "s3", "aws4_request"].reduce((at, part) => hmac(at, part), hmac(`AWS4${secret}`, day));
  return hmac(key, toSign).toString("hex") === signature ? null : "SignatureDoesNotMatch";
}

/** A store that speaks as much of S3 as the school uses, and checks every signature. Keeps everything in memory. */
export function s3Sandbox(secrets: Record<string, string>, { pageSize = 1000 } = {}): S3Sandbox {
  const sandbox: S3Sandbox = {
    server: createServer((request, response) => void answer(request, response)),
    objects: new Map(),
    parts: new Map(),
    seen: [],
    failNext: 0,
  };
  const { objects, parts } = sandbox;
  const xml = (response: ServerResponse, status: number, body: string) =>
    response.writeHead(status, { "content-type": "application/xml" }).end(`<?xml version="1.0"?>${body}`);
  const error = (response: ServerResponse, status: number, code: string) =>
    xml(response, status, `<Error><Code>${code}</Code></Error>`);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const url = new URL(request.url ?? "/", "http://sandbox");
    const method = request.method ?? "GET";
    sandbox.seen.push(`${method} ${url.pathname}${url.search}`);
    if (sandbox.failNext > 0) {
      sandbox.failNext -= 1;
      return void error(response, 503, "SlowDown");
    }
    const wrong = wrongSignature(request, body, secrets);
    if (wrong) return void error(response, 403, wrong);
    const [, , ...rest] = url.pathname.split("/");
    const key = decodeURIComponent(rest.join("/"));
    const query = url.searchParams;
    const uploadId = query.get("uploadId");
    if (!key && query.get("list-type") === "2") return void list(response, query);
    if (method === "POST" && query.has("uploads")) {
      const id = randomUUID();
      parts.set(id, new Map());
      return void xml(
        response,
        200,
        `<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`,
      );
    }
    if (uploadId !== null) return void part(response, { method, key, uploadId, query, body });
    if (method === "PUT") {
      objects.set(key, { bytes: body, at: new Date() });
      return void response.writeHead(200, { etag: `"${hex(body).slice(0, 32)}"` }).end();
    }
    if (method === "DELETE") {
      objects.delete(key);
      return void response.writeHead(204).end();
    }
    const kept = objects.get(key);
    if (!kept) return void error(response, 404, "NoSuchKey");
    const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "");
    const bytes = range ? kept.bytes.subarray(Number(range[1]), Number(range[2]) + 1) : kept.bytes;
    response.writeHead(range ? 206 : 200, { "content-length": bytes.length });
    response.end(method === "HEAD" ? undefined : bytes);
  }

  function list(response: ServerResponse, query: URLSearchParams): void {
    const keys = [...objects.keys()].sort().filter((key) => key > (query.get("continuation-token") ?? ""));
    const page = keys.slice(0, pageSize);
    const entries = page.map((key) => {
      const { bytes, at } = objects.get(key) ?? { bytes: Buffer.alloc(0), at: new Date(0) };
      return `<Contents><Key>${key}</Key><LastModified>${at.toISOString()}</LastModified><Size>${bytes.length}</Size></Contents>`;
    });
    const more = keys.length > page.length;
    const next = more ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : "";
    xml(
      response,
      200,
      `<ListBucketResult><IsTruncated>${more}</IsTruncated>${next}${entries.join("")}</ListBucketResult>`,
    );
  }

  function part(
    response: ServerResponse,
    asked: { method: string; key: string; uploadId: string; query: URLSearchParams; body: Buffer },
  ): void {
    const held = parts.get(asked.uploadId);
    if (!held) return void error(response, 404, "NoSuchUpload");
    if (asked.method === "DELETE") {
      parts.delete(asked.uploadId);
      return void response.writeHead(204).end();
    }
    if (asked.method === "PUT") {
      held.set(Number(asked.query.get("partNumber")), asked.body);
      return void response.writeHead(200, { etag: `"${hex(asked.body).slice(0, 32)}"` }).end();
    }
    const named = [...asked.body.toString().matchAll(/<PartNumber>(\d+)<\/PartNumber><ETag>([^<]*)<\/ETag>/g)];
    const whole: Buffer[] = [];
    for (const [, number, etag] of named) {
      const bytes = held.get(Number(number));
      if (!bytes || !etag?.includes(hex(bytes).slice(0, 32))) return void error(response, 400, "InvalidPart");
      whole.push(bytes);
    }
    parts.delete(asked.uploadId);
    objects.set(asked.key, { bytes: Buffer.concat(whole), at: new Date() });
    xml(response, 200, "<CompleteMultipartUploadResult></CompleteMultipartUploadResult>");
  }

  return sandbox;
}
