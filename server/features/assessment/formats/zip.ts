import { strToU8, unzipSync, zipSync } from "fflate";
import { isSafePath } from "@/server/platform/media/zip";
import { limits, Unreadable } from "./problems";

/** The files of a zip archive by path. What would unpack too large, or to elsewhere, is refused before it is unpacked. */
export function readZip(bytes: Uint8Array): Map<string, Uint8Array> {
  const seen = new Set<string>();
  let total = 0;
  const refuse = (reason: "zipPath" | "zipRatio" | "zipDuplicate" | "tooMany" | "tooLarge", detail: string) => {
    throw new Unreadable({ line: 1 }, reason, detail);
  };
  try {
    const files = unzipSync(bytes, {
      filter: ({ name, size, originalSize }) => {
        if (!isSafePath(name)) refuse("zipPath", name);
        if (seen.has(name)) refuse("zipDuplicate", name);
        if (seen.add(name).size > limits.zipEntries) refuse("tooMany", name);
        total += originalSize;
        if (total > limits.zipBytes) refuse("tooLarge", name);
        if (originalSize > 1_000_000 && originalSize > size * limits.zipRatio) refuse("zipRatio", name);
        return !name.endsWith("/");
      },
    });
    return new Map(Object.entries(files));
  } catch (fault) {
    if (fault instanceof Unreadable) throw fault;
    throw new Unreadable({ line: 1 }, "zipBroken", fault instanceof Error ? fault.message : "");
  }
}

/** A zip archive; the same files always give the same bytes. */
export function writeZip(files: Map<string, string | Uint8Array>): Uint8Array {
  const entries = [...files].map(([path, body]) => [path, typeof body === "string" ? strToU8(body) : body] as const);
  return zipSync(Object.fromEntries(entries), { level: 6, mtime: new Date(1980, 0, 1) });
}
