import { describe, expect, it } from "vitest";
import { arranged } from "./arrange.domain";
import { questionBody } from "./question.schema";

const parts = [..."abcd"].map((key) => ({ key, text: key }));
const stem = "Which?";
const orders = (body: object, of: string) => {
  const parsed = questionBody.parse(body);
  return Array.from({ length: 30 }, (_, at) => JSON.stringify(arranged(parsed, `attempt ${at}`)[of as never]));
};
const differ = (texts: string[]) => new Set(texts).size > 1;

describe("a question in an attempt", () => {
  it.each([
    ["choices", { type: "mcq", stem, options: parts }, "options", true],
    ["choices with an order of their own", { type: "mcq", stem, options: parts, shuffle: false }, "options", false],
    ["the right side", { type: "matching", stem, left: parts, right: parts }, "right", true],
    ["the left side", { type: "matching", stem, left: parts, right: parts }, "left", false],
    ["items to order", { type: "ordering", stem, items: parts }, "items", true],
    [
      "choices of a gap",
      { type: "fill_blank", stem: "[[1]]", blanks: [{ key: "1", choices: ["a", "b", "c"] }] },
      "blanks",
      true,
    ],
    ["a stem", { type: "essay", stem }, "stem", false],
  ])("%s are mixed by the attempt: %#", (_, body, of, mixed) => {
    expect(differ(orders(body, of))).toBe(mixed);
    expect(orders(body, of)).toEqual(orders(body, of));
  });

  it("loses nothing", () => {
    const body = questionBody.parse({ type: "ordering", stem, items: parts });
    const shown = arranged(body, "x");
    expect(shown.type === "ordering" && shown.items.map(({ key }) => key).sort()).toEqual([..."abcd"]);
  });
});
