import { createHash } from "node:crypto";
import fs from "node:fs/promises";
import { AwsClient } from "aws4fetch";
import { assertOutsideWork } from "../db/work";
import type { Storage, StoredObject } from "./contract";
import { checkedKey, isStorageKey } from "./keys";

export type S3Settings = {
  endpoint: string;
  bucket: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
  /** Larger files go in parts of this size; S3 allows none below 5 MB but the last. */
  partBytes?: number;
};

const MIB = 1024 * 1024;
const NOTHING = createHash("sha256").digest("hex");
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
/** The few answers read here are flat; what cannot be found is an answer not understood. */
const inside = (xml: string, tag: string) => {
  const found = new RegExp(`<${tag}>([^<]*)</${tag}>`).exec(xml)?.[1];
  return found
    ?.replace(/&quot;/g, '"')
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&amp;/g, "&");
};

/**
 * Any store that speaks S3, by path-style addresses and signature version 4. The hash of every body is signed with it, so
 * bytes damaged on the way are refused by the store. Tried again on failures of the store, never redirected elsewhere.
 */
export function s3Storage(settings: S3Settings): Storage {
  const client = new AwsClient({
    accessKeyId: settings.accessKeyId,
    secretAccessKey: settings.secretAccessKey,
    region: settings.region,
    service: "s3",
    retries: 3,
    initRetryMs: 100,
  });
  const bucket = `${settings.endpoint.replace(/\/+$/, "")}/${settings.bucket}`;
  const partBytes = settings.partBytes ?? 8 * MIB;

  async function ask(
    method: string,
    url: string,
    body?: Uint8Array,
    headers: Record<string, string> = {},
    seconds = 60,
  ): Promise<Response> {
    assertOutsideWork("The S3 client");
    return client.fetch(url, {
      method,
      headers: { ...headers, "x-amz-content-sha256": body ? sha256(body) : NOTHING },
      redirect: "error",
      signal: AbortSignal.timeout(seconds * 1000),
      ...(body ? { body: body as Uint8Array<ArrayBuffer> } : {}),
    });
  }
  const urlOf = (key: string) => `${bucket}/${checkedKey(key)}`;
  async function done(response: Response, what: string): Promise<Response> {
    if (response.ok) return response;
    const text = await response.text();
    throw new Error(`S3 ${what}: ${response.status} ${inside(text, "Code") ?? ""}`.trim());
  }

  async function putInParts(key: string, { path, size }: { path: string; size: number }): Promise<void> {
    const url = urlOf(key);
    const begun = await (await done(await ask("POST", `${url}?uploads=`), "begin upload")).text();
    const id = inside(begun, "UploadId");
    if (!id) throw new Error("S3 begin upload: no UploadId");
    const upload = `uploadId=${encodeURIComponent(id)}`;
    const handle = await fs.open(path, "r");
    try {
      const parts: string[] = [];
      for (let at = 0, number = 1; at < size; at += partBytes, number += 1) {
        const chunk = new Uint8Array(Math.min(partBytes, size - at));
        const { bytesRead } = await handle.read(chunk, 0, chunk.length, at);
        if (bytesRead !== chunk.length) throw new Error(`Read ${bytesRead} bytes of ${chunk.length}`);
        const part = await done(await ask("PUT", `${url}?partNumber=${number}&${upload}`, chunk, {}, 300), "put part");
        await part.arrayBuffer();
        const etag = part.headers.get("etag");
        if (!etag) throw new Error("S3 put part: no ETag");
        parts.push(`<Part><PartNumber>${number}</PartNumber><ETag>${etag.replace(/"/g, "&quot;")}</ETag></Part>`);
      }
      const list = new TextEncoder().encode(`<CompleteMultipartUpload>${parts.join("")}</CompleteMultipartUpload>`);
      const answer = await (await done(await ask("POST", `${url}?${upload}`, list), "complete upload")).text();
      // S3 may say 200 first and tell of a failure in the body.
      if (answer.includes("<Error>")) throw new Error(`S3 complete upload: ${inside(answer, "Code")}`);
    } catch (error) {
      // Parts of an upload nobody completes would be stored and paid for ever.
      await ask("DELETE", `${url}?${upload}`).catch(() => undefined);
      throw error;
    } finally {
      await handle.close();
    }
  }

  return {
    async put(key, bytes) {
      await (await done(await ask("PUT", urlOf(key), bytes), "put")).arrayBuffer();
    },
    async putFile(key, source) {
      if (source.size > partBytes) return putInParts(key, source);
      const bytes = new Uint8Array(await fs.readFile(source.path));
      if (bytes.length !== source.size) throw new Error(`Read ${bytes.length} bytes of ${source.size}`);
      await (await done(await ask("PUT", urlOf(key), bytes), "put")).arrayBuffer();
    },
    async get(key) {
      const response = await ask("GET", urlOf(key));
      if (response.status === 404) return null;
      return new Uint8Array(await (await done(response, "get")).arrayBuffer());
    },
    async open(key, range) {
      // As long as a reader on a slow line may take for it.
      const headers: Record<string, string> = range ? { range: `bytes=${range.from}-${range.to}` } : {};
      const response = await ask("GET", urlOf(key), undefined, headers, 3600);
      if (response.status === 404) return null;
      await done(response, "get");
      if (range && response.status !== 206) throw new Error("S3 get: the range was not honoured");
      return response.body;
    },
    async remove(key) {
      const response = await ask("DELETE", urlOf(key));
      if (response.status !== 404) await done(response, "delete");
    },
    async *list() {
      let token: string | undefined;
      do {
        const query = `list-type=2${token ? `&continuation-token=${encodeURIComponent(token)}` : ""}`;
        const xml = await (await done(await ask("GET", `${bucket}?${query}`), "list")).text();
        for (const [, entry = ""] of xml.matchAll(/<Contents>(.*?)<\/Contents>/gs)) {
          const found: StoredObject = {
            key: inside(entry, "Key") ?? "",
            size: Number(inside(entry, "Size")),
            modifiedAt: new Date(inside(entry, "LastModified") ?? 0),
          };
          if (isStorageKey(found.key)) yield found;
        }
        token = inside(xml, "IsTruncated") === "true" ? inside(xml, "NextContinuationToken") : undefined;
      } while (token);
    },
  };
}
