import { Unreadable } from "./problems";

const marks: [bytes: number[], encoding: string][] = [
  [[0xef, 0xbb, 0xbf], "utf-8"],
  [[0xff, 0xfe], "utf-16le"],
  [[0xfe, 0xff], "utf-16be"],
];

/** The encoding a file says it is in: by its first bytes, or as XML by its first line; UTF-8 otherwise. */
function saidEncoding(bytes: Uint8Array): string {
  const marked = marks.find(([mark]) => mark.every((byte, at) => bytes[at] === byte));
  if (marked) return marked[1];
  const start = String.fromCharCode(...bytes.subarray(0, 200));
  return /^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)["']/u.exec(start)?.[1]?.toLowerCase() ?? "utf-8";
}

/** The first line that is not text in the encoding. A line feed is never a part of another letter in UTF-8. */
function brokenLine(bytes: Uint8Array): number {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    const end = bytes.indexOf(0x0a, start);
    const stop = end < 0 ? bytes.length : end + 1;
    try {
      decoder.decode(bytes.subarray(start, stop));
    } catch {
      return line;
    }
    start = stop;
  }
  return 1;
}

/** The text of a file, with line feeds only; a file that is not text is refused with its line. */
export function textOf(bytes: Uint8Array): string {
  const encoding = saidEncoding(bytes);
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(encoding, { fatal: true });
  } catch {
    throw new Unreadable({ line: 1 }, "encoding", encoding);
  }
  try {
    return decoder.decode(bytes).replace(/\r\n?/gu, "\n");
  } catch {
    throw new Unreadable({ line: encoding === "utf-8" ? brokenLine(bytes) : 1 }, "encoding", encoding);
  }
}
