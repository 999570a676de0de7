import { env } from "../env";
import type { Storage } from "./contract";
import { diskStorage } from "./disk";
import { s3Storage } from "./s3";

export { newStorageKey } from "./keys";

let chosen: { by: string; storage: Storage } | undefined;

/** Where this school keeps its files: the bucket named in the environment, else the disk under STORAGE_DIR. */
export function storage(): Storage {
  const { STORAGE_DIR, S3_ENDPOINT, S3_BUCKET, S3_REGION, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY } = env();
  const by = `${S3_ENDPOINT ?? ""}|${S3_BUCKET ?? ""}|${STORAGE_DIR}`;
  if (chosen?.by === by) return chosen.storage;
  const made =
    S3_ENDPOINT && S3_BUCKET && S3_ACCESS_KEY_ID && S3_SECRET_ACCESS_KEY
      ? s3Storage({
          endpoint: S3_ENDPOINT,
          bucket: S3_BUCKET,
          region: S3_REGION,
          accessKeyId: S3_ACCESS_KEY_ID,
          secretAccessKey: S3_SECRET_ACCESS_KEY,
        })
      : diskStorage(STORAGE_DIR);
  chosen = { by, storage: made };
  return made;
}

/** A body of at most `most` bytes; null as soon as it is more, without holding the rest. */
export async function readCapped(body: ReadableStream<Uint8Array> | null, most: number): Promise<Uint8Array | null> {
  if (!body) return new Uint8Array();
  const reader = body.getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(parts);
    size += value.length;
    if (size > most) {
      await reader.cancel();
      return null;
    }
    parts.push(value);
  }
}
