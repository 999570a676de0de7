import { crc32, deflateSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cleanPicture, sniff } from "./image";

const text = (value: string) => Buffer.from(value, "latin1");
const u16 = (value: number) => Buffer.from([value >> 8, value & 255]);
const u32 = (value: number) => Buffer.from([value >>> 24, (value >> 16) & 255, (value >> 8) & 255, value & 255]);
const bytes = (...parts: (Buffer | number[])[]) =>
  new Uint8Array(Buffer.concat(parts.map((part) => Buffer.from(part))));
const holds = (all: Uint8Array, part: string) => Buffer.from(all).includes(text(part));

const segment = (marker: number, body: Buffer) =>
  Buffer.concat([Buffer.from([0xff, marker]), u16(body.length + 2), body]);
const frame = (width: number, height: number) =>
  segment(0xc0, Buffer.concat([Buffer.from([8]), u16(height), u16(width), Buffer.from([1, 1, 0x11, 0])]));
const scan = Buffer.concat([
  segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
  Buffer.from([0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56]),
]);
const exif = (orientation: number) =>
  segment(
    0xe1,
    Buffer.concat([
      text("Exif\0\0II*\0"),
      Buffer.from([8, 0, 0, 0, 2, 0]),
      Buffer.from([0x12, 1, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]),
      Buffer.from([0x25, 0x88, 4, 0, 1, 0, 0, 0, 0, 0, 0, 0]),
      text("GPS 1.2921S 36.8219E"),
    ]),
  );
const jpeg = (...extra: Buffer[]) =>
  bytes(
    [0xff, 0xd8],
    segment(0xe0, text("JFIF\0\x01\x01\0\0\x01\0\x01\0\0")),
    ...extra,
    segment(0xdb, Buffer.alloc(65)),
    frame(640, 480),
    scan,
    [0xff, 0xd9],
  );

const chunk = (name: string, data: Buffer) =>
  Buffer.concat([u32(data.length), text(name), data, u32(crc32(Buffer.concat([text(name), data])))]);
const header = (width: number, height: number) =>
  chunk("IHDR", Buffer.concat([u32(width), u32(height), Buffer.from([8, 0, 0, 0, 0])]));
const png = (...extra: Buffer[]) =>
  bytes(
    text("\x89PNG\r\n\x1a\n"),
    header(40, 50),
    ...extra,
    chunk("IDAT", deflateSync(Buffer.alloc(41 * 50))),
    chunk("IEND", Buffer.alloc(0)),
  );

const le32 = (value: number) => Buffer.from([value & 255, (value >> 8) & 255, (value >> 16) & 255, value >>> 24]);
const riff = (name: string, data: Buffer) =>
  Buffer.concat([text(name), le32(data.length), data, Buffer.alloc(data.length & 1)]);
const webp = (...chunks: Buffer[]) => {
  const body = Buffer.concat([text("WEBP"), ...chunks]);
  return bytes(text("RIFF"), le32(body.length), body);
};
const lossy = riff(
  "VP8 ",
  Buffer.concat([Buffer.from([0, 0, 0, 0x9d, 1, 0x2a, 0x40, 0x01, 0xf0, 0x00]), Buffer.alloc(9)]),
);
const extended = (flags: number) => riff("VP8X", Buffer.from([flags, 0, 0, 0, 0x3f, 1, 0, 0xef, 0, 0]));

describe("what a picture is", () => {
  test("is read from its bytes", () => {
    expect(sniff(jpeg())).toBe("image/jpeg");
    expect(sniff(png())).toBe("image/png");
    expect(sniff(webp(lossy))).toBe("image/webp");
    expect(sniff(bytes(text('<svg xmlns="http://www.w3.org/2000/svg"/>')))).toBeNull();
    expect(sniff(bytes(text("GIF89a__________")))).toBeNull();
    expect(sniff(new Uint8Array())).toBeNull();
  });

  test("has its size in the header", () => {
    expect(cleanPicture(jpeg())).toMatchObject({ type: "image/jpeg", width: 640, height: 480 });
    expect(cleanPicture(png())).toMatchObject({ type: "image/png", width: 40, height: 50 });
    expect(cleanPicture(webp(lossy))).toMatchObject({ type: "image/webp", width: 320, height: 240 });
    expect(cleanPicture(webp(extended(0), lossy))).toMatchObject({ width: 320, height: 240 });
  });
});

describe("a cleaned JPEG", () => {
  test("says nothing about place, camera and author", () => {
    const dirty = jpeg(
      exif(1),
      segment(0xe1, text("http://ns.adobe.com/xap/1.0/\0<x/>")),
      segment(0xed, text("Photoshop 3.0\0IPTC")),
      segment(0xfe, text("taken by Mama")),
      segment(0xe2, text("MPF\0other picture")),
    );
    const clean = cleanPicture(dirty)?.bytes ?? new Uint8Array();
    for (const secret of ["GPS", "Exif", "adobe.com/xap", "IPTC", "Mama", "MPF"])
      expect(holds(clean, secret)).toBe(false);
    expect(clean).toEqual(jpeg());
  });

  test("keeps its colour profile and how it was held", () => {
    const profile = segment(0xe2, text("ICC_PROFILE\0\x01\x01colours"));
    const clean = cleanPicture(jpeg(profile, exif(6)))?.bytes ?? new Uint8Array();
    expect(holds(clean, "colours")).toBe(true);
    expect(holds(clean, "GPS")).toBe(false);
    // The one word left of Exif: tag 0x0112, value 6.
    expect(Buffer.from(clean).includes(Buffer.from([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6]))).toBe(true);
    expect(cleanPicture(clean)?.bytes).toEqual(clean);
  });

  test("ends where the picture ends", () => {
    const trailing = bytes(Buffer.from(jpeg()), text("<script>alert(1)</script> PK\x03\x04"));
    expect(cleanPicture(trailing)?.bytes).toEqual(jpeg());
  });

  test("is refused when it breaks off or has no scan", () => {
    expect(cleanPicture(jpeg().subarray(0, -12))).toBeNull();
    expect(cleanPicture(bytes([0xff, 0xd8, 0xff], Buffer.alloc(20)))).toBeNull();
    expect(cleanPicture(bytes([0xff, 0xd8], frame(10, 10), segment(0xfe, text("abc")), [0xff, 0xd9]))).toBeNull();
  });
});

describe("a cleaned PNG", () => {
  test("loses words, times, Exif and what follows it", () => {
    const dirty = bytes(
      Buffer.from(
        png(
          chunk("eXIf", text("GPS")),
          chunk("tEXt", text("Author\0Mama")),
          chunk("iTXt", text("XML:com.adobe.xmp")),
          chunk("tIME", Buffer.alloc(7)),
        ),
      ),
      text("trailer"),
    );
    expect(cleanPicture(dirty)?.bytes).toEqual(png());
  });

  test("is refused when its header is not first or a length lies", () => {
    expect(cleanPicture(bytes(text("\x89PNG\r\n\x1a\n"), chunk("tEXt", text("x")), header(1, 1)))).toBeNull();
    expect(cleanPicture(bytes(text("\x89PNG\r\n\x1a\n"), header(9, 9), u32(0x7fffffff), text("IDAT")))).toBeNull();
  });
});

describe("a cleaned WebP", () => {
  test("loses Exif and XMP and says so in its flags and length", () => {
    const dirty = webp(extended(0x08 | 0x04 | 0x10), lossy, riff("EXIF", text("GPS!!")), riff("XMP ", text("<x/>")));
    expect(cleanPicture(dirty)?.bytes).toEqual(webp(extended(0x10), lossy));
  });

  test("is refused when it moves or draws nothing", () => {
    expect(cleanPicture(webp(extended(0x02), riff("ANIM", Buffer.alloc(6))))).toBeNull();
    expect(cleanPicture(webp(extended(0), riff("EXIF", text("only"))))).toBeNull();
  });
});

test("whatever the bytes, cleaning ends, and cleaning twice is cleaning once", () => {
  const base = fc.constantFrom(
    jpeg(exif(3)),
    png(chunk("tEXt", text("a\0b"))),
    webp(extended(8), lossy, riff("EXIF", text("e"))),
  );
  fc.assert(
    fc.property(
      base,
      fc.array(fc.tuple(fc.nat(400), fc.nat(255)), { maxLength: 6 }),
      fc.nat(400),
      (whole, changes, cut) => {
        const broken = whole.slice(0, Math.max(0, whole.length - cut));
        for (const [at, value] of changes) if (at < broken.length) broken[at] = value;
        const once = cleanPicture(broken);
        if (once) expect(cleanPicture(once.bytes)?.bytes).toEqual(once.bytes);
      },
    ),
  );
});
