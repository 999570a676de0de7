import { describe, expect, it } from "vitest";
import { contrast, inGamut, parseColour, toHex } from "./colour";

describe("colour", () => {
  it.each([
    ["#fff", "#000000", 21],
    ["#ffffff", "#ffffff", 1],
    ["#767676", "#fff", 4.54],
    ["oklch(1 0 0)", "oklch(0 0 0)", 21],
    // The reference value of sRGB red in OKLCH, against white: 4.00 by WCAG.
    ["oklch(0.62796 0.25768 29.234)", "#fff", 4],
  ])("%s on %s is %d:1", (one, other, expected) => {
    expect(contrast(one, other)).toBeCloseTo(expected, 1);
    expect(contrast(other, one)).toBeCloseTo(expected, 1);
  });
  it.each([
    ["oklch(0.62796 0.25768 29.234)", "#ff0000"],
    ["oklch(51.975% 0.17686 142.495)", "#008000"],
    ["#8B5CF6", "#8b5cf6"],
  ])("%s is %s", (colour, hex) => {
    expect(toHex(colour)).toBe(hex);
  });
  it("knows what a screen cannot show, and what is no colour of ours", () => {
    expect(inGamut("oklch(0.7 0.3 150)")).toBe(false);
    expect(inGamut("oklch(0.7 0.1 150)")).toBe(true);
    expect(() => parseColour("rgb(1 2 3)")).toThrow("rgb(1 2 3)");
  });
});
