import { describe, expect, it } from "vitest";
import { firstUnstorable } from "./storable";

describe("text a database can keep", () => {
  it.each([
    ["plain", { name: "Wanjirũ 🙂" }, null],
    ["a NUL", { name: "a\u0000b" }, "name"],
    ["half a pair", { a: { b: ["x", "\uD800"] } }, "a.b.1"],
    ["a NUL in a key", { a: { "b\u0000": 1 } }, "a"],
    ["a bare text", "\u0000", ""],
    ["nothing", undefined, null],
    ["a date", { at: new Date(0) }, null],
  ])("%s", (_, value, path) => expect(firstUnstorable(value)).toBe(path));
});
