import { createHash } from "node:crypto";
import { extensionOf, kindOf, type Mime } from "@/lib/file-types";
import { contentId } from "@/server/features/files/files.domain";
import { HEAD_BYTES, sniffTypes } from "@/server/platform/media/sniff";
import { limits, type Place, Unreadable } from "./problems";

/** A picture or a recording that came in a file. Its id stands in passages until the caller has stored it under one of the school's. */
export type Picture = { id: string; name: string; type: Mime; bytes: Uint8Array; place?: Place };

const idOf = (bytes: Uint8Array) => contentId(createHash("sha256").update(bytes).digest("hex"));
/** What the bytes are, as far as a question can show it. */
const typeOf = (bytes: Uint8Array) =>
  sniffTypes(bytes.subarray(0, HEAD_BYTES)).find((mime) => ["image", "audio"].includes(kindOf(mime)));

/** The pictures and recordings of a file, each told by what it is and not by what it says it is. */
export class Pictures {
  readonly found = new Map<string, Picture>();

  add(bytes: Uint8Array, name: string, place: Place): string {
    if (bytes.length > limits.mediaBytes) throw new Unreadable(place, "tooLarge", name);
    const type = typeOf(bytes);
    if (!type) throw new Unreadable(place, "media", name);
    const id = idOf(bytes);
    const safe = name.replace(/[^\p{L}\p{N}._ -]+/gu, "_").slice(-100) || "picture";
    if (!this.found.has(id)) this.found.set(id, { id, name: safe, type, bytes, place });
    return id;
  }

  /** One written into its own address: data:image/png;base64,… */
  addData(source: string, place: Place): string | null {
    const data = /^data:(?:image|audio)\/[\w.+-]+;base64,([A-Za-z0-9+/=\s]+)$/u.exec(source)?.[1];
    return data === undefined ? null : this.add(Buffer.from(data, "base64"), "picture", place);
  }
}

/** A file name for a picture that no other picture of the package has. */
export const pictureName = ({ id, type }: Picture): string => `${id}.${extensionOf(type)}`;
