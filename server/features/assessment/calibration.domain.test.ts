import { describe, expect, it, test } from "vitest";
import { recover, settings } from "@/tests/adaptive/calibration";
import { calibrate, type GivenAnswer, leastAnswers } from "./calibration.domain";
import type { Difficulty } from "./question.schema";

/** So many learners answer every item; the first `right` of them get it right, later items shifted by one. */
function answersOf(shares: Record<string, number>, learners = 100): GivenAnswer[] {
  return Object.entries(shares).flatMap(([item, share], shift) =>
    Array.from({ length: learners }, (_, at) => ({
      attempt: `${at}`,
      item,
      credit: ((at * 37 + shift * 11) % learners) / learners < share ? 1 : 0,
    })),
  );
}
const levels = (of: Record<string, Difficulty>) => new Map(Object.entries(of));
const three = { easy: 2, middle: 3, hard: 4 } as const;

describe("difficulties from answers", () => {
  const found = calibrate(answersOf({ easy: 0.8, middle: 0.5, hard: 0.25 }), levels(three));

  it("stand in the order of what learners get right, on the authors' origin", () => {
    const [easy, middle, hard] = ["easy", "middle", "hard"].map((id) => found.get(id)?.b ?? Number.NaN);
    expect(easy).toBeLessThan(middle as number);
    expect(middle).toBeLessThan(hard as number);
    expect((easy as number) + (middle as number) + (hard as number)).toBeCloseTo(0, 6);
  });
  it("say how sure they are, over how many answers, and no discrimination from few of them", () => {
    expect(found.get("middle")).toMatchObject({ a: 1, aError: null, answers: 100 });
    expect(found.get("middle")?.bError).toBeGreaterThan(0.15);
    expect(found.get("middle")?.bError).toBeLessThan(0.35);
  });
  it("do not hang on the order of the answers", () => {
    const turned = calibrate(answersOf({ easy: 0.8, middle: 0.5, hard: 0.25 }).reverse(), levels(three));
    for (const [id, { b }] of found) expect(turned.get(id)?.b).toBeCloseTo(b, 3);
  });
  it("follow the authors where all their levels move", () => {
    const higher = calibrate(
      answersOf({ easy: 0.8, middle: 0.5, hard: 0.25 }),
      levels({ easy: 3, middle: 4, hard: 5 }),
    );
    for (const [id, { b }] of found) expect(higher.get(id)?.b).toBeCloseTo(b + 1, 6);
  });
  it("take half a mark for half of a right answer", () => {
    const given = answersOf({ half: 0.6, whole: 0.6 }).map((answer) =>
      answer.item === "half" ? { ...answer, credit: answer.credit / 2 } : answer,
    );
    const found = calibrate(given, levels({ half: 3, whole: 3 }));
    expect(found.get("half")?.b).toBeGreaterThan((found.get("whole")?.b ?? Number.NaN) + 0.5);
  });
});

test.each([
  ["too few answers", answersOf({ few: 0.5 }, leastAnswers - 1)],
  ["all right", answersOf({ few: 1 })],
  ["all wrong", answersOf({ few: 0 })],
  ["none at all", []],
])("an item stays at its author's level with %s", (_, answers) => {
  expect(calibrate(answers, levels({ few: 3 })).size).toBe(0);
});

test("one whose error is larger than what an author misses by says nothing", () => {
  const lopsided = answersOf({ rare: 0.04 }, leastAnswers);
  expect(
    calibrate([...lopsided, ...answersOf({ middle: 0.5 }, leastAnswers)], levels({ rare: 5, middle: 3 })).has("rare"),
  ).toBe(false);
});

describe("simulated questions are found again", () => {
  it.each(settings.filter(({ learners }) => learners === 300))("$name", (setting) => {
    const { found, of, rmse, meanError, correlation, authors } = recover(setting);
    expect(found).toBeGreaterThan(0.7 * of);
    expect(correlation).toBeGreaterThan(0.95);
    // Nearer than their authors came, and as near as is said.
    expect(rmse).toBeLessThan(authors);
    expect(Math.abs(rmse - meanError)).toBeLessThan(0.1);
  });
});
