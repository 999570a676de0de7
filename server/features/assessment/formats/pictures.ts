import { createHash } from "node:crypto";
import { contentId } from "@/server/features/files/files.domain";
import { limits, type Place, Unreadable } from "./problems";

/** A picture that came in a file. Its id stands in passages until the caller has stored it under one of the school's. */
export type Picture = { id: string; name: string; type: string; bytes: Uint8Array };

const kinds: [magic: RegExp, type: string][] = [
  [/^\x89PNG\r\n/u, "image/png"],
  [/^\xff\xd8\xff/u, "image/jpeg"],
  [/^GIF8[79]a/u, "image/gif"],
  [/^RIFF[\s\S]{4}WEBP/u, "image/webp"],
];

const idOf = (bytes: Uint8Array) => contentId(createHash("sha256").update(bytes).digest("hex"));

/** The pictures of a file, each told by what it is and not by what it says it is. */
export class Pictures {
  readonly found = new Map<string, Picture>();

  add(bytes: Uint8Array, name: string, place: Place): string {
    if (bytes.length > limits.imageBytes) throw new Unreadable(place, "tooLarge", name);
    const start = String.fromCharCode(...bytes.subarray(0, 16));
    const type = kinds.find(([magic]) => magic.test(start))?.[1];
    if (!type) throw new Unreadable(place, "media", name);
    const id = idOf(bytes);
    const safe = name.replace(/[^\p{L}\p{N}._ -]+/gu, "_").slice(-100) || "picture";
    if (!this.found.has(id)) this.found.set(id, { id, name: safe, type, bytes });
    return id;
  }

  /** A picture written into its own address: data:image/png;base64,… */
  addData(source: string, place: Place): string | null {
    const data = /^data:image\/[\w.+-]+;base64,([A-Za-z0-9+/=\s]+)$/u.exec(source)?.[1];
    return data === undefined ? null : this.add(Buffer.from(data, "base64"), "picture", place);
  }
}

/** A file name for a picture that no other picture of the package has. */
export function pictureName(picture: Picture): string {
  return `${picture.id}.${picture.type.split("/")[1]}`;
}
