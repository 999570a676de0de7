import { expect, test } from "vitest";
import { deskAfter, deskStart } from "@/components/grading/desk-state";
import { holderOf, isTold, percentOf, type Told } from "./grading.domain";

const now = new Date("2026-11-20T09:00:00Z");
const at = (minutes: number) => new Date(now.getTime() + minutes * 60_000);

test("work is in somebody's hands until their time is over", () => {
  expect(holderOf({ claimedById: "amani", claimedUntil: at(1) }, now)).toBe("amani");
  expect(holderOf({ claimedById: "amani", claimedUntil: now }, now)).toBeNull();
  expect(holderOf({ claimedById: null, claimedUntil: null }, now)).toBeNull();
});

test("marks come to a percentage once none is missing", () => {
  const criteria = [
    { id: "idea", weight: 2 },
    { id: "care", weight: 1 },
  ];
  expect(percentOf(criteria, { idea: "EE" })).toBeNull();
  expect(percentOf(criteria, { idea: "EE", care: "ME" })).toBe(85.3);
});

const draft: Told = { marks: { idea: "ME" }, percent: 66, levelCode: "ME", feedback: "Good", status: "DRAFT" };
test.each<[string, Told | null, Told, boolean]>([
  ["the first mark", null, draft, true],
  ["another mark", draft, { ...draft, marks: { idea: "EE" } }, true],
  ["a mark taken away", draft, { ...draft, marks: {} }, true],
  ["words still being written", draft, { ...draft, feedback: "Good work" }, false],
  ["going back", draft, { ...draft, status: "RELEASED" }, true],
  [
    "words the family has read",
    { ...draft, status: "RELEASED" },
    { ...draft, status: "RELEASED", feedback: "x" },
    true,
  ],
])("%s: told in the history or not", (_what, before, after, told) => {
  expect(isTold(before, after)).toBe(told);
});

test("on the desk marks can be undone one by one, and words stay", () => {
  const marked = [
    { do: "mark", criterion: "idea", mark: "ME" },
    { do: "mark", criterion: "idea", mark: "EE" },
    { do: "mark", criterion: "idea", mark: "EE" },
    { do: "write", feedback: "Well done. " },
    { do: "insert", snippet: "Read it aloud." },
  ] as const;
  const after = marked.reduce(deskAfter, deskStart({}, ""));
  expect(after).toMatchObject({ marks: { idea: "EE" }, feedback: "Well done.\nRead it aloud." });
  const once = deskAfter(after, { do: "undo" });
  expect(once).toMatchObject({ marks: { idea: "ME" }, feedback: after.feedback });
  const twice = deskAfter(once, { do: "undo" });
  expect(twice.marks).toEqual({});
  expect(deskAfter(twice, { do: "undo" })).toEqual(twice);
});
