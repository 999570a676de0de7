/**
 * What a picture really is, read from its bytes, and the picture without what it says about where and with what it was
 * taken. Pure functions over bytes, no decoder: JPEG, PNG and WebP are walked part by part, only parts known to be needed
 * for showing are kept, and whatever is malformed or hangs on behind the picture is refused or dropped.
 */
export type ImageType = "image/jpeg" | "image/png" | "image/webp";
export type Picture = { type: ImageType; width: number; height: number; bytes: Uint8Array };

export const imageExtension: Record<ImageType, string> = {
  "image/jpeg": "jpg",
  "image/png": "png",
  "image/webp": "webp",
};

const ascii = (bytes: Uint8Array, at: number, length: number) =>
  String.fromCharCode(...bytes.subarray(at, at + length));

/** The type by its first bytes, or null. */
export function sniff(bytes: Uint8Array): ImageType | null {
  if (bytes.length < 16) return null;
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return "image/jpeg";
  if (bytes[0] === 0x89 && ascii(bytes, 1, 7) === "PNG\r\n\x1a\n") return "image/png";
  if (ascii(bytes, 0, 4) === "RIFF" && ascii(bytes, 8, 4) === "WEBP") return "image/webp";
  return null;
}

/** The cleaned picture with its size, or null when it is none of the three or is not well formed. */
export function cleanPicture(bytes: Uint8Array): Picture | null {
  try {
    switch (sniff(bytes)) {
      case "image/jpeg":
        return cleanJpeg(bytes);
      case "image/png":
        return cleanPng(bytes);
      case "image/webp":
        return cleanWebp(bytes);
      default:
        return null;
    }
  } catch (error) {
    // Reading past the end, or a length that lies.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function slice(bytes: Uint8Array, from: number, to: number): Uint8Array {
  if (to > bytes.length || to < from) throw new RangeError("a part reaches beyond the picture");
  return bytes.subarray(from, to);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const isFrame = (marker: number) =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

/** Tables, frame and scan headers, JFIF, the colour profile and Adobe's colour transform; comments, Exif, XMP, IPTC and maker data go. */
function keepsSegment(marker: number, body: Uint8Array): boolean {
  if (isFrame(marker) || [0xc4, 0xcc, 0xda, 0xdb, 0xdc, 0xdd].includes(marker)) return true;
  if (marker === 0xe0) return ascii(body, 0, 4) === "JFIF";
  if (marker === 0xe2) return ascii(body, 0, 11) === "ICC_PROFILE";
  return marker === 0xee && ascii(body, 0, 5) === "Adobe";
}

function cleanJpeg(bytes: Uint8Array): Picture | null {
  const view = viewOf(bytes);
  const parts: Uint8Array[] = [];
  let [width, height, orientation, scans] = [0, 0, 1, 0];
  let at = 2;
  while (at < bytes.length) {
    if (bytes[at] !== 0xff) return null;
    while (bytes[at + 1] === 0xff) at += 1;
    const marker = view.getUint8(at + 1);
    if (marker === 0xd9) {
      if (!scans || !width || !height) return null;
      const head = [bytes.subarray(0, 2), ...(orientation > 1 ? [orientationSegment(orientation)] : [])];
      return { type: "image/jpeg", width, height, bytes: joined([...head, ...parts, bytes.subarray(at, at + 2)]) };
    }
    const end = at + 2 + view.getUint16(at + 2);
    const body = slice(bytes, at + 4, end);
    if (isFrame(marker)) {
      height = view.getUint16(at + 5);
      width = view.getUint16(at + 7);
    }
    if (marker === 0xe1) orientation = orientationOf(body) ?? orientation;
    if (marker === 0xe0 && keepsSegment(marker, body)) parts.push(plainJfif(body));
    else if (keepsSegment(marker, body)) parts.push(slice(bytes, at, end));
    at = end;
    if (marker !== 0xda) continue;
    scans += 1;
    const from = at;
    // Entropy-coded data lasts until a marker that is neither a stuffed zero nor a restart.
    while (at < bytes.length - 1 && !(bytes[at] === 0xff && bytes[at + 1] !== 0 && !isRestart(bytes[at + 1] ?? 0)))
      at += 1;
    parts.push(slice(bytes, from, at));
  }
  return null;
}

/** JFIF's own fourteen bytes; the thumbnail it may carry could be an older picture, or no picture at all. */
function plainJfif(body: Uint8Array): Uint8Array {
  const plain = new Uint8Array(18);
  plain.set([0xff, 0xe0, 0, 16]);
  plain.set(slice(body, 0, 12), 4);
  return plain;
}

const isRestart = (marker: number) => (marker >= 0xd0 && marker <= 0xd7) || marker === 0xff;

/** How the camera was held, 1 to 8: the only word of Exif that a picture needs to stand upright. */
function orientationOf(body: Uint8Array): number | null {
  if (ascii(body, 0, 6) !== "Exif\0\0" || body.length < 14) return null;
  const tiff = viewOf(body.subarray(6));
  const little = tiff.getUint16(0) === 0x4949;
  const start = tiff.getUint32(4, little);
  const count = tiff.getUint16(start, little);
  for (let entry = 0; entry < Math.min(count, 64); entry += 1) {
    const at = start + 2 + entry * 12;
    if (at + 12 > tiff.byteLength) return null;
    if (tiff.getUint16(at, little) !== 0x0112) continue;
    const value = tiff.getUint16(at + 8, little);
    return value >= 1 && value <= 8 ? value : null;
  }
  return null;
}

/** A new Exif segment that says the orientation and nothing else. */
function orientationSegment(value: number): Uint8Array {
  return Uint8Array.from([
    ...[0xff, 0xe1, 0, 34, 0x45, 0x78, 0x69, 0x66, 0, 0],
    ...[0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1],
    ...[0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, value, 0, 0],
    ...[0, 0, 0, 0],
  ]);
}

/** Chunks that draw the picture. Animation is dropped with the rest: what is left is its first frame. */
const pngChunks = new Set(["IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "sBIT", "bKGD"]);

function cleanPng(bytes: Uint8Array): Picture | null {
  const view = viewOf(bytes);
  const parts = [bytes.subarray(0, 8)];
  let [width, height] = [0, 0];
  for (let at = 8; at < bytes.length; ) {
    const length = view.getUint32(at);
    const name = ascii(bytes, at + 4, 4);
    const chunk = slice(bytes, at, at + 12 + length);
    if ((at === 8) !== (name === "IHDR")) return null;
    if (name === "IHDR") {
      if (length !== 13) return null;
      width = view.getUint32(at + 8);
      height = view.getUint32(at + 12);
    }
    if (pngChunks.has(name)) parts.push(chunk);
    if (name === "IEND") return { type: "image/png", width, height, bytes: joined(parts) };
    at += chunk.length;
  }
  return null;
}

const webpChunks = new Set(["VP8 ", "VP8L", "VP8X", "ICCP", "ALPH"]);
const ANIMATED = 0x02;
const EXIF_OR_XMP = 0x08 | 0x04;

function cleanWebp(bytes: Uint8Array): Picture | null {
  const view = viewOf(bytes);
  const end = Math.min(bytes.length, 8 + view.getUint32(4, true));
  const parts: Uint8Array[] = [];
  let size: { width: number; height: number } | null = null;
  let drawn = false;
  for (let at = 12; at + 8 <= end; ) {
    const name = ascii(bytes, at, 4);
    const length = view.getUint32(at + 4, true);
    const data = slice(bytes, at + 8, at + 8 + length);
    if (name === "VP8X") {
      if (at !== 12 || length < 10 || view.getUint8(at + 8) & ANIMATED) return null;
      size = { width: 1 + little24(data, 4), height: 1 + little24(data, 7) };
    } else if (name === "VP8 " || name === "VP8L") {
      size ??= name === "VP8 " ? lossySize(data) : losslessSize(data);
      drawn = true;
    }
    if (webpChunks.has(name)) {
      const copy = new Uint8Array(8 + length + (length & 1));
      copy.set(bytes.subarray(at, at + 8 + length));
      if (name === "VP8X") copy[8] = (copy[8] ?? 0) & ~EXIF_OR_XMP;
      parts.push(copy);
    }
    at += 8 + length + (length & 1);
  }
  if (!size || !drawn) return null;
  const head = bytes.slice(0, 12);
  viewOf(head).setUint32(4, 4 + parts.reduce((sum, part) => sum + part.length, 0), true);
  return { type: "image/webp", ...size, bytes: joined([head, ...parts]) };
}

const little24 = (bytes: Uint8Array, at: number) =>
  (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16);

function lossySize(data: Uint8Array) {
  if (data[3] !== 0x9d || data[4] !== 0x01 || data[5] !== 0x2a) return null;
  const view = viewOf(data);
  return { width: view.getUint16(6, true) & 0x3fff, height: view.getUint16(8, true) & 0x3fff };
}

function losslessSize(data: Uint8Array) {
  if (data[0] !== 0x2f) return null;
  const bits = viewOf(data).getUint32(1, true);
  return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) };
}
