import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { contentDisposition, judgeClaim, parseRange, servedName, tidyName } from "./files.domain";
import { linkPath, readLink } from "./files.link.domain";
import { purposes } from "./files.schema";

/** Whatever can be typed, and the signs that mean something to a disk or a header far oftener than chance would have them. */
const hostile = (maxLength: number) =>
  fc.oneof(
    fc.string({ unit: "binary", maxLength }),
    fc.string({ unit: fc.constantFrom(..."/\\.:;%\"'<>|?* \0\r\n\u202eaZ9é🙂"), maxLength }),
  );

describe("a name", () => {
  test("is never a path, never a control sign, never without end, never empty", () => {
    fc.assert(
      fc.property(hostile(300), (name) => {
        const tidy = tidyName(name);
        expect(tidy).not.toMatch(/[\\/\p{Cc}\p{Cf}\p{Cs}]/u);
        expect(tidy).not.toMatch(/^\.|^$/);
        expect([...tidy].length).toBeLessThanOrEqual(132);
      }),
    );
  });

  test("cannot end the header it stands in, nor add to it", () => {
    fc.assert(
      fc.property(hostile(200), (name) => {
        const header = contentDisposition("attachment", name);
        expect(header).toMatch(/^attachment; filename="[^"\\;%\r\n]*"; filename\*=UTF-8''[\w.!~%-]*$/);
        new Headers({ "content-disposition": header });
      }),
    );
    expect(contentDisposition("inline", 'Zuri "2".pdf')).toBe(
      `inline; filename="Zuri _2_.pdf"; filename*=UTF-8''Zuri%20%222%22.pdf`,
    );
  });

  test("always ends as its bytes do", () => {
    expect(servedName("a.exe", "application/pdf")).toBe("a.pdf");
    expect(servedName("a.html.png", "image/png")).toBe("a.html.png");
    expect(servedName("photo", "image/webp")).toBe("photo.webp");
    expect(servedName("x.svg", "image/svg+xml")).toBe("x.bin");
  });
});

test("an archive is taken for a course on its way in and for nothing else", () => {
  const claim = { name: "course.zip", declared: "application/zip", size: 1_000 };
  expect(judgeClaim({ ...claim, purpose: "course-archive" }, "INSTRUCTOR")).toEqual({ types: ["application/zip"] });
  expect(judgeClaim({ ...claim, purpose: "course-archive" }, "PARENT")).toEqual({ refused: "file.purpose" });
  for (const purpose of Object.keys(purposes).filter((name) => name !== "course-archive"))
    for (const role of ["INSTRUCTOR", "PARENT", "STUDENT", "STAFF", "PARTNER"] as const)
      expect(judgeClaim({ ...claim, purpose }, role)).toHaveProperty("refused");
});

describe("a range", () => {
  it.each<[string | null, unknown]>([
    [null, null],
    ["bytes=0-9", { from: 0, to: 9 }],
    ["bytes=90-", { from: 90, to: 99 }],
    ["bytes=-5", { from: 95, to: 99 }],
    ["bytes=-500", { from: 0, to: 99 }],
    ["bytes=50-1000", { from: 50, to: 99 }],
    ["bytes=100-", "none"],
    ["bytes=9-5", "none"],
    ["bytes=-0", "none"],
    ["bytes=0-1,5-6", null],
    ["bytes=-", null],
    ["lines=1-2", null],
    ["bytes=99999999999999999999-", null],
  ])("%j of 100", (header, expected) => {
    expect(parseRange(header, 100)).toEqual(expected);
  });
});

test("a link is read only as it was made: any one letter changed is no link", () => {
  const key = new Uint8Array(32).fill(7);
  const now = new Date("2026-11-21T10:00:00Z");
  const link = {
    fileId: "019aa000-0000-7000-8000-000000000001",
    show: "inline" as const,
    size: "w320" as const,
    personId: "019aa000-0000-7000-8000-000000000002",
    until: now.getTime() / 1000 + 300,
  };
  const query = linkPath(key, link).split("?")[1] ?? "";
  const read = (text: string, id = link.fileId, at = now, with_ = key) =>
    readLink(with_, id, new URLSearchParams(text), at);
  expect(read(query)).toEqual(link);
  expect(read(query, link.personId)).toBeNull();
  expect(read(query, link.fileId, new Date(now.getTime() + 300_000))).toBeNull();
  expect(read(query, link.fileId, new Date(now.getTime() - 60_000))).toBeNull();
  expect(read(query, link.fileId, now, new Uint8Array(32))).toBeNull();
  // The last sign of a base64url text may hold bits that say nothing.
  const from = query.indexOf("=") + 1;
  for (let i = from; i < query.length - 1; i += 1) {
    if (query[i] === "&" || query[i] === "=") continue;
    const changed = `${query.slice(0, i)}${query[i] === "1" ? "2" : "1"}${query.slice(i + 1)}`;
    expect([changed, read(changed)]).toEqual([changed, null]);
  }
});
