import { createReadStream } from "node:fs";
import fs from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { assertOutsideWork } from "../db/work";
import type { Storage } from "./contract";
import { checkedKey, isStorageKey } from "./keys";

const isMissing = (error: unknown) => (error as { code?: string } | null)?.code === "ENOENT";

/** Files below one folder, readable by this process's person only. */
export function diskStorage(folder: string): Storage {
  const root = path.resolve(folder);
  const fileOf = (key: string) => path.join(root, checkedKey(key));

  /** Whole or not at all: another name first, flushed, then the real one. */
  async function write(key: string, fill: (handle: fs.FileHandle) => Promise<unknown>): Promise<void> {
    assertOutsideWork("storage");
    const file = fileOf(key);
    await fs.mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    const part = `${file}.part`;
    const handle = await fs.open(part, "wx", 0o600);
    try {
      await fill(handle);
      await handle.sync();
    } catch (error) {
      await handle.close();
      await fs.rm(part, { force: true });
      throw error;
    }
    await handle.close();
    await fs.rename(part, file);
  }

  return {
    put: (key, bytes) => write(key, (handle) => handle.writeFile(bytes)),
    putFile: (key, source) =>
      write(key, async (handle) => {
        await handle.writeFile(createReadStream(source.path));
        const { size } = await handle.stat();
        if (size !== source.size) throw new Error(`Stored ${size} bytes of ${source.size}`);
      }),
    async get(key) {
      assertOutsideWork("storage");
      try {
        return new Uint8Array(await fs.readFile(fileOf(key)));
      } catch (error) {
        if (isMissing(error)) return null;
        throw error;
      }
    },
    async open(key, range) {
      assertOutsideWork("storage");
      try {
        const handle = await fs.open(fileOf(key), "r");
        const part = range ? { start: range.from, end: range.to } : {};
        return Readable.toWeb(
          handle.createReadStream({ ...part, highWaterMark: 256 * 1024 }),
        ) as ReadableStream<Uint8Array>;
      } catch (error) {
        if (isMissing(error)) return null;
        throw error;
      }
    },
    async remove(key) {
      const [whole = "", part = ""] = key.split(/(\.part)$/);
      await fs.rm(`${fileOf(whole)}${part}`, { force: true });
    },
    async *list() {
      const directory = await fs.opendir(root, { recursive: true }).catch((error: unknown) => {
        if (isMissing(error)) return null;
        throw error;
      });
      if (!directory) return;
      for await (const entry of directory) {
        if (!entry.isFile()) continue;
        const file = path.join(entry.parentPath, entry.name);
        const key = path.relative(root, file).split(path.sep).join("/");
        // A part left by a crash counts as an object without a fact: it is found and goes.
        if (!isStorageKey(key.replace(/\.part$/, ""))) continue;
        const stat = await fs.stat(file).catch(() => null);
        if (stat) yield { key, size: stat.size, modifiedAt: stat.mtime };
      }
    },
  };
}
