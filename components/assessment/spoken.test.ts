import { expect, test } from "vitest";
import type { Prose } from "@/lib/prose";
import { spoken } from "./spoken";

const maths = (latex: string): Prose => ({
  type: "doc",
  content: [
    {
      type: "paragraph",
      content: [
        { type: "text", text: "Find " },
        { type: "inlineMath", attrs: { latex } },
      ],
    },
  ],
});

test.each<[Prose, string]>([
  ["Two  and\ntwo is [[1]].", "Two and two is gap."],
  [maths("\\frac{1}{2} \\times 4"), "Find 1/2 × 4"],
  [maths("\\sqrt{9} \\div x^2"), "Find √9 ÷ x²"],
  [maths("\\text{km}"), "Find km"],
  ["{a, b} is a set", "{a, b} is a set"],
])("%j is read out as %s", (prose, words) => expect(spoken(prose, "gap")).toBe(words));
