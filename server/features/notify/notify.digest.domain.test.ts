import { describe, expect, test } from "vitest";
import { digestDue, digestSince, grouped, morningOf } from "./notify.digest.domain";

const night = { quietFrom: 21 * 60, quietUntil: 6 * 60 + 30 };
const before = new Date("2026-11-01T00:00:00Z");
const person = { rhythm: "DAILY" as const, timeZone: "Africa/Nairobi", quiet: night, chosenAt: before };

describe("a summary is due", () => {
  // 21 November 2026 is a Saturday; Nairobi is three hours ahead of UTC.
  test.each([
    ["at half past six", {}, "2026-11-21T03:30:00Z", "2026-11-20"],
    ["not a minute before", {}, "2026-11-21T03:29:59Z", null],
    ["when the server was away all morning", {}, "2026-11-21T12:00:00Z", "2026-11-20"],
    ["not in the evening", {}, "2026-11-21T17:00:00Z", null],
    ["when late sleepers wake", { quiet: { quietFrom: 22 * 60, quietUntil: 9 * 60 } }, "2026-11-21T05:00:00Z", null],
    [
      "when late sleepers woke",
      { quiet: { quietFrom: 22 * 60, quietUntil: 9 * 60 } },
      "2026-11-21T06:00:00Z",
      "2026-11-20",
    ],
    ["by the clock where somebody lives", { timeZone: "America/New_York" }, "2026-11-21T11:30:00Z", "2026-11-20"],
    ["and not by Nairobi's", { timeZone: "America/New_York" }, "2026-11-21T03:30:00Z", null],
    ["in an unknown zone by Nairobi's", { timeZone: "No/Where" }, "2026-11-21T03:30:00Z", "2026-11-20"],
    ["not on the day it was chosen", { chosenAt: new Date("2026-11-21T03:00:00Z") }, "2026-11-21T05:00:00Z", null],
    ["not when nobody wants one", { rhythm: "NONE" as const }, "2026-11-21T05:00:00Z", null],
    ["weekly on Monday, of the week before", { rhythm: "WEEKLY" as const }, "2026-11-23T04:00:00Z", "2026-11-16"],
    ["weekly on Wednesday still", { rhythm: "WEEKLY" as const }, "2026-11-25T04:00:00Z", "2026-11-16"],
    ["weekly on Thursday no more", { rhythm: "WEEKLY" as const }, "2026-11-26T04:00:00Z", null],
    ["weekly not on Saturday", { rhythm: "WEEKLY" as const }, "2026-11-21T05:00:00Z", null],
  ])("%s", (_name, given, now, startsOn) => {
    expect(digestDue({ ...person, ...given }, new Date(now))).toBe(startsOn);
  });

  test("morning is when the night ends, within reason", () => {
    expect(morningOf(night)).toBe(390);
    expect(morningOf({ quietFrom: 0, quietUntil: 0 })).toBe(390);
    expect(morningOf({ quietFrom: 1300, quietUntil: 500 })).toBe(500);
    expect(morningOf({ quietFrom: 780, quietUntil: 840 })).toBe(390);
  });
});

test("it tells what happened since the last one, but no old stories", () => {
  const now = new Date("2026-11-21T04:00:00Z");
  expect(digestSince("DAILY", null, now)).toEqual(new Date("2026-11-20T04:00:00Z"));
  expect(digestSince("DAILY", new Date("2026-11-19T04:00:00Z"), now)).toEqual(new Date("2026-11-19T04:00:00Z"));
  expect(digestSince("DAILY", new Date("2026-01-01T04:00:00Z"), now)).toEqual(new Date("2026-11-18T04:00:00Z"));
  expect(digestSince("WEEKLY", null, now)).toEqual(new Date("2026-11-14T04:00:00Z"));
});

test("items stand together by what they are about", () => {
  const items = ["welcome", "account.locked", "family.mood_low", "goal.reached", "family.member_added"].map((type) => ({
    type,
  }));
  expect(grouped(items).map(({ group, items: own }) => [group, own.map(({ type }) => type)])).toEqual([
    ["family", ["family.mood_low", "family.member_added"]],
    ["goal", ["goal.reached"]],
    ["account", ["account.locked"]],
    ["other", ["welcome"]],
  ]);
});
