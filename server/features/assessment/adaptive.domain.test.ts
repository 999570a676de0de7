import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type AdaptiveItem,
  type Answered,
  abilityOf,
  nextStep,
  type Step,
  targetAfter,
  weightedScore,
} from "./adaptive.domain";
import { adaptiveConfig } from "./adaptive.schema";
import type { Difficulty } from "./question.schema";

const item = (id: string, difficulty: number, more: Partial<AdaptiveItem> = {}): AdaptiveItem => ({
  id,
  difficulty: difficulty as Difficulty,
  subStrand: "Fractions",
  parameters: null,
  ways: { right: null, wrong: null },
  ...more,
});
const config = (more: object = {}) => adaptiveConfig.parse(more);
const credits = { R: 1, W: 0, H: 0.5, t: 1 / 3, "?": null } as const;
const creditOf = (mark: string) => credits[mark as keyof typeof credits];
/** "R3 W4": right at an item of difficulty 3, wrong at one of 4. The n-th answer is to item "n". */
const run = (text: string) => {
  const marks = text.split(" ").filter(Boolean);
  const items = marks.map((mark, at) => item(`${at}`, Number(mark.slice(1) || 3)));
  return { items, answers: marks.map((mark, at): Answered => ({ id: `${at}`, credit: creditOf(mark.charAt(0)) })) };
};

describe("the difficulty aimed at (EN-2), by hand", () => {
  it.each([
    ["", "3", "nothing answered: the start"],
    ["R", "3 4", "1/1 = 1.00 ≥ 0.8: up"],
    ["W", "3 2", "wrong: down"],
    ["R R R", "3 4 5 5", "1.00 each time; 5 is the top"],
    ["W W W", "3 2 1 1", "wrong each time; 1 is the bottom"],
    ["W R", "3 2 2", "1/2 = 0.50 < 0.8 and right: stays"],
    ["W R R R R", "3 2 2 2 2 3", "1/2, 2/3 = 0.67, 3/4 = 0.75 stay; 4/5 = 0.80 is enough: up"],
    ["R R R W R", "3 4 5 5 4 5", "3/4 wrong: down; 4/5 = 0.80: up"],
    ["R R R R R W", "3 4 5 5 5 5 4", "5/6 = 0.83, yet wrong: down"],
    [
      "R R R W R W R R R R",
      "3 4 5 5 4 5 4 4 4 4 5",
      "4/6 down; 5/7 = 0.71, 6/8 = 0.75, 7/9 = 0.78 stay; 8/10 = 0.80 up",
    ],
    ["H", "3 3", "half a mark is right, but 0.5/1 < 0.8: stays"],
    ["t", "3 2", "a third of a mark is wrong: down"],
    ["R R R R R H", "3 4 5 5 5 5 5", "5.5/6 = 0.92: up, at the top"],
    ["? R", "3 3 4", "an essay that waits moves nothing; then 1/1"],
  ])("after %j: %s (%s)", (marks, targets) => {
    const { answers } = run(marks);
    const path = Array.from({ length: answers.length + 1 }, (_, at) => targetAfter(answers.slice(0, at), config()));
    expect(path.join(" ")).toBe(targets);
  });

  it("starts and steps as the assessment says", () => {
    expect(targetAfter([], config({ start: 2 }))).toBe(2);
    const { answers } = run("W R");
    expect(targetAfter(answers, config({ stepUpAt: 0.5 }))).toBe(3);
  });
});

const shown = (step: Step) => (step.kind === "ask" ? `${step.item.id} by ${step.by}` : `stop: ${step.because}`);
const follows = (items: AdaptiveItem[], answers: [id: string, credit: number | null][], more: object = {}) =>
  shown(
    nextStep(
      items,
      answers.map(([id, credit]) => ({ id, credit })),
      config(more),
      "seed",
    ),
  );

describe("the next item", () => {
  const bank = [item("one", 1), item("two", 2), item("three", 3), item("four", 4), item("five", 5)];
  it.each<[string, AdaptiveItem[], [string, number | null][], string]>([
    ["is at the target", bank, [], "three by target"],
    ["… after a right answer one harder", bank, [["three", 1]], "four by target"],
    ["… after a wrong answer one easier", bank, [["three", 0]], "two by target"],
    [
      "is one beside where the target is used up",
      bank,
      [
        ["three", 0],
        ["two", 1],
      ],
      "one by beside",
    ],
    [
      "is nothing where only items two away are left",
      [item("a", 3), item("b", 5), item("c", 1)],
      [["a", null]],
      "stop: no_item",
    ],
    ["is nothing when all are used", [item("a", 3)], [["a", 1]], "stop: no_item"],
  ])("%s", (_, items, answers, expected) => expect(follows(items, answers, { least: 1 })).toBe(expected));

  it("is the nearest there is until the least number has been asked, and then nothing", () => {
    const apart = [item("a", 3), item("b", 5), item("c", 1), item("d", 1)];
    const wrong: [string, number][] = [["a", 0]];
    expect(follows(apart, wrong, { least: 3 })).toMatch(/^[cd] by beside$/);
    const lower: [string, number][] = [...wrong, ["c", 0], ["d", 0]];
    expect(follows(apart, lower, { least: 4 })).toBe("b by nearest");
    expect(follows(apart, lower, { least: 3 })).toBe("stop: no_item");
  });

  it("is drawn by the seed among equals, above and below alike", () => {
    const equals = [item("a", 2), item("b", 4), item("c", 4), item("d", 5)];
    const draw = (seed: string, items = equals) => shown(nextStep(items, [], config(), seed));
    const drawn = Array.from({ length: 60 }, (_, at) => draw(`${at}`));
    expect(new Set(drawn)).toEqual(new Set(["a by beside", "b by beside", "c by beside"]));
    expect(draw("7", [...equals].reverse())).toBe(drawn[7]);
  });

  it("is none after the agreed number", () => {
    expect(
      follows(
        bank,
        [
          ["three", 1],
          ["four", 1],
        ],
        { length: 2, least: 1 },
      ),
    ).toBe("stop: length");
  });
});

describe("a drawn path", () => {
  const ways = { right: "five", wrong: "one" };
  const bank = [item("one", 1), item("two", 2), item("three", 3, { ways }), item("four", 4), item("five", 5)];
  it("comes before the rule, both ways", () => {
    expect(follows(bank, [["three", 1]])).toBe("five by path");
    expect(follows(bank, [["three", 0]])).toBe("one by path");
    expect(follows(bank, [["three", 0.5]])).toBe("five by path");
  });

  it("never asks again what was asked, and leaves to the rule what it does not say", () => {
    expect(
      follows(bank, [
        ["five", 1],
        ["three", 1],
      ]),
    ).toBe("four by beside");
    const waits = [item("a", 3, { ways: { right: "c", wrong: "c" } }), item("b", 2), item("c", 5)];
    expect(follows(waits, [["a", null]])).toBe("b by beside");
    expect(follows([item("a", 3, { ways: { right: null, wrong: "b" } }), item("b", 1), item("c", 4)], [["a", 1]])).toBe(
      "c by target",
    );
    expect(follows([item("a", 3, { ways: { right: "gone", wrong: null } }), item("c", 4)], [["a", 1]])).toBe(
      "c by target",
    );
  });

  it("does not lengthen the attempt", () => {
    expect(follows(bank, [["three", 1]], { length: 1, least: 1 })).toBe("stop: length");
  });
});

describe("the score, by hand", () => {
  it.each([
    ["R3", 100, "2/2"],
    ["W3", 0, "0/2"],
    ["R1 W5", 25, "1 / (1 + 3)"],
    ["W1 R5", 75, "3 / (1 + 3)"],
    ["R3 R4 R5 W5 R4", 76.923077, "(2 + 2.5 + 3 + 2.5) / (2 + 2.5 + 3 + 3 + 2.5) = 10/13"],
    ["R1 R2 R3 R4 R5", 100, "10/10"],
    ["R1 W2 W3 W4 W5", 10, "1 / (1 + 1.5 + 2 + 2.5 + 3)"],
    ["H3 R2", 71.428571, "(1 + 1.5) / (2 + 1.5)"],
    ["R3 ?5", 100, "the essay is not marked yet"],
  ])("%s is %s: %s", (marks, score) => {
    const { items, answers } = run(marks);
    expect(weightedScore(items, answers)).toBeCloseTo(score, 5);
  });

  it("is none before anything is scored", () => expect(weightedScore([], [])).toBeNull());
});

describe("the ability beside it", () => {
  const right = Array.from({ length: 12 }, (_, at) => item(`${at}`, 3));
  const answers = right.map(({ id }, at) => ({ id, credit: at % 2 }));

  it("comes from the calibrated parameters, or one logit a level", () => {
    const answer = [{ id: "x", credit: 1 }];
    expect(abilityOf([item("x", 3)], answer).theta).toBeCloseTo(0.41324, 4);
    const easy = abilityOf([item("x", 3, { parameters: { a: 1, b: -3 } })], answer).theta;
    expect(easy).toBeLessThan(0.15);
  });

  it("ends the attempt once it is known well enough, not before the least number", () => {
    const more = [...right, item("next", 1)];
    const step = (least: number, enoughError: number) =>
      shown(nextStep(more, answers, config({ length: 20, least, enoughError }), "s"));
    // 12 even bets tell 12 × ¼ = 3, with the prior 4: an error of about ½.
    expect(abilityOf(right, answers).error).toBeGreaterThan(0.49);
    expect(abilityOf(right, answers).error).toBeLessThan(0.56);
    expect(step(5, 0.56)).toBe("stop: precise");
    expect(step(13, 0.56)).toBe("next by target");
    expect(step(5, 0.4)).toBe("next by target");
  });

  it("may choose the items instead of the ladder", () => {
    const bank = [item("a", 3), item("b", 4, { parameters: { a: 1, b: 0.4 } }), item("c", 5)];
    const step = nextStep(bank, [{ id: "a", credit: 1 }], config({ choose: "ability", spread: 1 }), "s");
    expect(shown(step)).toBe("b by information");
  });
});

const anyBank = fc
  .array(
    fc.record({
      difficulty: fc.integer({ min: 1, max: 5 }),
      right: fc.nat(39),
      wrong: fc.nat(39),
      drawn: fc.boolean(),
    }),
    {
      minLength: 1,
      maxLength: 40,
    },
  )
  .map((rows) =>
    rows.map(({ difficulty, right, wrong, drawn }, at) =>
      item(`${at}`, difficulty, {
        subStrand: `s${at % 3}`,
        ways: drawn ? { right: `${right}`, wrong: `${wrong}` } : { right: null, wrong: null },
      }),
    ),
  );
const anyMarks = fc.array(fc.constantFrom(1, 0, 0.5, 1 / 3, null), { minLength: 40, maxLength: 40 });
const anyConfig = fc.record({
  choose: fc.constantFrom("ladder", "ability"),
  start: fc.integer({ min: 1, max: 5 }),
  length: fc.integer({ min: 5, max: 40 }),
  enoughError: fc.constantFrom(null, 0.5),
});

/** Plays an attempt to its end: the steps and the answers. */
const play = (bank: AdaptiveItem[], marks: readonly (number | null)[], chosen: object, seed: string) => {
  const answers: Answered[] = [];
  const steps: Step[] = [];
  for (;;) {
    const step = nextStep(bank, answers, config(chosen), seed);
    steps.push(step);
    if (step.kind === "stop") return { steps, answers };
    answers.push({ id: step.item.id, credit: marks[answers.length] ?? null });
  }
};

describe("in any attempt", () => {
  it("the difficulty stays in 1 to 5, no item comes twice, the score is within 0 to 100, and it ends in time", () => {
    fc.assert(
      fc.property(anyBank, anyMarks, anyConfig, fc.string(), (bank, marks, chosen, seed) => {
        const { steps, answers } = play(bank, marks, chosen, seed);
        for (const step of steps) if (step.kind === "ask") expect([1, 2, 3, 4, 5]).toContain(step.target);
        expect(new Set(answers.map(({ id }) => id)).size).toBe(answers.length);
        expect(answers.length).toBeLessThanOrEqual(chosen.length);
        const score = weightedScore(bank, answers) ?? 0;
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(100);
      }),
    );
  });

  it("the same answers and seed give the same path, however the bank is ordered", () => {
    fc.assert(
      fc.property(anyBank, anyMarks, anyConfig, fc.string(), (bank, marks, chosen, seed) => {
        const path = (items: AdaptiveItem[]) => play(items, marks, chosen, seed).steps.map(shown);
        expect(path([...bank].reverse())).toEqual(path(bank));
      }),
    );
  });

  it("past the least number the ladder takes an item at the target, or one beside only when the target is used up", () => {
    fc.assert(
      fc.property(anyBank, anyMarks, fc.string(), (bank, marks, seed) => {
        const plain = bank.map((one) => ({ ...one, ways: { right: null, wrong: null } }));
        const used = new Set<string>();
        for (const step of play(plain, marks, { length: 40, least: 1 }, seed).steps) {
          if (step.kind === "stop") continue;
          const away = Math.abs(step.item.difficulty - step.target);
          const left = plain.some(({ id, difficulty }) => difficulty === step.target && !used.has(id));
          if (used.size >= 1) expect(away).toBe(left ? 0 : 1);
          used.add(step.item.id);
        }
      }),
    );
  });
});
