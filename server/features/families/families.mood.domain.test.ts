import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays } from "@/lib/days";
import {
  averageMood,
  lowRun,
  moodTrend,
  type Point,
  recordableDay,
  stateOf,
  streak,
  strip,
} from "./families.mood.domain";

const today = "2026-11-21";
/** Moods of the last days, today last; `.` where nothing was recorded. */
const days = (text: string): Point[] =>
  [...text].flatMap((mark, at) =>
    mark === "." ? [] : [{ day: addDays(today, at - text.length + 1), mood: Number(mark), energy: null }],
  );

describe("how a child is, by the marks of the last days (today last)", () => {
  test.each([
    ["54345", "well"],
    ["54343", "fair"],
    ["54342", "low"],
    ["5222", "low for 3 days"],
    ["222.", "low for 3 days"],
    ["22.2", "low"],
    ["1121122", "low for 7 days"],
    ["22.", "waiting"],
    ["444.", "waiting"],
    ["444..", "waiting"],
    ["444...", "quiet since 2026-11-18"],
    ["", "quiet"],
  ])("%s: %s", (marks, said) => {
    const state = stateOf(days(marks), today);
    const words =
      state.kind === "low_run"
        ? `low for ${state.days} days`
        : state.kind === "quiet" && state.since
          ? `quiet since ${state.since}`
          : state.kind;
    expect(words).toBe(said);
  });
});

describe("days in a row with an entry", () => {
  test.each([
    ["", 0],
    ["4", 1],
    ["44.", 2],
    ["44..", 0],
    ["4.44", 2],
    ["44444", 5],
  ])("%s: %i", (marks, count) => expect(streak(days(marks), today)).toBe(count));
});

describe("where the week goes, against the week before", () => {
  test.each([
    ["44444443333333", "falling"],
    ["33333334444444", "rising"],
    ["33333333333334", "steady"],
    ["4......444....", null],
    ["444....3.3...3", "falling"],
  ])("%s: %s", (marks, trend) => expect(moodTrend(days(marks), today)).toBe(trend));
});

test("an average speaks of the days asked for and of no others", () => {
  expect(averageMood(days("1111111.345"), today, 3)).toBe(4);
  expect(averageMood(days("1........"), today, 7)).toBeNull();
});

test("only today and yesterday can be told", () => {
  expect(recordableDay(undefined, today)).toEqual({ ok: true, day: today });
  expect(recordableDay("2026-11-20", today)).toEqual({ ok: true, day: "2026-11-20" });
  for (const day of ["2026-11-19", "2026-11-22", "2027-11-21"]) expect(recordableDay(day, today).ok).toBe(false);
});

const history = fc
  .array(fc.option(fc.integer({ min: 1, max: 5 }), { freq: 3 }), { maxLength: 30 })
  .map((marks) => days(marks.map((mark) => mark ?? ".").join("")));
test("whatever was recorded: a low run is never longer than the row of entries, and a strip has its days in order", () => {
  fc.assert(
    fc.property(history, (points) => {
      expect(lowRun(points, today)).toBeLessThanOrEqual(streak(points, today));
      expect(streak(points, today)).toBeLessThanOrEqual(points.length);
      const week = strip(points, today, 7);
      expect(week.map(({ day }) => day)).toEqual(week.map((_, at) => addDays(today, at - 6)));
      const average = averageMood(points, today, 7);
      if (average !== null) expect(average >= 1 && average <= 5).toBe(true);
      // The order in which entries were written means nothing.
      expect(stateOf([...points].reverse(), today)).toEqual(stateOf(points, today));
    }),
  );
});

describe("days in a row up to Friday, 20 November", () => {
  test.each([
    [[], 0],
    [["2026-11-20"], 1],
    [["2026-11-19"], 1],
    [["2026-11-18"], 0],
    [["2026-11-18", "2026-11-19", "2026-11-20"], 3],
    [["2026-11-17", "2026-11-19", "2026-11-20"], 2],
    [["2026-10-31", "2026-11-01"], 0],
  ])("%j are %d", (days, length) => {
    expect(
      streak(
        days.map((day) => ({ day })),
        "2026-11-20",
      ),
    ).toBe(length);
  });
});
