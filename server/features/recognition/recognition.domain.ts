import { addDays, type Day, dayAt } from "@/lib/days";
import type { BadgeCriteria } from "./recognition.schema";

/** A first completion of a lesson, whatever the lesson. */
export const lessonPoints = 10;

/** Work that came back marked, whatever the marks: the effort counts, the marks are told elsewhere. */
export const workPoints = 15;

/** An assessment that was finished and marked: for finishing it, and for what was right. */
export const attemptPoints = (percent: number): number => 5 + Math.round(percent / 10);

/** Something a child did that counts, by the time it happened. */
export type Fact = { reason: string; at: Date };
export type BadgeRule = { code: string; points: number; criteria: BadgeCriteria };

/**
 * When each badge was earned: at the fact that made its count full. Days in a row are days in Nairobi on which anything
 * counted. Facts may come in any order; the same facts give the same badges.
 */
export function earnedBadges(
  facts: readonly Fact[],
  badges: readonly BadgeRule[],
): { code: string; points: number; at: Date }[] {
  const counts: Record<string, number> = { streak: 0 };
  const got = new Map<string, { code: string; points: number; at: Date }>();
  let last: Day | null = null;
  for (const { reason, at } of facts.toSorted((one, other) => one.at.getTime() - other.at.getTime())) {
    counts[reason] = (counts[reason] ?? 0) + 1;
    const day = dayAt(at);
    if (day !== last) counts.streak = last !== null && day === addDays(last, 1) ? (counts.streak ?? 0) + 1 : 1;
    last = day;
    for (const { code, points, criteria } of badges)
      if (!got.has(code) && (counts[criteria.fact] ?? 0) >= criteria.atLeast) got.set(code, { code, points, at });
  }
  return [...got.values()];
}
