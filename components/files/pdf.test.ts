import { describe, expect, it } from "vitest";
import { scaleFor } from "./pdf";

const a4 = { width: 595, height: 842 };

describe("a page is drawn", () => {
  it.each([
    ["as wide as a phone has dots", a4, 720],
    ["as wide as the desk", a4, 900],
    ["a slide across the desk", { width: 960, height: 540 }, 1_700],
  ])("%s", (_, page, room) => {
    expect(page.width * scaleFor(page, room)).toBeCloseTo(room);
  });

  it.each([
    ["on a wall of dots", a4, 8_000],
    ["when it is a long strip", { width: 300, height: 14_400 }, 1_080],
  ])("with no more dots than a phone holds %s", (_, page, room) => {
    const scale = scaleFor(page, room);
    expect(page.width * scale).toBeLessThan(room);
    expect(page.width * page.height * scale ** 2).toBeCloseTo(4_000_000);
  });
});
