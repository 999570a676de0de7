import type { Mark } from "./marks.schema";

export type Weighted = { id: string; weight: number };

/**
 * What a mark is worth of 100. Each lies inside its own band of both national scales, so that work marked alike in every
 * criterion is on that level on either scale.
 */
export const worth: Readonly<Record<Mark, number>> = { EE: 95, ME: 66, AE: 36, BE: 15 };

/**
 * The percentage of a piece of work: the worth of its marks by the weights of their criteria, to one decimal.
 * @throws when a criterion has no mark: a grade is whole or it is a draft.
 */
export function markPercent(criteria: readonly Weighted[], marks: Readonly<Record<string, Mark>>): number {
  let [sum, weights] = [0, 0];
  for (const { id, weight } of criteria) {
    const mark = marks[id];
    if (!mark) throw new Error(`criterion ${id} has no mark`);
    sum += weight * worth[mark];
    weights += weight;
  }
  return Math.round((10 * sum) / weights) / 10;
}
