import { describe, expect, it } from "vitest";
import { canMoveCase, dueState } from "./cases.domain";

const day = (text: string) => new Date(`${text}T00:00:00Z`);

describe("how a family case moves", () => {
  it.each([
    ["OPEN", "WATCHING", true],
    ["OPEN", "CLOSED", true],
    ["WATCHING", "OPEN", true],
    ["CLOSED", "OPEN", true],
    ["CLOSED", "WATCHING", false],
    ["OPEN", "OPEN", false],
  ] as const)("%s to %s: %s", (from, to, allowed) => expect(canMoveCase("CARE", from, to)).toBe(allowed));

  it.each([
    ["OPEN", "WATCHING", true],
    ["OPEN", "CLOSED", false],
    ["WATCHING", "CLOSED", false],
    ["CLOSED", "OPEN", false],
  ] as const)("of a dispute, from %s to %s: %s", (from, to, allowed) =>
    expect(canMoveCase("CONTEST", from, to)).toBe(allowed),
  );
});

describe("how urgent a due day is", () => {
  const today = day("2026-11-20");
  it.each([
    [null, "none"],
    ["2026-11-19", "over"],
    ["2026-11-20", "today"],
    ["2026-11-23", "soon"],
    ["2026-11-24", "later"],
  ] as const)("%s is %s", (due, state) => expect(dueState(due ? day(due) : null, today)).toBe(state));
});
