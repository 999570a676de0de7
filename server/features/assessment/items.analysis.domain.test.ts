import { expect, test } from "vitest";
import { analyse } from "./items.analysis.domain";

const choice = (id: string) => ({
  id,
  body: {
    type: "mcq" as const,
    stem: "Which?",
    multiple: false,
    shuffle: true,
    options: ["A", "B", "C"].map((key) => ({ key, text: key })),
  },
  key: { type: "mcq" as const, correct: ["A"], rule: "balanced" as const },
});
const given = (attempt: number, questionId: string, chosen: string, seconds = 30) => ({
  attemptId: String(attempt),
  questionId,
  score: chosen === "A" ? 1 : 0,
  points: questionId === "two" ? 3 : 1,
  seconds,
  answer: { type: "mcq", chosen: [chosen] },
});

test("each question is measured against the marks of the others, and who chose what is counted", () => {
  // Of twelve, those who get the other question right (the first six) take A here, four of the others B, two C.
  const answers = Array.from({ length: 12 }, (_, n) => [
    given(n, "one", n < 6 ? "A" : n < 10 ? "B" : "C", 10 + n),
    given(n, "two", n < 6 ? "A" : "B"),
  ]).flat();
  const figures = analyse([choice("one"), choice("two"), choice("never")], answers);
  expect(figures.get("one")).toMatchObject({
    answers: 12,
    facility: 0.5,
    pointBiserial: expect.closeTo(1),
    upperLower: 1,
    medianSeconds: 15.5,
    options: [
      { key: "A", count: 6, upper: 1, lower: 0, flag: null },
      { key: "B", count: 4 },
      { key: "C", count: 2 },
    ],
  });
  expect(figures.get("two")?.options[2]).toMatchObject({ count: 0, flag: "unused" });
  expect(figures.get("never")).toMatchObject({ answers: 0, facility: null, pointBiserial: null });
});

test("a question alone in its attempts tells nobody apart", () => {
  const answers = Array.from({ length: 12 }, (_, n) => given(n, "one", n % 2 ? "A" : "B"));
  expect(analyse([choice("one")], answers).get("one")).toMatchObject({ facility: 0.5, pointBiserial: null });
});
