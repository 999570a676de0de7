import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import { Zip, ZipDeflate, ZipPassThrough } from "fflate";
import type { Entry } from "./privacy.export.domain";

/** Already packed by its kind: packing it again costs time and gives nothing. */
const packed = /\.(?:jpe?g|png|webp|avif|heic|mp[34]|m4a|webm|ogg|zip|docx|xlsx|pptx|pdf)$/i;

/** Writes an archive to a file piece by piece; never more of it in memory than a piece. */
export class Archive {
  readonly entries: Entry[] = [];
  size = 0;
  readonly #zip: Zip;
  #waiting: Uint8Array[] = [];
  #fault: Error | null = null;
  #ended = false;

  private constructor(private readonly handle: FileHandle) {
    this.#zip = new Zip((error, chunk, final) => {
      if (error) this.#fault = error;
      else if (chunk.length) this.#waiting.push(chunk);
      if (final) this.#ended = true;
    });
  }

  static async create(path: string): Promise<Archive> {
    return new Archive(await open(path, "w", 0o600));
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
  async add(path: string, body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, at: Date): Promise<Entry> {
    const file = packed.test(path) ? new ZipPassThrough(path) : new ZipDeflate(path, { level: 6 });
    file.mtime = at;
    this.#zip.add(file);
    const hash = createHash("sha256");
    let size = 0;
    for await (const chunk of body) {
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
