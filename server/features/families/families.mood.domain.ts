import { addDays, type Day, daysBetween, daysUpTo } from "@/lib/days";

/** What the rules need of an entry. */
export type Point = { day: Day; mood: number; energy: number | null };

/** A mood of 1 or 2 is a low day. */
export const isLow = (mood: number) => mood <= 2;
/** So many low days in a row and somebody should sit with the child. */
export const lowRunThatCounts = 3;

const byDay = <P extends Point>(points: readonly P[]) => new Map(points.map((point) => [point.day, point]));
const mean = (values: readonly number[]) =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
const tenth = (value: number | null) => (value === null ? null : Math.round(value * 10) / 10);

/** One place per day, oldest first; null where nothing was recorded. */
export function strip<P extends Point>(
  points: readonly P[],
  today: Day,
  days: number,
): { day: Day; point: P | null }[] {
  const found = byDay(points);
  return daysUpTo(today, days).map((day) => ({ day, point: found.get(day) ?? null }));
}

/** Average mood of the `days` up to and including `last`, to one tenth; null without an entry. */
export function averageMood(points: readonly Point[], last: Day, days: number): number | null {
  const first = addDays(last, 1 - days);
  return tenth(mean(points.filter(({ day }) => day >= first && day <= last).map(({ mood }) => mood)));
}

export function averageEnergy(points: readonly Point[], last: Day, days: number): number | null {
  const first = addDays(last, 1 - days);
  return tenth(
    mean(points.flatMap(({ day, energy }) => (day >= first && day <= last && energy !== null ? [energy] : []))),
  );
}

export type Trend = "rising" | "steady" | "falling";
/**
 * The last `span` days against the `span` before them: the plain difference of two averages, because a parent can check
 * it by hand. Half a step on the scale is a change. Null unless both halves hold at least three entries.
 */
export function moodTrend(points: readonly Point[], today: Day, span = 7): Trend | null {
  const moods = (last: Day) => {
    const first = addDays(last, 1 - span);
    return points.filter(({ day }) => day >= first && day <= last).map(({ mood }) => mood);
  };
  const [now, before] = [moods(today), moods(addDays(today, -span))];
  if (now.length < 3 || before.length < 3) return null;
  const change = (mean(now) ?? 0) - (mean(before) ?? 0);
  return change >= 0.5 ? "rising" : change <= -0.5 ? "falling" : "steady";
}

/** The latest day that still counts as "in a row": today, or yesterday as long as today is open. */
const runEnd = (days: ReadonlySet<Day>, today: Day) => (days.has(today) ? today : addDays(today, -1));

/** Days in a row with an entry, up to today; a day not over yet does not break the row. */
export function streak(points: readonly Pick<Point, "day">[], today: Day): number {
  const days = new Set(points.map(({ day }) => day));
  let count = 0;
  for (let day = runEnd(days, today); days.has(day); day = addDays(day, -1)) count += 1;
  return count;
}

/** Low days in a row up to today; a day without an entry ends the row, only today may still be open. */
export function lowRun(points: readonly Point[], today: Day): number {
  const found = byDay(points);
  let count = 0;
  for (let day = runEnd(new Set(found.keys()), today); ; day = addDays(day, -1)) {
    const point = found.get(day);
    if (!point || !isLow(point.mood)) return count;
    count += 1;
  }
}

export type State =
  | { kind: "low_run"; days: number }
  | { kind: "low" | "fair" | "well" }
  | { kind: "waiting" }
  /** Nothing for three days or more. */
  | { kind: "quiet"; since: Day | null };

/** How a child is today, as far as the family has said. */
export function stateOf(points: readonly Point[], today: Day): State {
  const run = lowRun(points, today);
  if (run >= lowRunThatCounts) return { kind: "low_run", days: run };
  const now = points.find(({ day }) => day === today);
  if (now) return { kind: isLow(now.mood) ? "low" : now.mood === 3 ? "fair" : "well" };
  const last = points.reduce<Day | null>((latest, { day }) => (latest === null || day > latest ? day : latest), null);
  if (last === null) return { kind: "quiet", since: null };
  return daysBetween(last, today) >= 3 ? { kind: "quiet", since: last } : { kind: "waiting" };
}

export type DayChoice = { ok: true; day: Day } | { ok: false };
/** A mood may be told for today and, for those who went to bed first, for yesterday. */
export function recordableDay(asked: Day | undefined, today: Day): DayChoice {
  const day = asked ?? today;
  return day === today || day === addDays(today, -1) ? { ok: true, day } : { ok: false };
}
