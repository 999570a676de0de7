import type { Mime } from "@/lib/file-types";

/** So much of a file's beginning is looked at. */
export const HEAD_BYTES = 4096;

const latin = (bytes: Uint8Array, from: number, to: number) => Buffer.from(bytes.subarray(from, to)).toString("latin1");
const markup = /<(?:!doctype|html|head|body|script|svg|iframe|\?xml|\?php|a\s|img\s|style|meta\s|form|object|embed)/i;

/**
 * What the first bytes can be: several types where one container serves several, none when it is nothing the school
 * takes. Magic must stand at the very beginning; a known beginning with markup behind it (a PDF that is also a page) is
 * nothing we take.
 */
export function sniffTypes(head: Uint8Array): Mime[] {
  const start = latin(head, 0, 12);
  if (head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff) return ["image/jpeg"];
  if (start.startsWith("\x89PNG\r\n\x1a\n")) return ["image/png"];
  if (start.startsWith("RIFF") && latin(head, 8, 12) === "WEBP") return ["image/webp"];
  if (start.startsWith("RIFF") && latin(head, 8, 12) === "WAVE") return ["audio/wav"];
  if (/^%PDF-[12]\.\d/.test(start)) return markup.test(latin(head, 0, 1024)) ? [] : ["application/pdf"];
  if (start.startsWith("OggS\0")) return ["audio/ogg"];
  if (start.startsWith("\x1aE\xdf\xa3")) return latin(head, 4, 64).includes("webm") ? ["video/webm", "audio/webm"] : [];
  if (latin(head, 4, 8) === "ftyp") return mp4Types(latin(head, 8, 12));
  if (start.startsWith("PK\x03\x04"))
    return [
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
      "application/vnd.openxmlformats-officedocument.presentationml.presentation",
      "application/zip",
    ];
  // MP3: a tag, or a frame header of layer III that is possible at all.
  if (start.startsWith("ID3") && (head[3] ?? 255) <= 4) return ["audio/mpeg"];
  if (head[0] === 0xff && [0xfb, 0xfa, 0xf3, 0xf2].includes(head[1] ?? 0) && (head[2] ?? 0xff) >> 4 < 15)
    return ["audio/mpeg"];
  return isPlainText(head) ? ["text/csv"] : [];
}

function mp4Types(brand: string): Mime[] {
  if (/^M4[AB] /.test(brand)) return ["audio/mp4"];
  return /^(?:isom|iso\d|mp4\d|avc1|M4V |MSNV|dash|3gp\d|qt {2})$/.test(brand) ? ["video/mp4", "audio/mp4"] : [];
}

/** UTF-8 without controls and without markup: a table's beginning. */
function isPlainText(head: Uint8Array): boolean {
  // A character may be cut at the end of what is looked at.
  const text = new TextDecoder("utf-8", { fatal: false }).decode(head).replace(/\ufffd{1,3}$/, "");
  return text.trim().length > 0 && !/\p{Cc}|\ufffd/u.test(text.replace(/[\t\r\n]/g, "")) && !markup.test(text);
}

/** Whether the end of a PDF is one. */
export const endsAsPdf = (tail: Uint8Array): boolean => /%%EOF\s*$/.test(latin(tail, 0, tail.length));
