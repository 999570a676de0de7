import { type Day, daysBetween } from "@/lib/days";
import type { Shown, SubStrandShown, Week } from "./progress.schema";

/** How far back evidence counts: half a school year. Older evidence says who a child was. */
export const windowDays = 182;

export type Sureness = "none" | "single" | "few" | "enough" | "old";
/**
 * How far to trust what evidence says. One piece is a sighting, not a level, and is drawn hollow; fewer than five may
 * still be luck; none in the last sixty days is about then, not now.
 */
export function surenessOf(shown: Shown | null, today: Day): Sureness {
  if (!shown || shown.count === 0) return "none";
  if (shown.count === 1) return "single";
  if (daysBetween(shown.lastOn, today) > 60) return "old";
  return shown.count < 5 ? "few" : "enough";
}

export type Strand = { name: string; parts: SubStrandShown[]; shown: Shown };
export type AreaShown = { area: string; name: string; nameSw: string; strands: Strand[]; shown: Shown };

/** Several findings as one: the mean over all pieces of evidence, not over the findings. */
export function together(list: readonly Shown[]): Shown {
  const count = list.reduce((sum, one) => sum + one.count, 0);
  const marks = list.reduce((sum, one) => sum + one.count * one.percent, 0);
  const lastOn =
    list
      .map((one) => one.lastOn)
      .sort()
      .at(-1) ?? "";
  return { count, percent: count === 0 ? 0 : marks / count, lastOn };
}

function grouped<T>(list: readonly T[], keyOf: (one: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const one of list) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return [...groups.values()];
}

/** Sub-strands under their strands and learning areas, in the order in which they came. */
export function byArea(parts: readonly SubStrandShown[]): AreaShown[] {
  return grouped(parts, ({ area }) => area).flatMap((inArea) => {
    const [first] = inArea;
    if (!first) return [];
    const strands = grouped(inArea, ({ strand }) => strand).map((inStrand) => ({
      name: inStrand[0]?.strand ?? "",
      parts: inStrand,
      shown: together(inStrand),
    }));
    return [{ area: first.area, name: first.areaName, nameSw: first.areaNameSw, strands, shown: together(inArea) }];
  });
}

export type Sentence = { key: string; values: Record<string, string | number> };

/** What the week was like, from its figures alone. The same figures give the same words. */
export function tellWeek(
  name: string,
  { now, before }: { now: Week; before: Week },
  areas: readonly AreaShown[],
  next: { title: string; course: string } | null,
): Sentence[] {
  const told: Sentence[] = [];
  if (now.lessons + now.answers + now.handedIn === 0) told.push({ key: "quiet", values: { name } });
  else
    told.push({
      key: now.lessons > before.lessons ? "more" : now.lessons < before.lessons ? "less" : "same",
      values: { name, lessons: now.lessons, before: before.lessons },
    });
  if (now.answers > 0)
    told.push({
      key: "answers",
      values: { name, answers: now.answers, percent: Math.round((100 * now.right) / now.answers) },
    });
  if (now.returned > 0) told.push({ key: "returned", values: { count: now.returned } });
  const known = areas.filter(({ shown }) => shown.count >= 5);
  const best = known.reduce<AreaShown | null>(
    (top, one) => (top && top.shown.percent >= one.shown.percent ? top : one),
    null,
  );
  if (best && known.length > 1) told.push({ key: "best", values: { area: best.area } });
  if (next) told.push({ key: "next", values: { title: next.title, course: next.course } });
  return told;
}

/** Senior school's pathways, and the learning areas that speak for each. */
export const pathways = {
  stem: ["MATH", "ISC", "SCI", "PTS", "AGR", "ENV"],
  social: ["ENG", "KIS", "SST", "CRE", "IRE", "HRE", "IND", "LNG"],
  arts: ["CA", "CAR", "CAS"],
} as const;
export type Pathway = keyof typeof pathways;

/** What the evidence says of each pathway, the surest first; a pathway without evidence comes last. */
export function pathwaysOf(
  areas: readonly AreaShown[],
): { pathway: Pathway; shown: Shown | null; areas: AreaShown[] }[] {
  return (Object.keys(pathways) as Pathway[])
    .map((pathway) => {
      const mine = areas.filter(({ area }) => (pathways[pathway] as readonly string[]).includes(area));
      return { pathway, areas: mine, shown: mine.length > 0 ? together(mine.map(({ shown }) => shown)) : null };
    })
    .sort((one, other) => (other.shown?.percent ?? -1) - (one.shown?.percent ?? -1));
}
