import type { Day } from "@/lib/days";
import type { Grade } from "@/lib/school-calendar";

/** From `validFrom` on, results of this grade are told on this scale, until a later row says otherwise. */
export type ScaleUse = { grade: Grade; scaleCode: string; validFrom: Day };
/** A level begins at `minPercent` and ends where the next one above begins. */
export type ScaleLevel = { scaleCode: string; code: string; minPercent: number; points: number };
export type Scales = { uses: readonly ScaleUse[]; levels: readonly ScaleLevel[] };

/** Sums of marks may miss a whole percentage by a hair. */
const hair = 1e-9;

/** The scale of a grade on a day; null before its first row. */
export function scaleOn(grade: Grade, day: Day, uses: readonly ScaleUse[]): string | null {
  const current = uses
    .filter((use) => use.grade === grade && use.validFrom <= day)
    .reduce<ScaleUse | null>((last, use) => (last && last.validFrom >= use.validFrom ? last : use), null);
  return current?.scaleCode ?? null;
}

/**
 * The level a percentage has reached, among those of one scale. It is reached, never rounded up to: the published bands
 * name whole percentages (31–40, 41–57), so that 40.5 has not reached 41 and is on the lower level.
 */
export const reached = <Level extends { minPercent: number }>(
  percent: number,
  levels: readonly Level[],
): Level | null =>
  levels
    .filter(({ minPercent }) => minPercent <= percent + hair)
    .reduce<Level | null>((best, level) => (best && best.minPercent >= level.minPercent ? best : level), null);

/**
 * The level of a result. The bands begin at 1; nothing right is on the lowest level too, because the learner was assessed.
 * No result has no level.
 */
export function levelOf(percent: number | null, scaleCode: string, levels: readonly ScaleLevel[]): ScaleLevel | null {
  if (percent === null) return null;
  if (!(percent >= 0 && percent <= 100)) throw new RangeError(`${percent} is no percentage`);
  return reached(
    percent,
    levels.filter((level) => level.scaleCode === scaleCode),
  );
}

/** The level of a result of a learner in this grade on this day, on the scale then in use. */
export function levelFor(
  percent: number | null,
  { grade, day }: { grade: Grade; day: Day },
  { uses, levels }: Scales,
): ScaleLevel | null {
  const scale = scaleOn(grade, day, uses);
  return scale === null ? null : levelOf(percent, scale, levels);
}
