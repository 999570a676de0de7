import { describe, expect, it } from "vitest";
import { type CsvValue, csvCell, csvHeaders, csvStream } from "./csv";

describe("a cell", () => {
  it.each<[CsvValue, string]>([
    ["Amani", "Amani"],
    ["Otieno, Grace", '"Otieno, Grace"'],
    ['said "yes"', '"said ""yes"""'],
    ["two\nlines", '"two\nlines"'],
    [" padded ", '" padded "'],
    ["=HYPERLINK(1)", "'=HYPERLINK(1)"],
    ["+254712345678", "'+254712345678"],
    ["-5", "'-5"],
    ["@home", "'@home"],
    ["\tx", "'\tx"],
    ["\rx", '"\'\rx"'],
    ['=1,"a"', '"\'=1,""a"""'],
    [-5, "-5"],
    [12n, "12"],
    [true, "true"],
    [null, ""],
    [undefined, ""],
    [new Date("2026-11-20T07:00:00Z"), "2026-11-20T07:00:00.000Z"],
  ])("%s becomes %s", (value, expected) => {
    expect(csvCell(value)).toBe(expected);
  });
});

describe("a download", () => {
  async function* rows(count: number, closed: () => void) {
    try {
      for (let at = 0; at < count; at++) yield ["Wanjikũ", at];
    } finally {
      closed();
    }
  }
  it("sends the mark, the headings and every row", async () => {
    const text = await new Response(
      csvStream(
        ["Name", "Age"],
        rows(450, () => {}),
      ),
    ).arrayBuffer();
    const lines = new TextDecoder("utf-8", { ignoreBOM: true }).decode(text).split("\r\n");
    expect(lines[0]).toBe("\uFEFFName,Age");
    expect(lines).toHaveLength(452);
    expect(lines[450]).toBe("Wanjikũ,449");
  });
  it("stops reading rows when nobody listens any more", async () => {
    let closed = false;
    const reader = csvStream(
      ["Name"],
      rows(1e6, () => {
        closed = true;
      }),
    ).getReader();
    await reader.read();
    await reader.read();
    await reader.cancel();
    expect(closed).toBe(true);
  });
  it("names the file safely", () => {
    expect(csvHeaders('ripoti "mwezi".csv')["content-disposition"]).toBe(
      "attachment; filename=\"ripoti-mwezi-.csv\"; filename*=UTF-8''ripoti%20%22mwezi%22.csv",
    );
  });
});
