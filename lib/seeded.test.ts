import { describe, expect, it } from "vitest";
import { pickSeeded, seeded, shuffleSeeded } from "./seeded";

describe("chance by a seed", () => {
  it("repeats itself, and differs for another seed", () => {
    const draw = (seed: string) => Array.from({ length: 5 }, seeded(seed));
    expect(draw("a")).toEqual(draw("a"));
    expect(draw("a")).not.toEqual(draw("b"));
  });

  it("takes each of four about as often, for seeds that differ by a digit", () => {
    const counts = new Map<string | null, number>();
    for (let at = 0; at < 4_000; at++) {
      const card = pickSeeded(["a", "b", "c", "d"], `attempt/${at}`);
      counts.set(card, (counts.get(card) ?? 0) + 1);
    }
    for (const card of ["a", "b", "c", "d"]) expect(Math.abs((counts.get(card) ?? 0) - 1_000)).toBeLessThan(120);
    expect(pickSeeded([], "x")).toBeNull();
  });

  it("shuffles without losing a card, each card in each place", () => {
    const firsts = new Set<string>();
    for (let at = 0; at < 100; at++) {
      const cards = shuffleSeeded(["a", "b", "c", "d"], `${at}`);
      expect([...cards].sort()).toEqual(["a", "b", "c", "d"]);
      firsts.add(cards[0] as string);
    }
    expect(firsts.size).toBe(4);
  });
});
