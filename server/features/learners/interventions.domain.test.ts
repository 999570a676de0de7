import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { measuredDays, measureOf, type Side, spansOf } from "./interventions.domain";

const side = (given: Partial<Side> = {}): Side => ({ seconds: 3600, lessons: 4, marks: 10, mean: 60, ...given });

describe("what changed since a plan began", () => {
  it.each([
    ["too few days, too few marks", 6, side({ marks: 4 }), side(), "unclear", "unclear"],
    [
      "nothing on either side",
      28,
      side({ seconds: 0, marks: 0, mean: null }),
      side({ seconds: 0 }),
      "unclear",
      "unclear",
    ],
    ["too few marks after", 28, side(), side({ marks: 4, mean: 95 }), "same", "unclear"],
    ["more time, better marks", 28, side(), side({ seconds: 5400, mean: 66 }), "more", "more"],
    ["a little more of each is none", 28, side(), side({ seconds: 4200, mean: 64.9 }), "same", "same"],
    ["less of each", 7, side(), side({ seconds: 1800, mean: 55 }), "less", "less"],
    ["from nothing to something", 14, side({ seconds: 0, marks: 0, mean: null }), side(), "more", "unclear"],
  ] as const)("%s", (_, days, before, after, time, marks) => {
    expect(measureOf(days, before, after)).toMatchObject({ days, time, marks });
  });
});

test("as many days are counted before the beginning as after it, four weeks at most, none after the end or today", () => {
  expect(spansOf({ startsOn: "2026-11-01", endedOn: null }, "2026-11-11")).toEqual({
    before: "2026-10-22",
    start: "2026-11-01",
    end: "2026-11-11",
  });
  expect(spansOf({ startsOn: "2026-11-01", endedOn: "2026-11-05" }, "2026-11-11").end).toBe("2026-11-05");
  expect(spansOf({ startsOn: "2026-11-20", endedOn: null }, "2026-11-11")).toEqual({
    before: "2026-11-20",
    start: "2026-11-20",
    end: "2026-11-20",
  });
  const day = fc
    .integer({ min: 0, max: 700 })
    .map((n) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10));
  fc.assert(
    fc.property(day, day, fc.option(day), (startsOn, today, endedOn) => {
      const { before, start, end } = spansOf({ startsOn, endedOn }, today);
      const length = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 86_400_000;
      expect(length(before, start)).toBe(length(start, end));
      expect(length(start, end)).toBeLessThanOrEqual(measuredDays);
      if (end > start) expect(end <= today).toBe(true);
    }),
  );
});
