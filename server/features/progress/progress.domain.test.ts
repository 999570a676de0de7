import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { byArea, pathwaysOf, surenessOf, tellWeek, together } from "./progress.domain";
import type { SubStrandShown, Week } from "./progress.schema";

const today = "2026-11-20";
const shown = (count: number, lastOn = "2026-11-01", percent = 60) => ({ count, percent, lastOn });

describe("how sure it is", () => {
  it.each([
    [null, "none"],
    [shown(1), "single"],
    [shown(1, "2026-06-01"), "single"],
    [shown(2), "few"],
    [shown(4), "few"],
    [shown(5), "enough"],
    [shown(40, "2026-09-21"), "enough"],
    [shown(40, "2026-09-20"), "old"],
    [shown(3, "2026-06-01"), "old"],
  ])("%j is %s", (given, sureness) => {
    expect(surenessOf(given, today)).toBe(sureness);
  });
});

test("several findings together are the mean of all their pieces", () => {
  const piece = fc.record({ score: fc.integer({ min: 0, max: 100 }), part: fc.integer({ min: 0, max: 4 }) });
  fc.assert(
    fc.property(fc.array(piece, { minLength: 1, maxLength: 60 }), (pieces) => {
      const parts = [0, 1, 2, 3, 4].flatMap((part) => {
        const scores = pieces.filter((one) => one.part === part).map(({ score }) => score);
        return scores.length > 0
          ? [{ count: scores.length, percent: scores.reduce((a, b) => a + b, 0) / scores.length, lastOn: today }]
          : [];
      });
      const mean = pieces.reduce((sum, { score }) => sum + score, 0) / pieces.length;
      expect(together(parts).percent).toBeCloseTo(mean, 6);
      expect(together(parts).count).toBe(pieces.length);
    }),
  );
});

const part = (area: string, strand: string, subStrand: string, count: number, percent: number): SubStrandShown => ({
  ...shown(count, "2026-11-01", percent),
  area,
  areaName: area,
  areaNameSw: area,
  strand,
  subStrand,
});
const parts = [
  part("MATH", "Numbers", "Fractions", 6, 80),
  part("MATH", "Numbers", "Decimals", 2, 40),
  part("MATH", "Geometry", "Angles", 2, 50),
  part("ENG", "Reading", "Fluency", 5, 90),
];

test("sub-strands stand under their strand and learning area", () => {
  const [maths, english] = byArea(parts);
  expect(maths?.strands.map(({ name, parts: inside }) => `${name} ${inside.length}`)).toEqual([
    "Numbers 2",
    "Geometry 1",
  ]);
  expect(maths?.shown).toMatchObject({ count: 10, percent: 66 });
  expect(english?.shown.percent).toBe(90);
});

test("pathways: the best first, without evidence last", () => {
  expect(pathwaysOf(byArea(parts)).map(({ pathway, shown: of }) => [pathway, of?.percent])).toEqual([
    ["social", 90],
    ["stem", 66],
    ["arts", undefined],
  ]);
});

describe("the week in words", () => {
  const week = (given: Partial<Week> = {}): Week => ({
    from: "2026-11-16",
    lessons: 0,
    seconds: 0,
    answers: 0,
    right: 0,
    handedIn: 0,
    returned: 0,
    ...given,
  });
  const keys = (now: Partial<Week>, before: Partial<Week> = {}) =>
    tellWeek("Amani", { now: week(now), before: week(before) }, byArea(parts), null).map(({ key }) => key);
  it.each([
    [{}, {}, ["quiet", "best"]],
    [{ lessons: 3, seconds: 3600 }, { lessons: 2 }, ["more", "best"]],
    [{ lessons: 1 }, { lessons: 2 }, ["less", "best"]],
    [{ lessons: 2, answers: 4, right: 3 }, { lessons: 2 }, ["same", "answers", "best"]],
    [{ handedIn: 1, returned: 1 }, {}, ["same", "returned", "best"]],
  ])("%j after %j", (now, before, expected) => {
    expect(keys(now, before)).toEqual(expected);
  });
  test("says nothing about the best of one area, nor of areas with little evidence", () => {
    const told = tellWeek("Amani", { now: week(), before: week() }, byArea(parts.slice(0, 3)), null);
    expect(told.map(({ key }) => key)).toEqual(["quiet"]);
  });
});
