import { randomBytes } from "node:crypto";
import fs from "node:fs/promises";
import path from "node:path";
import { assertOutsideWork } from "./db/work";
import { env } from "./env";

/** Where uploaded bytes live. Local disk under STORAGE_DIR; an object store can take its place behind the same four verbs. */
export type Storage = {
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** Null when there is no such file. */
  get(key: string): Promise<Uint8Array<ArrayBuffer> | null>;
  remove(key: string): Promise<void>;
};

const shape = /^[a-z][a-z-]{1,30}\/[0-9a-f]{2}\/[0-9a-f]{48}$/;

/** A name nobody can guess and that says nothing: what people call their files never reaches the disk. */
export function newStorageKey(purpose: string): string {
  const name = randomBytes(24).toString("hex");
  return `${purpose}/${name.slice(0, 2)}/${name}`;
}

/** The file of a key; a key of another shape is a mistake of ours, never a path. */
function fileOf(key: string): string {
  if (!shape.test(key)) throw new Error("Not a storage key");
  return path.join(path.resolve(env().STORAGE_DIR), key);
}

const isMissing = (error: unknown) => (error as { code?: string } | null)?.code === "ENOENT";

const disk: Storage = {
  async put(key, bytes) {
    assertOutsideWork("storage");
    const file = fileOf(key);
    await fs.mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    // Whole or not at all: another name first, flushed, then the real one.
    const part = `${file}.part`;
    const handle = await fs.open(part, "wx", 0o600);
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await fs.rename(part, file);
  },
  async get(key) {
    assertOutsideWork("storage");
    try {
      return new Uint8Array(await fs.readFile(fileOf(key)));
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  },
  async remove(key) {
    await fs.rm(fileOf(key), { force: true });
  },
};

export const storage = (): Storage => disk;

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
