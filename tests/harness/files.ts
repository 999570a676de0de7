/** Files made in code, as phones, scanners and people of ill will make them. */
import { randomBytes } from "node:crypto";
import { strToU8, type Zippable, zipSync } from "fflate";
import sharp from "sharp";

const place = {
  IFD0: { Make: "KilimaniPhone", Model: "K1", Copyright: "Amina Otieno" },
  IFD2: { DateTimeOriginal: "2026:11:21 08:00:00" },
  IFD3: { GPSLatitudeRef: "S", GPSLatitude: "1/1 17/1 31/1", GPSLongitudeRef: "E", GPSLongitude: "36/1 49/1 18/1" },
};
export type PictureType = "jpeg" | "png" | "webp";

/** A photo as a phone takes it: with place, maker and owner written into it. */
export async function photo(type: PictureType, { width = 1200, height = 900 } = {}): Promise<Buffer> {
  const noise = { type: "gaussian" as const, mean: 128, sigma: 20 };
  const drawn = sharp({ create: { width, height, channels: 3, background: "#789", noise } });
  return drawn
    .withExif(place)
    .withXmp(`<x:xmpmeta xmlns:x="adobe:ns:meta/"><gps>-1.2921 36.8219</gps></x:xmpmeta>`)
    .toFormat(type)
    .toBuffer();
}

/** Whether anything of what the phone wrote is still there. */
export async function tellsPlace(bytes: Uint8Array): Promise<string[]> {
  const all = Buffer.from(bytes);
  const found = ["KilimaniPhone", "Amina Otieno", "GPSLatitude", "36.8219", "xmpmeta", "2026:11:21"].filter((word) =>
    all.includes(word),
  );
  const { exif, xmp, iptc } = await sharp(bytes).metadata();
  // An Exif block of ours may say how the picture is held; it has room for nothing else.
  if (exif && exif.length > 40) found.push("exif");
  if (xmp) found.push("xmp");
  if (iptc) found.push("iptc");
  return found;
}

const word = {
  "[Content_Types].xml": strToU8(`<?xml version="1.0"?><Types/>`),
  "word/document.xml": strToU8(`<?xml version="1.0"?><document>Habari</document>`),
};
/** A Word document with whatever else is put in. */
export const docx = (more: Zippable = {}): Buffer => Buffer.from(zipSync({ ...word, ...more }, { level: 9 }));
/** Fifty megabytes of nothing in fifty kilobytes. */
export const bomb = (): Buffer => docx({ "word/media/image1.png": new Uint8Array(60 * 1024 * 1024) });

/** The same bomb, whose directory says that it is small. */
export function lyingBomb(): Buffer {
  const bytes = bomb();
  const entry = bytes.lastIndexOf(Buffer.from("word/media/image1.png")) - 46;
  bytes.writeUInt32LE(1000, entry + 24);
  return bytes;
}

export const pdf = (body = "1 0 obj<<>>endobj"): Buffer =>
  Buffer.from(`%PDF-1.7\n%\xe2\xe3\xcf\xd3\n${body}\ntrailer<<>>\nstartxref\n9\n%%EOF\n`, "latin1");

/** A recording by its head; what follows is noise. */
export const wav = (size = 800): Buffer =>
  Buffer.concat([Buffer.from("RIFF\0\0\0\0WAVEfmt ", "latin1"), randomBytes(size - 16)]);

const box = (name: string, ...parts: Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8);
  head.write(name, 4, "latin1");
  return Buffer.concat([head, body]);
};
/** A film as a phone takes it, with the place in its user data. */
export const film = (): Buffer =>
  Buffer.concat([
    box("ftyp", Buffer.from("isom\0\0\x02\0isomiso2", "latin1")),
    box(
      "moov",
      box("mvhd", Buffer.alloc(100)),
      box("trak", box("tkhd", Buffer.alloc(84)), box("meta", Buffer.from("com.phone.location: home"))),
      box("udta", box("\xa9xyz", Buffer.from("\0\x12\x15\xc7-01.2921+036.8219/", "latin1"))),
    ),
    box("mdat", Buffer.from("pictures")),
  ]);

/** In two parts, so that this file does not alarm scanners. */
export const eicar = Buffer.from(
  ["X5O!P%@AP[4\\PZX54(P^)7CC)7}$", "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"].join(""),
);
