import { expect, test } from "vitest";
import { addDays, dayAt, daysBetween, hourAt, isDay, mondayOf, weekday } from "./days";
import { assessmentAhead, type Grade, schoolTime, schoolYears } from "./school-calendar";

test.each([
  ["2026-01-05", "term 1, week 1"],
  ["2026-01-11", "term 1, week 1"],
  ["2026-01-12", "term 1, week 2"],
  ["2026-04-02", "term 1, week 13"],
  ["2026-04-03", "holiday until 2026-04-27 (term 2)"],
  ["2026-07-31", "term 2, week 14"],
  ["2026-10-23", "term 3, week 9"],
  ["2026-11-21", "holiday until 2027-01-04 (term 1), expected"],
  ["2027-12-01", "unknown"],
])("%s is %s", (day, said) => {
  const time = schoolTime(day);
  const words =
    time.kind === "term"
      ? `term ${time.term}, week ${time.week}`
      : time.kind === "holiday"
        ? `holiday until ${time.next.opens} (term ${time.next.term})${time.next.official ? "" : ", expected"}`
        : "unknown";
  expect(words).toBe(said);
});

test.each<[Grade, string, string]>([
  ["G6", "2026-03-01", "KPSEA on 2026-10-26 in 239 days"],
  ["G6", "2026-10-27", "KPSEA on 2026-10-26 in -1 days"],
  ["G6", "2026-10-30", "none"],
  ["G5", "2026-11-21", "KPSEA on 2027-10-25 in 338 days"],
  ["G5", "2026-03-01", "none"],
  ["G8", "2026-11-21", "KJSEA on 2027-10-25 in 338 days"],
  ["G9", "2026-09-01", "KJSEA on 2026-10-26 in 55 days"],
  ["G3", "2026-11-21", "none"],
  ["PP1", "2026-11-21", "none"],
  ["G9", "2029-01-01", "none"],
])("a child in %s on %s has ahead: %s", (grade, today, said) => {
  const ahead = assessmentAhead(grade, today);
  expect(ahead ? `${ahead.name} on ${ahead.opens} in ${ahead.days} days` : "none").toBe(said);
});

test("a school year's dates follow each other", () => {
  for (const { terms, assessments } of schoolYears) {
    const dates = terms.flatMap(({ opens, closes }) => [opens, closes]);
    expect(dates).toEqual([...dates].sort());
    for (const { opens, closes } of Object.values(assessments))
      expect(opens <= closes && opens > (dates.at(-1) ?? "")).toBe(true);
  }
});

test("days do not slip at midnight in Nairobi", () => {
  expect(dayAt(new Date("2026-11-20T20:59:59Z"))).toBe("2026-11-20");
  expect(dayAt(new Date("2026-11-20T21:00:00Z"))).toBe("2026-11-21");
  expect(hourAt(new Date("2026-11-20T21:00:00Z"))).toBe(0);
  expect(hourAt(new Date("2026-11-20T06:00:00Z"), "Europe/London")).toBe(6);
  expect(addDays("2026-02-28", 1)).toBe("2026-03-01");
  expect(daysBetween("2026-03-01", "2026-02-28")).toBe(-1);
  expect([weekday("2026-11-22"), weekday("2026-11-23"), mondayOf("2026-11-22")]).toEqual([7, 1, "2026-11-16"]);
  expect([isDay("2026-02-29"), isDay("2028-02-29"), isDay("yesterday")]).toEqual([false, true, false]);
});
