import type { FileHandle } from "node:fs/promises";
import { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createInflateRaw } from "node:zlib";
import type { Mime } from "@/lib/file-types";
import { chunksOf } from "./read";

/** What a document may unfold to. */
export const zipLimits = {
  entries: 2000,
  bytes: 200 * 1024 * 1024,
  ratio: 100,
  slack: 1024 * 1024,
  directory: 1024 * 1024,
};
export type ZipLimits = typeof zipLimits;

export type ZipEntry = {
  name: string;
  method: number;
  packed: number;
  unpacked: number;
  at: number;
  crc: number;
  /** Kind and rights of the file where a Unix made the entry, else 0. */
  mode: number;
};
export type ZipFault = "broken" | "bomb" | "encrypted" | "macros" | "not_a_document";
/** A path that stays inside its archive and is written the same everywhere. */
export function isSafePath(path: string): boolean {
  return (
    path.length > 0 &&
    path.length <= 300 &&
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
    !/[\\\u0000-\u001f:]|^\//u.test(path) &&
    !path.split("/").some((part) => part === ".." || part === ".")
  );
}

const word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document" satisfies Mime;
const sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" satisfies Mime;
const slides = "application/vnd.openxmlformats-officedocument.presentationml.presentation" satisfies Mime;
const bodies: [string, Mime][] = [
  ["word/document.xml", word],
  ["xl/workbook.xml", sheet],
  ["ppt/presentation.xml", slides],
];

/**
 * Which document a zip file is, or why it is refused. The directory is read first and its numbers judged; then every
 * entry is really unpacked, into nothing, and cut off as soon as it grows beyond what is allowed: numbers can lie.
 */
export async function inspectZip(
  handle: FileHandle,
  size: number,
  limits: ZipLimits = zipLimits,
): Promise<{ mime: Mime } | { fault: ZipFault }> {
  const entries = await readDirectory(handle, size, limits);
  if (typeof entries === "string") return { fault: entries };
  if (entries.some(({ name }) => /^[/\\]|\\|\0|(?:^|\/)\.\.(?:\/|$)|^[a-z]:/i.test(name))) return { fault: "broken" };
  const names = new Set(entries.map(({ name }) => name));
  const mime = bodies.find(([body]) => names.has(body))?.[1];
  if (!mime || !names.has("[Content_Types].xml")) return { fault: "not_a_document" };
  if (entries.some(({ name }) => /vbaProject\.bin$|\.(?:exe|dll|js|vbs|bat|cmd|ps1|scr|jar|html?|svg)$/i.test(name)))
    return { fault: "macros" };
  const total = entries.reduce((sum, { unpacked }) => sum + unpacked, 0);
  if (total > Math.min(limits.bytes, size * limits.ratio + limits.slack)) return { fault: "bomb" };
  const fault = await unpackAll(handle, entries, size, limits);
  return fault ? { fault } : { mime };
}

async function read(handle: FileHandle, at: number, length: number): Promise<Buffer | null> {
  const bytes = Buffer.alloc(length);
  const { bytesRead } = await handle.read(bytes, 0, length, at);
  return bytesRead === length ? bytes : null;
}

/** What the directory at the end of a zip file lists; its names and numbers are not judged yet. */
export async function readDirectory(
  handle: FileHandle,
  size: number,
  limits: Pick<ZipLimits, "entries" | "directory">,
): Promise<ZipEntry[] | ZipFault> {
  const tail = await read(handle, Math.max(0, size - 65_557), Math.min(size, 65_557));
  const end = tail?.lastIndexOf(Buffer.from("PK\x05\x06", "latin1")) ?? -1;
  if (!tail || end < 0 || end + 22 > tail.length) return "broken";
  const count = tail.readUInt16LE(end + 10);
  const length = tail.readUInt32LE(end + 12);
  const start = tail.readUInt32LE(end + 16);
  const endAt = size - tail.length + end;
  // Several disks, sizes beyond 4 GB, something between directory and end, something behind the end: nobody's document.
  if (tail.readUInt16LE(end + 8) !== count || count === 0xffff || start + length !== endAt) return "broken";
  if (end + 22 + tail.readUInt16LE(end + 20) !== tail.length) return "broken";
  if (count > limits.entries || length > limits.directory) return "bomb";
  const directory = await read(handle, start, length);
  if (!directory) return "broken";
  const entries: ZipEntry[] = [];
  let at = 0;
  for (let i = 0; i < count; i += 1) {
    if (at + 46 > length || directory.readUInt32LE(at) !== 0x02014b50) return "broken";
    if (directory.readUInt16LE(at + 8) & 0x41) return "encrypted";
    const nameEnd = at + 46 + directory.readUInt16LE(at + 28);
    const name = directory.subarray(at + 46, nameEnd).toString("utf8");
    if (!name) return "broken";
    entries.push({
      name,
      method: directory.readUInt16LE(at + 10),
      packed: directory.readUInt32LE(at + 20),
      unpacked: directory.readUInt32LE(at + 24),
      at: directory.readUInt32LE(at + 42),
      crc: directory.readUInt32LE(at + 16),
      mode: directory.readUInt8(at + 5) === 3 ? directory.readUInt16LE(at + 40) : 0,
    });
    at = nameEnd + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return at === length ? entries : "broken";
}

/** Entries one after the other as they lie in the file; two that share bytes are how a small file becomes a huge one. */
async function unpackAll(
  handle: FileHandle,
  entries: ZipEntry[],
  size: number,
  limits: ZipLimits,
): Promise<ZipFault | null> {
  let last = 0;
  let unfolded = 0;
  const most = Math.min(limits.bytes, size * limits.ratio + limits.slack);
  for (const entry of [...entries].sort((a, b) => a.at - b.at)) {
    if (entry.at < last) return "bomb";
    const from = await startOf(handle, entry);
    if (from === null) return "broken";
    last = from + entry.packed;
    if (last > size) return "broken";
    if (entry.method === 0) {
      if (entry.packed !== entry.unpacked) return "broken";
      unfolded += entry.packed;
    } else if (entry.method === 8) {
      const grown = await unpack(handle, from, entry, most - unfolded);
      if (grown === null) return "broken";
      unfolded += grown;
    } else return "broken";
    if (unfolded > most) return "bomb";
  }
  return null;
}

/** Where the bytes of an entry begin; null where no entry lies. */
export async function startOf(handle: FileHandle, entry: ZipEntry): Promise<number | null> {
  const head = await read(handle, entry.at, 30);
  if (head?.readUInt32LE(0) !== 0x04034b50) return null;
  return entry.at + 30 + head.readUInt16LE(26) + head.readUInt16LE(28);
}

/** Bytes an entry unfolds to, counted as they come; a little more than `most` when it is too much; null when broken. */
async function unpack(handle: FileHandle, from: number, entry: ZipEntry, most: number): Promise<number | null> {
  if (entry.packed === 0) return entry.unpacked === 0 ? 0 : null;
  let grown = 0;
  const counter = new Writable({
    write(chunk: Buffer, _encoding, done) {
      grown += chunk.length;
      done(grown > most ? new Error("too much") : null);
    },
  });
  const packed = chunksOf(handle, from, from + entry.packed);
  try {
    await pipeline(packed, createInflateRaw(), counter);
  } catch {
    return grown > most ? grown : null;
  }
  return grown === entry.unpacked ? grown : null;
}
