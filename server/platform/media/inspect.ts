import fs, { type FileHandle } from "node:fs/promises";
import { kindOf, type Mime } from "@/lib/file-types";
import { cleanPicture } from "./image";
import { scrubMp4 } from "./mp4";
import { chunksOf } from "./read";
import { endsAsPdf, HEAD_BYTES, sniffTypes } from "./sniff";
import { inspectZip } from "./zip";

export type Inspected = { mime: Mime; width: number | null; height: number | null; path: string; size: number };
export type Fault = "disagrees" | "damaged" | "too_many_pixels" | "bomb" | "active";
type Limits = { claimed: readonly Mime[]; tooManyPixels(size: { width: number; height: number }): boolean };

async function part(handle: FileHandle, from: number, to: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(Math.max(0, to - from));
  const { bytesRead } = await handle.read(bytes, 0, bytes.length, from);
  return bytes.subarray(0, bytesRead);
}

/**
 * What a file on this machine really is. It must be one of the claimed types by its bytes; what it says about place and
 * maker is taken out. A picture's cleaned copy is written to `cleaned`; other files stay where they are.
 */
export async function inspectFile(
  path: string,
  cleaned: string,
  { claimed, tooManyPixels }: Limits,
): Promise<Inspected | { fault: Fault }> {
  const handle = await fs.open(path, "r+");
  try {
    const { size } = await handle.stat();
    const found = sniffTypes(await part(handle, 0, Math.min(size, HEAD_BYTES)));
    const mime = claimed.find((claim) => found.includes(claim));
    if (!mime) return { fault: "disagrees" };
    const plain: Inspected = { mime, width: null, height: null, path, size };
    switch (kindOf(mime)) {
      case "image":
        return await inspectPicture(handle, size, mime);
      case "pdf":
        return endsAsPdf(await part(handle, Math.max(0, size - 1024), size)) ? plain : { fault: "damaged" };
      case "office": {
        const zip = await inspectZip(handle, size);
        if ("fault" in zip)
          return { fault: zip.fault === "bomb" ? "bomb" : zip.fault === "macros" ? "active" : "damaged" };
        return zip.mime === mime ? plain : { fault: "disagrees" };
      }
      // Kept whole, and judged entry by entry by whoever takes it apart.
      case "archive":
        return plain;
      case "table":
        return (await isText(handle, size)) ? plain : { fault: "damaged" };
      default:
        return !mime.endsWith("/mp4") || (await scrubMp4(handle, size)) ? plain : { fault: "damaged" };
    }
  } finally {
    await handle.close();
  }

  async function inspectPicture(handle: FileHandle, size: number, mime: Mime): Promise<Inspected | { fault: Fault }> {
    // Pictures are bounded by their purpose to a few megabytes; nothing is decoded here.
    const picture = cleanPicture(await part(handle, 0, size));
    if (!picture || picture.type !== mime || picture.width < 1 || picture.height < 1) return { fault: "damaged" };
    if (tooManyPixels(picture)) return { fault: "too_many_pixels" };
    await fs.writeFile(cleaned, picture.bytes, { mode: 0o600 });
    return { mime, width: picture.width, height: picture.height, path: cleaned, size: picture.bytes.length };
  }
}

/** Valid UTF-8 from beginning to end. */
async function isText(handle: FileHandle, size: number): Promise<boolean> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  try {
    for await (const chunk of chunksOf(handle, 0, size)) {
      const text = decoder.decode(chunk, { stream: true });
      if (text.includes("\0")) return false;
    }
    decoder.decode();
    return true;
  } catch {
    return false;
  }
}
