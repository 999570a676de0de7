import { type Day, daysBetween } from "@/lib/days";
import type { Goal, GoalStatus } from "./families.schema";

type Measure = Pick<Goal, "progress" | "target" | "status">;

/** 0 to 100, whole; never 100 before the goal is reached. */
export function goalPercent({ progress, target }: Pick<Goal, "progress" | "target">): number {
  if (progress >= target) return 100;
  return Math.min(99, Math.floor((progress / target) * 100));
}

export type GoalAct =
  | { kind: "move"; step: number }
  /** Somebody changed what the goal asks for. */
  | { kind: "retarget"; target: number }
  | { kind: "drop" }
  /** Takes a dropped goal up again. */
  | { kind: "resume" };

/**
 * The only place that knows how a goal may change. Progress stays between nothing and the target; reaching the target
 * reaches the goal, stepping back from it opens the goal again; a dropped goal rests until it is taken up. Null when the
 * act is not allowed or changes nothing.
 */
export function goalAfter(goal: Measure, act: GoalAct): Measure | null {
  const settle = (progress: number, target: number): Measure => ({
    progress,
    target,
    status: progress >= target ? "REACHED" : "OPEN",
  });
  switch (act.kind) {
    case "move": {
      if (goal.status === "DROPPED") return null;
      const progress = Math.min(goal.target, Math.max(0, goal.progress + act.step));
      return progress === goal.progress ? null : settle(progress, goal.target);
    }
    case "retarget":
      if (goal.status === "DROPPED" || act.target < 1) return null;
      return settle(Math.min(goal.progress, act.target), act.target);
    case "drop":
      return goal.status === "OPEN" ? { ...goal, status: "DROPPED" } : null;
    case "resume":
      return goal.status === "DROPPED" ? settle(goal.progress, goal.target) : null;
  }
}

/** True for the one change that is worth telling the family. */
export const justReached = (before: { status: GoalStatus }, after: { status: GoalStatus }) =>
  before.status !== "REACHED" && after.status === "REACHED";

/** Days until a goal is due; negative when it is late, null without a day. */
export const goalDays = (goal: Pick<Goal, "dueOn">, today: Day) =>
  goal.dueOn === null ? null : daysBetween(today, goal.dueOn);

/** What the family should look at first: nearly due, then nearly done. */
export function byUrgency(today: Day) {
  return (a: Goal, b: Goal) =>
    Number(a.status !== "OPEN") - Number(b.status !== "OPEN") ||
    (goalDays(a, today) ?? 9999) - (goalDays(b, today) ?? 9999) ||
    goalPercent(b) - goalPercent(a) ||
    (a.id < b.id ? -1 : 1);
}
