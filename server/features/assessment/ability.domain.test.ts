import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  assumed,
  bounds,
  type Choosable,
  chance,
  eap,
  expectedPercent,
  information,
  laggingSubStrand,
  maximumLikelihood,
  mostInformative,
  type Observed,
} from "./ability.domain";

const rasch = (b: number, credit: number): Observed => ({ a: 1, b, credit });

describe("the two-parameter model, by hand", () => {
  it.each([
    ["an even bet: 1/(1+e⁰)", 0, 1, 0, 0.5, 0.25],
    ["one logit above: 1/(1+e⁻¹)", 1, 1, 0, 0.731059, 0.196612],
    ["one logit below: 1/(1+e¹)", 0, 1, 1, 0.268941, 0.196612],
    ["a = 2 at its difficulty: 4 × ½ × ½", 1, 2, 1, 0.5, 1],
    ["a = 2, half a logit below: 1/(1+e¹), 4 × 0.1966", 0.5, 2, 1, 0.268941, 0.786448],
    ["far above: certain, and nothing learnt", 30, 1, 0, 1, 0],
  ])("%s", (_, theta, a, b, p, says) => {
    expect(chance(theta, { a, b })).toBeCloseTo(p, 6);
    expect(information(theta, { a, b })).toBeCloseTo(says, 6);
  });

  it("assumes one logit a level until responses say better", () => {
    expect([1, 3, 5].map((level) => assumed(level as 1 | 3 | 5).b)).toEqual([-2, 0, 2]);
  });

  it("turns an ability into the share of a bank: (0.7311 + 0.5 + 0.2689) / 3", () => {
    expect(
      expectedPercent(
        0,
        [-1, 0, 1].map((b) => ({ a: 1, b })),
      ),
    ).toBeCloseTo(50, 6);
    expect(expectedPercent(0, [])).toBeNull();
  });
});

describe("maximum likelihood, by hand", () => {
  it.each([
    ["1 of 2 at b = 0: the middle; I = 2 × ¼", [rasch(0, 1), rasch(0, 0)], 0, Math.SQRT2],
    [
      "3 of 4 at a = 2, b = 1: 1 + ln 3 / 2; I = 4 × 4 × ¾ × ¼ = 3",
      [1, 1, 1, 0].map((credit) => ({ a: 2, b: 1, credit })),
      1.549306,
      0.57735,
    ],
    ["2 of 3 at −1, 0, 1: P sums to 2 at 0.8029", [rasch(-1, 1), rasch(0, 1), rasch(1, 0)], 0.802934, 1.309982],
    ["half a mark at b = 0 is an even bet", [rasch(0, 0.5)], 0, 2],
  ])("%s", (_, observed, theta, error) => {
    const found = maximumLikelihood(observed);
    expect(found).toMatchObject({ bounded: false });
    expect(found?.theta).toBeCloseTo(theta, 5);
    expect(found?.error).toBeCloseTo(error, 3);
  });

  it.each([
    ["all right", [rasch(0, 1), rasch(1, 1)], bounds.most],
    ["all wrong", [rasch(0, 0), rasch(-1, 0)], bounds.least],
    [
      "one slip on a very hard item among many hard ones right",
      [...Array(30).fill(rasch(3, 1)), rasch(3, 0)],
      bounds.most,
    ],
  ])("%s is held at the bound and says so", (_, observed, theta) => {
    expect(maximumLikelihood(observed)).toMatchObject({ theta, bounded: true });
  });

  it("says nothing without answers", () => expect(maximumLikelihood([])).toBeNull());
});

describe("expected a posteriori, by hand", () => {
  it("is the prior without answers", () => {
    expect(eap([]).theta).toBeCloseTo(0, 9);
    expect(eap([]).error).toBeCloseTo(1, 4);
    expect(eap([], { mean: 1, sd: 0.5 })).toEqual({ theta: expect.closeTo(1, 9), error: expect.closeTo(0.5, 4) });
  });

  it("after one right answer at 0 is 2·E[P(1−P)] = 2 × 0.20662, and keeps θ² + error² = 1", () => {
    const { theta, error } = eap([rasch(0, 1)]);
    expect(theta).toBeCloseTo(0.41324, 4);
    expect(theta ** 2 + error ** 2).toBeCloseTo(1, 4);
  });

  it("stands all right and all wrong, a hundred times over", () => {
    const { theta, error } = eap(Array(100).fill(rasch(0, 1)));
    expect(theta).toBeGreaterThan(2.5);
    expect(error).toBeLessThan(0.6);
    expect(eap(Array(100).fill(rasch(0, 0))).theta).toBeCloseTo(-theta, 6);
  });
});

const someObserved = fc.array(
  fc.record({
    a: fc.double({ min: 0.4, max: 2.5, noNaN: true }),
    b: fc.double({ min: -3, max: 3, noNaN: true }),
    credit: fc.constantFrom(0, 0.5, 1),
  }),
  { minLength: 1, maxLength: 30 },
);

describe("for any answers", () => {
  it("maximum likelihood solves Σ a(u − P) = 0, or sits at the bound the slope points beyond", () => {
    fc.assert(
      fc.property(someObserved, (observed) => {
        const found = maximumLikelihood(observed);
        if (!found) throw new Error("answers were given");
        const slope = observed.reduce((sum, item) => sum + item.a * (item.credit - chance(found.theta, item)), 0);
        if (found.bounded) expect(Math.sign(slope)).toBe(Math.sign(found.theta));
        else expect(Math.abs(slope)).toBeLessThan(1e-6);
      }),
    );
  });

  it("EAP lies between the prior and the likelihood, and its error is never above the prior's", () => {
    fc.assert(
      fc.property(someObserved, (observed) => {
        const likely = maximumLikelihood(observed)?.theta ?? 0;
        const { theta, error } = eap(observed);
        // A skewed posterior has its mean a little beside its peak.
        expect(Math.abs(theta)).toBeLessThan(Math.abs(likely) + 0.3);
        expect(error).toBeLessThan(1.001);
      }),
    );
  });

  it("a better answer never lowers the ability", () => {
    fc.assert(
      fc.property(someObserved, (observed) => {
        const [first, ...rest] = observed as [Observed, ...Observed[]];
        expect(eap([{ ...first, credit: 1 }, ...rest]).theta).toBeGreaterThan(
          eap([{ ...first, credit: 0 }, ...rest]).theta,
        );
      }),
    );
  });
});

const item = (id: string, subStrand: string, b = 0, a = 1): Choosable => ({ id, subStrand, a, b });

describe("the balance of sub-strands", () => {
  const pool = ["A1", "A2", "A3", "A4", "B1", "B2", "C1", "C2"].map((id) => item(id, id.charAt(0)));
  it.each([
    ["", "A", "½×1, ¼×1, ¼×1"],
    ["A1", "B", "½×2−1 = 0, ¼×2 = ½, ½: a tie goes by name"],
    ["A1 B1", "C", "½×3−1 = ½, ¾−1, ¾"],
    ["A1 B1 C1", "A", "½×4−1 = 1, 0, 0"],
    ["A1 A2 A3 A4", "B", "A is used up"],
  ])("after %j comes %s: %s", (asked, next) => {
    const used = pool.filter(({ id }) => asked.split(" ").includes(id));
    expect(laggingSubStrand(pool, used)).toBe(next);
  });

  it("follows shares that are given instead of the pool's", () => {
    expect(laggingSubStrand(pool, [], { C: 60, A: 40 })).toBe("C");
  });

  it("has no answer when everything is used", () => expect(laggingSubStrand(pool, pool)).toBeNull());
});

describe("the most informative item", () => {
  const pool = [-2, -1, 0, 1, 2].map((b, at) => item(`i${at}`, "A", b));
  const choose = (asked: string[], spread: number, seed = "s") =>
    mostInformative(pool, asked, { theta: 0.9, spread, seed })?.id;

  it("is the one nearest the ability where none is sharper", () => {
    expect(choose([], 1)).toBe("i3");
    expect(choose(["i3"], 1)).toBe("i2");
    expect(choose(["i3", "i2"], 1)).toBe("i4");
  });

  it("may be a sharper one further off: 2² × 0.0898 = 0.3592 against 0.2494", () => {
    const sharp = [...pool, item("sharp", "A", 2, 2)];
    expect(information(0.9, { a: 2, b: 2 })).toBeCloseTo(0.3592, 4);
    expect(mostInformative(sharp, [], { theta: 0.9, spread: 1, seed: "s" })?.id).toBe("sharp");
  });

  it("is drawn among the best few, so that attempts differ and the same attempt repeats", () => {
    const first = Array.from({ length: 60 }, (_, at) => choose([], 3, `attempt ${at}`));
    expect(new Set(first)).toEqual(new Set(["i3", "i2", "i4"]));
    expect(choose([], 3, "attempt 7")).toBe(first[7]);
  });

  it("is nothing when all are used", () =>
    expect(
      choose(
        pool.map(({ id }) => id),
        5,
      ),
    ).toBeUndefined());
});
