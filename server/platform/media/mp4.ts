import type { FileHandle } from "node:fs/promises";

/** Boxes that hold boxes and can hold, somewhere below, what a phone writes about place and person. */
const containers = new Set(["moov", "trak", "mdia"]);
/** Where phones write place, time and maker; players need none of them. */
const telling = new Set(["udta", "meta", "uuid", "ilst", "loci"]);
const BOXES = 20_000;

/**
 * Takes what a phone wrote about place and maker out of an MP4 file, in place and without moving a byte: the boxes
 * become free space filled with zeros. False when the file is not well formed.
 */
export async function scrubMp4(handle: FileHandle, size: number): Promise<boolean> {
  let seen = 0;
  let movie = false;
  const header = Buffer.alloc(16);

  async function walk(from: number, to: number, depth: number): Promise<boolean> {
    for (let at = from; at < to; ) {
      seen += 1;
      if (seen > BOXES || depth > 6 || to - at < 8) return false;
      const { bytesRead } = await handle.read(header, 0, 16, at);
      if (bytesRead < 8) return false;
      const name = header.toString("latin1", 4, 8);
      let length = header.readUInt32BE(0);
      let head = 8;
      if (length === 1) {
        if (bytesRead < 16 || header.readUInt32BE(8) > 0xffff) return false;
        length = header.readUInt32BE(8) * 2 ** 32 + header.readUInt32BE(12);
        head = 16;
      } else if (length === 0 && depth === 0) length = to - at;
      if (length < head || at + length > to) return false;
      if (name === "moov") movie = true;
      if (telling.has(name)) await blank(at, head, length);
      else if (containers.has(name) && !(await walk(at + head, at + length, depth + 1))) return false;
      at += length;
    }
    return true;
  }

  async function blank(at: number, head: number, length: number): Promise<void> {
    await handle.write("free", at + 4, "latin1");
    const zeros = Buffer.alloc(Math.min(length - head, 64 * 1024));
    for (let done = head; done < length; done += zeros.length)
      await handle.write(zeros, 0, Math.min(zeros.length, length - done), at + done);
  }

  return (await walk(0, size, 0)) && movie;
}
