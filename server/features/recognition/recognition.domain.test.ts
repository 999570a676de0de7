import fc from "fast-check";
import { expect, test } from "vitest";
import { earnedBadges, type Fact } from "./recognition.domain";

const badges = [
  { code: "first", points: 10, criteria: { fact: "lesson", atLeast: 1 } },
  { code: "three", points: 20, criteria: { fact: "lesson", atLeast: 3 } },
  { code: "row", points: 15, criteria: { fact: "streak", atLeast: 3 } },
] as const;
const lesson = (at: string): Fact => ({ reason: "lesson", at: new Date(at) });
const codes = (...facts: Fact[]) => earnedBadges(facts, badges).map(({ code, at }) => `${code} ${at.toISOString()}`);

test("a badge is earned at the fact that makes its count full", () => {
  expect(codes()).toEqual([]);
  expect(codes(lesson("2026-11-02T08:00:00Z"), lesson("2026-11-02T09:00:00Z"), lesson("2026-11-05T09:00:00Z"))).toEqual(
    ["first 2026-11-02T08:00:00.000Z", "three 2026-11-05T09:00:00.000Z"],
  );
  expect(codes({ reason: "work", at: new Date("2026-11-02T08:00:00Z") })).toEqual([]);
});

test("days in a row are days in Nairobi, and anything that counts keeps the row", () => {
  // 23:30, 00:30 the day after, and a day later: three days there, two in London.
  const row = [
    lesson("2026-11-02T20:30:00Z"),
    { reason: "assessment", at: new Date("2026-11-02T21:30:00Z") },
    { reason: "work", at: new Date("2026-11-04T20:00:00Z") },
  ];
  expect(codes(...row)).toContain("row 2026-11-04T20:00:00.000Z");
  expect(codes(row[0] as Fact, row[2] as Fact)).not.toContain("row 2026-11-04T20:00:00.000Z");
});

test("the order in which facts arrive makes no difference", () => {
  const some = fc.array(
    fc.integer({ min: 0, max: 400 }).map((hour) => lesson(new Date(Date.UTC(2026, 10, 1, hour)).toISOString())),
  );
  fc.assert(
    fc.property(some, (facts) => {
      expect(earnedBadges(facts.toReversed(), badges)).toEqual(earnedBadges(facts, badges));
    }),
  );
});
