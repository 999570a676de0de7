import {
  averageEnergy,
  averageMood,
  isLow,
  moodTrend,
  type Point,
} from "@/server/features/families/families.mood.domain";

/** One fact a score rests on; the staff desk has a sentence for each key (`staff.reason.<key>`) with its value. */
export type RiskReason = {
  key: "low_average" | "falling" | "low_today" | "silent" | "low_energy";
  value: number;
  points: number;
};

const aDay = 86_400_000;
const daysBetween = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / aDay);
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
export function risk(points: readonly Point[], today: string): { score: number; reasons: RiskReason[] } {
  const reasons: RiskReason[] = [];
  const past = points.filter(({ day }) => day <= today);
  const week = past.filter(({ day }) => daysBetween(day, today) < 7);
  const average = averageMood(past, today, 7);
  if (week.length >= 3 && average !== null && average <= 3)
    reasons.push({ key: "low_average", value: average, points: Math.min(50, 20 + Math.round((3 - average) * 10) * 4) });
  const lastWeek = new Date(Date.parse(today) - 7 * aDay).toISOString().slice(0, 10);
  if (moodTrend(past, today) === "falling")
    reasons.push({ key: "falling", value: tenth((averageMood(past, lastWeek, 7) ?? 0) - (average ?? 0)), points: 20 });
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
