import type { Ctx } from "@/server/platform/actor";
import type { Cell, CoverageMap, Covered } from "./coverage.schema";

/** The whole curriculum as a map: learning areas by grade, from the counts of the job. Two reads. */
export function readCoverage(ctx: Ctx): Promise<CoverageMap> {
  return ctx.work(async (db) => {
    const areas = await db.learningArea.findMany({
      select: { code: true, name: true, nameSw: true },
      orderBy: { position: "asc" },
    });
    const cells = await db.$queryRaw<(Cell & { countedAt: Date | null })[]>`
      SELECT c.grade::text AS grade, c."learningAreaCode" AS area, count(*)::int AS all,
             count(*) FILTER (WHERE t.lessons > 0)::int AS planned, count(*) FILTER (WHERE t.completions > 0)::int AS taught,
             count(*) FILTER (WHERE t.answers > 0)::int AS assessed, count(*) FILTER (WHERE t.completions > 0 AND t.answers = 0)::int AS debt,
             max(t."countedAt") AS "countedAt"
      FROM "Competency" c LEFT JOIN "CompetencyTally" t ON t."competencyId" = c.id
      WHERE c."retiredAt" IS NULL GROUP BY 1, 2 ORDER BY 1, 2`;
    const countedAt = cells.reduce<Date | null>(
      (last, cell) => (cell.countedAt && (!last || cell.countedAt > last) ? cell.countedAt : last),
      null,
    );
    return { areas, cells: cells.map(({ countedAt: _, ...cell }) => cell), countedAt };
  });
}

/** The competencies of one grade and learning area with what the school does about each, in the order of the design. */
export function readCovered(ctx: Ctx, input: { grade: string; area: string }): Promise<Covered[]> {
  return ctx.work(
    (db) => db.$queryRaw<Covered[]>`
      SELECT c.id, c.code, c.strand, c."subStrand", c.statement, coalesce(t.lessons, 0) AS lessons, coalesce(t.completions, 0) AS completions,
             coalesce(t.answers, 0) AS answers, CASE WHEN t.answers > 0 THEN 100 * t."scoreSum" / t.answers END AS percent
      FROM "Competency" c LEFT JOIN "CompetencyTally" t ON t."competencyId" = c.id
      WHERE c."retiredAt" IS NULL AND c.grade = ${input.grade}::"Grade" AND c."learningAreaCode" = ${input.area} ORDER BY c.code LIMIT 200`,
  );
}
