import fs, { type FileHandle } from "node:fs/promises";
import { Readable } from "node:stream";
import { crc32, createInflateRaw } from "node:zlib";
import { chunksOf } from "./read";
import { isSafePath, readDirectory, startOf, type ZipEntry, type ZipLimits } from "./zip";

/** Why an archive is not taken; `entry` names what of it, where it is one entry. */
export type UnzipFault = "broken" | "bomb" | "encrypted" | "path" | "symlink" | "duplicate";
export class UnzipError extends Error {
  constructor(
    readonly fault: UnzipFault,
    readonly entry = "",
  ) {
    super(`${fault} ${entry}`);
  }
}

const isDirectory = ({ name }: ZipEntry) => name.endsWith("/");
const isSymlink = ({ mode }: ZipEntry) => (mode & 0xf000) === 0xa000;

/** What is wrong with one entry by what the directory says of it. */
function faultOf(entry: ZipEntry, size: number, limits: ZipLimits): UnzipFault | null {
  if (!isSafePath(entry.name)) return "path";
  if (isSymlink(entry)) return "symlink";
  if (entry.method !== 0 && entry.method !== 8) return "broken";
  if (entry.packed > size || (entry.method === 0 && entry.packed !== entry.unpacked)) return "broken";
  return entry.unpacked > limits.slack && entry.unpacked > entry.packed * limits.ratio ? "bomb" : null;
}

/** Bytes that grow no further than was said, and are the ones that were packed. */
async function* checked(packed: AsyncIterable<Uint8Array>, { name, unpacked, crc }: ZipEntry) {
  let grown = 0;
  let sum = 0;
  try {
    for await (const chunk of packed) {
      grown += chunk.length;
      if (grown > unpacked) throw new UnzipError("bomb", name);
      sum = crc32(chunk, sum);
      yield chunk;
    }
  } catch (error) {
    throw error instanceof UnzipError ? error : new UnzipError("broken", name);
  }
  if (grown !== unpacked || sum !== crc) throw new UnzipError("broken", name);
}

/**
 * A zip archive of a stranger, read entry by entry from a file on this machine. Its directory is judged whole before
 * anything is unpacked: paths, links, names that stand twice, entries that share bytes, what it would unfold to. What
 * an entry then really unfolds to is cut off where it grows beyond what was said.
 */
export class Unzip {
  private constructor(
    private readonly handle: FileHandle,
    private readonly entries: ReadonlyMap<string, ZipEntry & { from: number }>,
  ) {}

  /** Throws UnzipError for an archive that is not taken. */
  static async open(path: string, limits: ZipLimits): Promise<Unzip> {
    const handle = await fs.open(path, "r");
    try {
      const { size } = await handle.stat();
      const listed = await readDirectory(handle, size, limits);
      if (typeof listed === "string")
        throw new UnzipError(listed === "bomb" || listed === "encrypted" ? listed : "broken");
      return new Unzip(handle, await judged(handle, listed, size, limits));
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  get names(): string[] {
    return [...this.entries.keys()];
  }

  /** What an entry unfolds to; undefined when there is none of that name. */
  sizeOf(name: string): number | undefined {
    return this.entries.get(name)?.unpacked;
  }

  /** The bytes of an entry as they are unpacked. */
  pieces(name: string): AsyncGenerator<Uint8Array> {
    const entry = this.entries.get(name);
    if (!entry) throw new UnzipError("broken", name);
    const packed = chunksOf(this.handle, entry.from, entry.from + entry.packed);
    return checked(entry.method === 0 ? packed : Readable.from(packed).pipe(createInflateRaw()), entry);
  }

  /** A whole entry: for what is known to be small. */
  async read(name: string): Promise<Buffer> {
    const parts: Uint8Array[] = [];
    for await (const piece of this.pieces(name)) parts.push(piece);
    return Buffer.concat(parts);
  }

  close(): Promise<void> {
    return this.handle.close();
  }
}

async function judged(handle: FileHandle, listed: readonly ZipEntry[], size: number, limits: ZipLimits) {
  const found = new Map<string, ZipEntry & { from: number }>();
  let total = 0;
  let last = 0;
  for (const entry of listed.toSorted((one, other) => one.at - other.at)) {
    const fault = faultOf(entry, size, limits);
    if (fault) throw new UnzipError(fault, entry.name);
    const name = entry.name.normalize("NFC");
    if (found.has(name)) throw new UnzipError("duplicate", name);
    const from = await startOf(handle, entry);
    if (from === null || from + entry.packed > size) throw new UnzipError("broken", name);
    if (entry.at < last) throw new UnzipError("bomb", name);
    last = from + entry.packed;
    total += entry.unpacked;
    if (total > Math.min(limits.bytes, size * limits.ratio + limits.slack)) throw new UnzipError("bomb", name);
    if (!isDirectory(entry)) found.set(name, { ...entry, from });
  }
  return found;
}
