import { describe, expect, it, test } from "vitest";
import { byNeed, type LearnerFacts, looksOf, spanOf, wayOf } from "./pulse.domain";

const span = (minutes: number, marks = 0, mean: number | null = null) => ({
  minutes,
  lessons: 0,
  competencies: 0,
  marks,
  mean,
});
const facts = (given: Partial<LearnerFacts> = {}): LearnerFacts => ({
  enrolledDays: 90,
  quietDays: 1,
  now: span(120),
  before: span(120),
  mood: null,
  ...given,
});

describe("who needs a look, and why", () => {
  it.each([
    ["gets on as before", {}, []],
    ["enrolled six days ago", { enrolledDays: 6, quietDays: null }, []],
    ["enrolled a week ago and never seen", { enrolledDays: 7, quietDays: null }, [{ key: "not_begun", days: 7 }]],
    ["nine days without a sign", { quietDays: 9 }, []],
    ["ten days without a sign", { quietDays: 10 }, [{ key: "quiet", days: 10 }]],
    ["quiet, so that less says nothing more", { quietDays: 12, now: span(0) }, [{ key: "quiet", days: 12 }]],
    ["half of two hours", { now: span(60) }, [{ key: "less", now: 60, before: 120 }]],
    ["a little more than half", { now: span(61) }, []],
    ["little before already", { now: span(0), before: span(59) }, []],
    [
      "marks fell by fifteen",
      { now: span(120, 5, 60), before: span(120, 5, 75) },
      [{ key: "fell", now: 60, before: 75 }],
    ],
    ["marks fell by fourteen", { now: span(120, 5, 61), before: span(120, 9, 75) }, []],
    ["too few marks", { now: span(120, 4, 10), before: span(120, 9, 90) }, []],
    [
      "low moods that are shared",
      { mood: { entries: 3, average: 2.5 } },
      [{ key: "mood_low", entries: 3, average: 2.5 }],
    ],
    ["two low moods", { mood: { entries: 2, average: 1 } }, []],
    ["middling moods", { mood: { entries: 7, average: 2.6 } }, []],
  ] as const)("%s", (_, given, looks) => {
    expect(looksOf(facts(given as Partial<LearnerFacts>))).toEqual(looks);
  });
});

test("most reasons come first; as many stay in the order given", () => {
  const learner = (name: string, reasons: number) => ({
    name,
    looks: Array.from({ length: reasons }, () => ({ key: "quiet" as const, days: 12 })),
  });
  const learners = [learner("none", 0), learner("one", 1), learner("two", 2), learner("one more", 1)];
  expect(byNeed(learners).map(({ name }) => name)).toEqual(["two", "one", "one more", "none"]);
});

test.each([
  [0, 0, "same"],
  [110, 100, "same"],
  [112, 100, "up"],
  [89, 100, "down"],
  [0, 5, "down"],
  [5, 0, "up"],
] as const)("%d after %d is %s", (now, before, way) => expect(wayOf(now, before)).toBe(way));

test("countings of several courses together: a competency counts once, the mean is over all marks", () => {
  const row = (recent: boolean, competencies: string[], marks: number, scoreSum: number) => ({
    studentId: "s",
    courseId: "c",
    recent,
    seconds: 90,
    lessons: 1,
    competencies,
    marks,
    scoreSum,
  });
  const rows = [row(true, ["a", "b"], 3, 3), row(true, ["b"], 1, 0), row(false, ["c"], 2, 1)];
  expect(spanOf(rows, true)).toEqual({ minutes: 3, lessons: 2, competencies: 2, marks: 4, mean: 75 });
  expect(spanOf([], false)).toEqual({ minutes: 0, lessons: 0, competencies: 0, marks: 0, mean: null });
});
