import { addDays, type Day, daysBetween } from "@/lib/days";
import type { PlanState } from "./interventions.schema";

/** How far on either side of its beginning a plan is measured. */
export const measuredDays = 28;
/** Fewer days after the beginning, or fewer marks on either side, may be luck. */
export const fewestDays = 7;
export const fewestMarks = 5;
/** A difference smaller than this is called none: shares of the time, points of the mean. */
const [leastTime, leastPoints] = [0.2, 5];

export const stateOf = (status: string): PlanState =>
  status === "PLANNED" ? "planned" : status === "RUNNING" ? "running" : "ended";

/** The days a plan is measured on: as many before its beginning as have passed since, four weeks at most. */
export function spansOf(
  plan: { startsOn: Day; endedOn: Day | null },
  today: Day,
): { before: Day; start: Day; end: Day } {
  const last = plan.endedOn && plan.endedOn < today ? plan.endedOn : today;
  const passed = Math.min(measuredDays, Math.max(0, daysBetween(plan.startsOn, last)));
  return { before: addDays(plan.startsOn, -passed), start: plan.startsOn, end: addDays(plan.startsOn, passed) };
}

/** What was counted on one side of the beginning. `mean` is of marks in percent; null without any. */
export type Side = { seconds: number; lessons: number; marks: number; mean: number | null };
export type Change = "more" | "less" | "same" | "unclear";
export type Measure = { days: number; before: Side; after: Side; time: Change; marks: Change };

const changeOf = (difference: number, least: number): Change =>
  difference >= least ? "more" : difference <= -least ? "less" : "same";

function timeChange(days: number, before: Side, after: Side): Change {
  const most = Math.max(before.seconds, after.seconds);
  if (days < fewestDays || most === 0) return "unclear";
  return changeOf((after.seconds - before.seconds) / most, leastTime);
}

function marksChange(before: Side, after: Side): Change {
  if (before.mean === null || after.mean === null || Math.min(before.marks, after.marks) < fewestMarks)
    return "unclear";
  return changeOf(after.mean - before.mean, leastPoints);
}

/** What changed since a plan began, counted and not judged: after it is not because of it. */
export const measureOf = (days: number, before: Side, after: Side): Measure => ({
  days,
  before,
  after,
  time: timeChange(days, before, after),
  marks: marksChange(before, after),
});
