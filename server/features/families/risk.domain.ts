import { addDays, type Day, daysBetween } from "@/lib/days";
import { averageEnergy, averageMood, isLow, moodTrend, type Point } from "./families.mood.domain";

/** One fact a score rests on; the staff desk has a sentence for each key (`staff.reason.<key>`) with its value. */
export type RiskReason = {
  key: "low_average" | "falling" | "low_today" | "silent" | "low_energy";
  value: number;
  points: number;
};

export type Risk = { score: number; reasons: RiskReason[] };

/** So many of a child's newest entries say all the rule asks: two weeks of one entry a day, or the last before a silence. */
export const ENTRIES_THAT_COUNT = 14;

const tenth = (value: number) => Math.round(value * 10) / 10;

/**
 * The risk that a child is falling behind, 0 to 100, from moods alone: the only facts the school has yet. Each reason
 * can be checked by hand.
 *
 * | reason      | when                                                              | points                                  |
 * | low_average | three entries or more in 7 days, their average 3 or less          | 20, and 4 more for each tenth below 3, at most 50 |
 * | falling     | the week's average half a step or more under the week before      | 20                                      |
 * | low_today   | the newest entry, of today or yesterday, is 1 or 2                | 20 or 10                                |
 * | low_energy  | average energy of the week below 2.5                              | 10                                      |
 * | silent      | no entry for five days or more                                    | 10                                      |
 */
export function riskOf(points: readonly Point[], today: Day): Risk {
  const reasons: RiskReason[] = [];
  const past = points.filter(({ day }) => day <= today);
  const week = past.filter(({ day }) => daysBetween(day, today) < 7);
  const average = averageMood(past, today, 7);
  if (week.length >= 3 && average !== null && average <= 3)
    reasons.push({ key: "low_average", value: average, points: Math.min(50, 20 + Math.round((3 - average) * 10) * 4) });
  if (moodTrend(past, today) === "falling")
    reasons.push({
      key: "falling",
      value: tenth((averageMood(past, addDays(today, -7), 7) ?? 0) - (average ?? 0)),
      points: 20,
    });
  const newest = past.reduce<Point | null>(
    (latest, point) => (latest === null || point.day > latest.day ? point : latest),
    null,
  );
  if (newest && isLow(newest.mood) && daysBetween(newest.day, today) <= 1)
    reasons.push({ key: "low_today", value: newest.mood, points: newest.mood === 1 ? 20 : 10 });
  const energy = averageEnergy(past, today, 7);
  if (energy !== null && energy < 2.5) reasons.push({ key: "low_energy", value: energy, points: 10 });
  if (newest && daysBetween(newest.day, today) >= 5)
    reasons.push({ key: "silent", value: daysBetween(newest.day, today), points: 10 });
  return { score: reasons.reduce((sum, reason) => sum + reason.points, 0), reasons };
}
