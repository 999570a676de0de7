import fc from "fast-check";
import { expect, test } from "vitest";
import { type Example, likeness, proposeMarks } from "./proposals.domain";

const criteria = [{ id: "idea" }, { id: "care" }];
const chapati = "We cut the chapati twice through the middle, so each of us had one quarter.";
const example = (idea: "EE" | "ME" | "AE", text = chapati): Example => ({ text, marks: { idea, care: "ME" } });

test("texts are alike by the words they use", () => {
  expect(likeness(chapati, chapati)).toBeCloseTo(1);
  expect(likeness(chapati, "Goats sleep behind houses.")).toBe(0);
  expect(likeness("", chapati)).toBe(0);
});

test.each([
  [
    "nothing was handed in",
    { text: " \n", files: 0 },
    [],
    { marks: { idea: "BE", care: "BE" }, confidence: 1, reason: { code: "empty" } },
  ],
  [
    "a picture without words speaks for itself",
    { text: "", files: 1 },
    [example("EE"), example("EE"), example("EE")],
    null,
  ],
  ["two examples are too few", { text: chapati, files: 0 }, [example("EE"), example("EE")], null],
  [
    "what is not alike says nothing",
    { text: "Goats sleep.", files: 0 },
    [example("EE"), example("EE"), example("EE")],
    null,
  ],
  [
    "those who agree are followed",
    { text: chapati, files: 0 },
    [example("ME"), example("ME"), example("ME")],
    { marks: { idea: "ME", care: "ME" }, confidence: 1, reason: { code: "alike", examples: 3, likeness: 1 } },
  ],
  [
    "who disagrees takes confidence away: (3/4 + 1) / 2",
    { text: chapati, files: 0 },
    [example("ME"), example("ME"), example("ME"), example("AE")],
    { marks: { idea: "ME", care: "ME" }, confidence: 0.88, reason: { code: "alike", examples: 4, likeness: 1 } },
  ],
] as const)("%s", (_what, work, examples, proposed) => {
  expect(proposeMarks(work, criteria, examples)).toEqual(proposed);
});

test("a proposal marks every criterion and its confidence stays within 0 and 1", () => {
  const text = fc
    .array(fc.constantFrom("we", "cut", "one", "quarter", "half"), { maxLength: 12 })
    .map((one) => one.join(" "));
  const some = fc.array(fc.tuple(text, fc.constantFrom("EE", "ME", "AE")), { maxLength: 8 });
  fc.assert(
    fc.property(text, some, (own, given) => {
      const examples = given.map(([words, idea]) => example(idea as "EE", words));
      const found = proposeMarks({ text: own, files: 0 }, criteria, examples);
      if (!found) return;
      expect(Object.keys(found.marks)).toEqual(["idea", "care"]);
      expect(found.confidence).toBeGreaterThan(0);
      expect(found.confidence).toBeLessThanOrEqual(1);
    }),
  );
});
