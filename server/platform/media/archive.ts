import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import { Zip, ZipDeflate, ZipPassThrough } from "fflate";

export type ArchiveEntry = { path: string; sha256: string; size: number };

/** Already packed by its kind: packing it again costs time and gives nothing. */
const packed = /\.(?:jpe?g|png|webp|avif|heic|mp[34]|m4a|webm|ogg|zip|docx|xlsx|pptx|pdf)$/i;

/** How much is packed at a time where the result must not depend on how it was read. */
const PIECE = 64 * 1024;

/** The same bytes in pieces of one size. */
async function* evenly(body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held = Buffer.alloc(0);
  for await (const chunk of body) {
    held = held.length ? Buffer.concat([held, chunk]) : Buffer.from(chunk);
    let at = 0;
    for (; held.length - at >= PIECE; at += PIECE) yield held.subarray(at, at + PIECE);
    held = held.subarray(at);
  }
  if (held.length) yield held;
}

/** Writes an archive to a file piece by piece; never more of it in memory than a piece. */
export class Archive {
  readonly entries: ArchiveEntry[] = [];
  size = 0;
  readonly #zip: Zip;
  #waiting: Uint8Array[] = [];
  #fault: Error | null = null;
  #ended = false;

  private constructor(
    private readonly handle: FileHandle,
    private readonly repeatable: boolean,
  ) {
    this.#zip = new Zip((error, chunk, final) => {
      if (error) this.#fault = error;
      else if (chunk.length) this.#waiting.push(chunk);
      if (final) this.#ended = true;
    });
  }

  /** A repeatable archive has the same bytes whenever the same entries are added, wherever they were read from. */
  static async create(path: string, { repeatable = false } = {}): Promise<Archive> {
    return new Archive(await open(path, "w", 0o600), repeatable);
  }

  async #drain(): Promise<void> {
    if (this.#fault) throw this.#fault;
    const chunks = this.#waiting;
    this.#waiting = [];
    for (const chunk of chunks) {
      await this.handle.write(chunk);
      this.size += chunk.length;
    }
  }

  /** Adds one entry from its pieces and notes its checksum. */
  async add(path: string, body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, at: Date): Promise<ArchiveEntry> {
    // What stands in an archive unpacked and of unknown length is refused by readers that do not look ahead.
    const file = packed.test(path) && !this.repeatable ? new ZipPassThrough(path) : new ZipDeflate(path, { level: 6 });
    file.mtime = at;
    this.#zip.add(file);
    const hash = createHash("sha256");
    let size = 0;
    for await (const chunk of this.repeatable ? evenly(body) : body) {
      hash.update(chunk);
      size += chunk.length;
      // The packer keeps what it is given: a copy, so that a reader may use its buffer again.
      file.push(new Uint8Array(chunk), false);
      await this.#drain();
    }
    file.push(new Uint8Array(), true);
    await this.#drain();
    const entry = { path, sha256: hash.digest("hex"), size };
    this.entries.push(entry);
    return entry;
  }

  /** Ends the archive; the file is whole afterwards. */
  async finish(): Promise<void> {
    this.#zip.end();
    await this.#drain();
    if (!this.#ended) throw new Error("The archive did not end");
    await this.handle.sync();
    await this.handle.close();
  }

  async abandon(): Promise<void> {
    this.#zip.terminate();
    await this.handle.close().catch(() => undefined);
  }
}
