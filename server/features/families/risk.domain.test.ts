import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { addDays } from "@/lib/days";
import { ENTRIES_THAT_COUNT, riskOf } from "./risk.domain";

const days = (moods: (number | null)[], energy: number | null = 3) =>
  moods.flatMap((mood, i) =>
    mood === null ? [] : [{ day: `2026-11-${String(20 - moods.length + 1 + i).padStart(2, "0")}`, mood, energy }],
  );
const of = (moods: (number | null)[], energy?: number | null) => {
  const { score, reasons } = riskOf(days(moods, energy), "2026-11-20");
  return [score, reasons.map(({ key, value }) => `${key} ${value}`).join(", ")];
};

describe("the risk of a child", () => {
  it.each([
    ["well all week", [4, 4, 5, 4, 4, 5, 4], 3, 0, ""],
    ["nothing known", [], 3, 0, ""],
    ["low since Monday", [null, null, 2, 2, 2, 2, 2], 3, 60, "low_average 2, low_today 2"],
    ["very low and tired", [1, 1, 1, 1, 1, 1, 1], 2, 80, "low_average 1, low_today 1, low_energy 2"],
    ["fell this week", [5, 5, 4, 4, 4, 4, 4, 4, 3, 3, 3, 3, 4, 4], 3, 20, "falling 0.9"],
    ["quiet for six days", [4, 4, 4, null, null, null, null, null, null], 3, 10, "silent 6"],
    ["two entries are no week", [null, null, null, null, null, 2, 2], 3, 10, "low_today 2"],
  ] as const)("%s", (_, moods, energy, score, reasons) => {
    expect(of([...moods], energy)).toEqual([score, reasons]);
  });

  test("stays between 0 and 100, is the sum of its reasons, and does not look ahead", () => {
    const point = fc.record({
      day: fc.integer({ min: 1, max: 28 }).map((n) => `2026-11-${String(n).padStart(2, "0")}`),
      mood: fc.integer({ min: 1, max: 5 }),
      energy: fc.option(fc.integer({ min: 1, max: 5 })),
    });
    fc.assert(
      fc.property(fc.uniqueArray(point, { selector: ({ day }) => day }), (points) => {
        const made = riskOf(points, "2026-11-20");
        expect(made.score).toBeGreaterThanOrEqual(0);
        expect(made.score).toBeLessThanOrEqual(100);
        expect(made.score).toBe(made.reasons.reduce((sum, reason) => sum + reason.points, 0));
        expect(
          riskOf(
            points.filter(({ day }) => day <= "2026-11-20"),
            "2026-11-20",
          ),
        ).toEqual(made);
      }),
    );
  });

  test("needs no more than the newest entries", () => {
    const told = fc.array(fc.option(fc.integer({ min: 1, max: 5 })), { minLength: 41, maxLength: 41 });
    const newest = told.map((moods) =>
      moods.flatMap((mood, ago) => (mood === null ? [] : [{ day: addDays("2026-11-20", -ago), mood, energy: mood }])),
    );
    fc.assert(
      fc.property(newest, (points) => {
        expect(riskOf(points.slice(0, ENTRIES_THAT_COUNT), "2026-11-20")).toEqual(riskOf(points, "2026-11-20"));
      }),
    );
  });
});
