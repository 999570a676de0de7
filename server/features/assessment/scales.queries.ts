import { dayOf } from "@/lib/days";
import type { Grade } from "@/lib/school-calendar";
import type { Db } from "@/server/platform/db/work";
import { type ScaleLevel, scaleOn } from "./levels.domain";

export type NamedLevel = ScaleLevel & { name: string; nameSw: string };

/** Every scale with its levels, best first, and which of them each grade is told on today; null before there is one. */
export async function readScales(
  db: Db,
  now: Date,
): Promise<{ codeOf: (grade: Grade) => string | null; levels: NamedLevel[] }> {
  const rows = await db.scaleUse.findMany({ select: { grade: true, scaleCode: true, validFrom: true } });
  const uses = rows.map((use) => ({ ...use, validFrom: dayOf(use.validFrom) }));
  const levels = await db.scaleLevel.findMany({
    orderBy: [{ scaleCode: "asc" }, { position: "asc" }],
    select: { scaleCode: true, code: true, minPercent: true, points: true, name: true, nameSw: true },
  });
  return { codeOf: (grade) => scaleOn(grade, dayOf(now), uses), levels };
}
