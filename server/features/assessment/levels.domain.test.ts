import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Grade } from "@/lib/school-calendar";
import { levelFor, levelOf, type ScaleLevel, type ScaleUse, scaleOn } from "./levels.domain";

const level =
  (scaleCode: string) =>
  ([code, minPercent, points]: [string, number, number]): ScaleLevel => ({ scaleCode, code, minPercent, points });
const eight: [string, number, number][] = [
  ["EE1", 90, 8],
  ["EE2", 75, 7],
  ["ME1", 58, 6],
  ["ME2", 41, 5],
  ["AE1", 31, 4],
  ["AE2", 21, 3],
  ["BE1", 11, 2],
  ["BE2", 0, 1],
];
const four: [string, number, number][] = [
  ["EE", 75, 4],
  ["ME", 41, 3],
  ["AE", 21, 2],
  ["BE", 0, 1],
];
const levels = [...eight.map(level("CBC8")), ...four.map(level("CBC4"))];
const use = (grade: Grade, scaleCode: string, validFrom: string): ScaleUse => ({ grade, scaleCode, validFrom });
const uses = [use("G6", "CBC4", "2025-01-01"), use("G7", "CBC4", "2023-01-01"), use("G7", "CBC8", "2025-01-01")];

describe("a percentage as a level", () => {
  it.each([
    [100, "EE1", "EE"],
    [90, "EE1", "EE"],
    [89.9, "EE2", "EE"],
    [75, "EE2", "EE"],
    [74, "ME1", "ME"],
    [58, "ME1", "ME"],
    [57.9, "ME2", "ME"],
    [41, "ME2", "ME"],
    [40.5, "AE1", "AE"],
    [40, "AE1", "AE"],
    [31, "AE1", "AE"],
    [30.99, "AE2", "AE"],
    [21, "AE2", "AE"],
    [20, "BE1", "BE"],
    [11, "BE1", "BE"],
    [10, "BE2", "BE"],
    [1, "BE2", "BE"],
    [0, "BE2", "BE"],
    [100 * (0.1 + 0.2) + 28, "ME1", "ME"],
    [41 - 1e-12, "ME2", "ME"],
  ])("%s %% is %s of eight and %s of four", (percent, ofEight, ofFour) => {
    expect(levelOf(percent, "CBC8", levels)?.code).toBe(ofEight);
    expect(levelOf(percent, "CBC4", [...levels].reverse())?.code).toBe(ofFour);
  });

  it("is none without a result, and never of a number that is no percentage", () => {
    expect(levelOf(null, "CBC8", levels)).toBeNull();
    for (const wrong of [-1, 100.1, Number.NaN]) expect(() => levelOf(wrong, "CBC8", levels)).toThrow(RangeError);
  });

  it("never falls when the percentage rises", () => {
    const percent = fc.double({ min: 0, max: 100, noNaN: true });
    fc.assert(
      fc.property(percent, percent, (one, other) => {
        const points = (value: number) => levelOf(value, "CBC8", levels)?.points ?? 0;
        expect(points(Math.max(one, other))).toBeGreaterThanOrEqual(points(Math.min(one, other)));
      }),
    );
  });
});

describe("the scale of a grade", () => {
  it.each([
    ["G7", "2024-12-31", "CBC4"],
    ["G7", "2025-01-01", "CBC8"],
    ["G6", "2026-11-21", "CBC4"],
    ["G7", "2022-12-31", null],
    ["G1", "2026-11-21", null],
  ] as const)("%s on %s: %s", (grade, day, scale) => expect(scaleOn(grade, day, uses)).toBe(scale));

  it("moves by a row, and results of before stay on the scale of their day", () => {
    const moved = [...uses, use("G6", "CBC8", "2027-01-01")];
    const told = (day: string) => levelFor(60, { grade: "G6", day }, { uses: moved, levels })?.code;
    expect([told("2026-12-31"), told("2027-01-01")]).toEqual(["ME", "ME1"]);
    expect(levelFor(60, { grade: "G1", day: "2027-01-01" }, { uses: moved, levels })).toBeNull();
  });
});
