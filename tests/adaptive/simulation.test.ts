import { describe, expect, it } from "vitest";
import { type Figures, simulate } from "./simulation";

describe("simulated learners", () => {
  const figures = new Map(simulate({ learners: 200 }).map((row) => [row.name, row]));
  const of = (name: string) => figures.get(name) as Figures;

  it("are found again, with hardly a bias, in fewer questions than a fixed test of the same error needs", () => {
    const found = of("by ability, stops at error 0.35");
    expect(Math.abs(found.bias)).toBeLessThan(0.1);
    expect(found.rmse).toBeLessThan(0.4);
    expect(found.meanLength).toBeLessThan(25);
    expect(of("fixed, 40 questions").rmse).toBeGreaterThan(found.rmse - 0.05);
  });

  it("are found better by as many chosen questions than by the same twenty for everyone", () => {
    expect(of("by ability, 20 questions").rmse).toBeLessThan(of("fixed, 20 questions").rmse - 0.05);
  });

  it("get an error that says how far off the estimate is", () => {
    for (const { rmse, meanError } of figures.values()) expect(Math.abs(rmse - meanError)).toBeLessThan(0.08);
  });

  it("do not all see the same items", () => {
    expect(of("by ability, 20 questions").exposure).toBeLessThan(0.7);
    expect(of("EN-2, 20 questions").exposure).toBeLessThan(0.4);
  });

  it("are the same learners the next time", () => {
    expect(simulate({ learners: 3 })).toEqual(simulate({ learners: 3 }));
  });
});
