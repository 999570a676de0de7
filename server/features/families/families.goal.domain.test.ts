import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type GoalAct, goalAfter, goalPercent, justReached } from "./families.goal.domain";
import type { GoalStatus } from "./families.schema";

const say = (goal: { progress: number; target: number; status: GoalStatus } | null) =>
  goal ? `${goal.progress}/${goal.target} ${goal.status.toLowerCase()}` : "no";
const read = (text: string) => {
  const [measure = "", status = ""] = text.split(" ");
  const [progress = 0, target = 1] = measure.split("/").map(Number);
  return { progress, target, status: status.toUpperCase() as GoalStatus };
};

describe("what becomes of a goal", () => {
  test.each<[string, string, GoalAct, string]>([
    ["4/10 open", "one more", { kind: "move", step: 1 }, "5/10 open"],
    ["9/10 open", "one more", { kind: "move", step: 1 }, "10/10 reached"],
    ["9/10 open", "five more", { kind: "move", step: 5 }, "10/10 reached"],
    ["10/10 reached", "one more", { kind: "move", step: 1 }, "no"],
    ["10/10 reached", "one back", { kind: "move", step: -1 }, "9/10 open"],
    ["0/10 open", "one back", { kind: "move", step: -1 }, "no"],
    ["4/10 dropped", "one more", { kind: "move", step: 1 }, "no"],
    ["4/10 open", "let it rest", { kind: "drop" }, "4/10 dropped"],
    ["10/10 reached", "let it rest", { kind: "drop" }, "no"],
    ["4/10 dropped", "take it up", { kind: "resume" }, "4/10 open"],
    ["4/10 open", "take it up", { kind: "resume" }, "no"],
    ["4/10 open", "ask for 4", { kind: "retarget", target: 4 }, "4/4 reached"],
    ["10/10 reached", "ask for 12", { kind: "retarget", target: 12 }, "10/12 open"],
    ["4/10 open", "ask for nothing", { kind: "retarget", target: 0 }, "no"],
  ])("%s, %s", (before, _, act, after) => expect(say(goalAfter(read(before), act))).toBe(after));
});

const goal = fc
  .record({ target: fc.integer({ min: 1, max: 50 }), share: fc.integer({ min: 0, max: 50 }), rests: fc.boolean() })
  .map(({ target, share, rests }) => {
    const progress = Math.min(share, target);
    const status: GoalStatus = progress === target ? "REACHED" : rests ? "DROPPED" : "OPEN";
    return { target, progress, status };
  });
const act: fc.Arbitrary<GoalAct> = fc.oneof(
  fc.integer({ min: -60, max: 60 }).map((step) => ({ kind: "move" as const, step })),
  fc.integer({ min: 1, max: 60 }).map((target) => ({ kind: "retarget" as const, target })),
  fc.constant({ kind: "drop" as const }),
  fc.constant({ kind: "resume" as const }),
);

test("however a goal is changed: progress keeps within it, and reached means reached", () => {
  fc.assert(
    fc.property(goal, fc.array(act, { maxLength: 12 }), (start, acts) => {
      let now = start;
      for (const one of acts) {
        const next = goalAfter(now, one);
        if (!next) continue;
        expect(next.progress >= 0 && next.progress <= next.target).toBe(true);
        expect(next.status === "REACHED").toBe(next.progress === next.target);
        expect(goalPercent(next) === 100).toBe(next.progress === next.target);
        if (justReached(now, next)) expect(next.progress).toBe(next.target);
        now = next;
      }
    }),
  );
});
