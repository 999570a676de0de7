import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fewest, type ItemAnswer, itemFigures, weakness } from "./items.domain";

/** Ten learners with 0 to 9 marks elsewhere; A is right. */
const chosen = ["B", "B", "C", "A", "B", "A", "A", "A", "A", "A"];
const ten = chosen.map(
  (key, rest): ItemAnswer => ({ credit: key === "A" ? 1 : 0, rest, chosen: [key], seconds: 10 + rest }),
);
const options = ["A", "B", "C", "D"].map((key) => ({ key, right: key === "A" }));

describe("an item's figures, by hand", () => {
  const figures = itemFigures(ten, options);

  it("facility is 6 / 10", () => expect(figures.facility).toBe(0.6));

  it("point-biserial is (M₁ − M₀) / s × √(pq) = (38/6 − 7/4) / √8.25 × √0.24", () => {
    expect(figures.pointBiserial).toBeCloseTo(0.781736, 5);
  });

  it("upper less lower: 27 % of ten are three; 3/3 of 7 8 9 less 0/3 of 0 1 2", () => {
    expect(figures.upperLower).toBe(1);
  });

  it("the median of 10 … 19 seconds is 14.5, of three times the middle one", () => {
    expect(figures.medianSeconds).toBe(14.5);
    const three = [9, 1, 5].map((seconds) => ({ credit: 1, rest: 1, chosen: [], seconds }));
    expect(itemFigures(three).medianSeconds).toBe(5);
  });

  it("each option has its takers among all, the strong and the weak", () => {
    expect(figures.options).toEqual([
      { key: "A", count: 6, share: 0.6, upper: 1, lower: 0, flag: null },
      { key: "B", count: 3, share: 0.3, upper: 0, lower: expect.closeTo(2 / 3), flag: null },
      { key: "C", count: 1, share: 0.1, upper: 0, lower: expect.closeTo(1 / 3), flag: null },
      { key: "D", count: 0, share: 0, upper: 0, lower: 0, flag: "unused" },
    ]);
  });

  it("a wrong option that the strong take is named", () => {
    const turned = ten.map((answer, at) => ({ ...answer, chosen: [chosen[9 - at] ?? ""] }));
    const wrongKey = options.map(({ key }) => ({ key, right: key === "B" }));
    expect(itemFigures(turned, wrongKey).options.map(({ flag }) => flag)).toEqual([null, null, "misleads", "unused"]);
  });
});

describe("where little is known", () => {
  it("fewer than ten answers have a facility and no discrimination", () => {
    expect(itemFigures(ten.slice(0, fewest - 1), options)).toMatchObject({
      answers: 9,
      facility: 5 / 9,
      pointBiserial: null,
      upperLower: null,
      options: [{ upper: null, flag: null }, {}, {}, { upper: null, flag: null }],
    });
  });

  it("no answer has no figure", () => {
    expect(itemFigures([])).toEqual({
      answers: 0,
      facility: null,
      pointBiserial: null,
      upperLower: null,
      medianSeconds: null,
      options: [],
    });
  });

  it("an item all get right correlates with nothing", () => {
    const all = ten.map((answer) => ({ ...answer, credit: 1 }));
    expect(itemFigures(all)).toMatchObject({ facility: 1, pointBiserial: null, upperLower: 0 });
  });

  it("equals at the edge share its places: 9 marks, and two places for six at 5 marks with 3 right", () => {
    const rests = [9, 5, 5, 5, 5, 5, 5, 0, 0, 0];
    const credits = [1, 1, 1, 1, 0, 0, 0, 0, 0, 0];
    const rows = rests.map((rest, at) => ({ rest, credit: credits[at] ?? 0, chosen: [], seconds: null }));
    // Upper three: 1 + 2 × 3/6 = 2 of 3; lower three: 0.
    expect(itemFigures(rows).upperLower).toBeCloseTo(2 / 3, 9);
  });
});

describe("for any answers", () => {
  const anyRows = fc.array(
    fc.record({
      credit: fc.constantFrom(0, 0.5, 1),
      rest: fc.integer({ min: 0, max: 20 }),
      chosen: fc.subarray(["A", "B", "C", "D"]),
      seconds: fc.constantFrom(null, 5, 60),
    }),
    { maxLength: 40 },
  );

  it("figures stay in their ranges and do not depend on the order of rows", () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        const figures = itemFigures(rows, options);
        const turned = itemFigures([...rows].reverse(), options);
        for (const name of ["pointBiserial", "upperLower"] as const) {
          expect(Math.abs(figures[name] ?? 0)).toBeLessThanOrEqual(1 + 1e-9);
          expect(turned[name] ?? 0).toBeCloseTo(figures[name] ?? 0, 9);
        }
        expect(turned.options.map(({ flag }) => flag)).toEqual(figures.options.map(({ flag }) => flag));
      }),
      { numRuns: 300 },
    );
  });
});

describe("what an author should look at", () => {
  const figures = (more: Partial<ReturnType<typeof itemFigures>>) => ({
    ...itemFigures(ten),
    pointBiserial: 0.4,
    ...more,
  });
  it.each([
    ["nothing in a sound item", {}, null],
    ["a key the strong do not agree with", { pointBiserial: -0.1 }, "reversed"],
    ["an item that tells nobody apart", { pointBiserial: 0.19 }, "flat"],
    ["a very hard one", { facility: 0.1 }, "too_hard"],
    ["one nearly everybody has", { facility: 0.96 }, "too_easy"],
    ["nothing while too few have answered", { answers: fewest - 1, pointBiserial: -1 }, null],
  ] as const)("%s", (_, more, expected) => expect(weakness(figures(more))).toBe(expected));
});
