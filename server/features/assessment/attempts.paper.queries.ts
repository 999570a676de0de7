import { type Db, Sql } from "@/server/platform/db/work";
import type { PaperItem } from "./attempts.schema";

type PaperRow = Omit<PaperItem, "ways" | "parameters"> & {
  a: number | null;
  b: number | null;
  right: string | null;
  wrong: string | null;
};

/** The questions of an assessment in their order, each in its current version. */
export async function readPaper(db: Db, assessmentId: string): Promise<PaperItem[]> {
  const rows = await db.$queryRaw<PaperRow[]>(Sql.sql`
    SELECT i.id, i."questionId", v.id AS "versionId", i.points, v.difficulty, v.a, v.b, i."rightItemId" AS right, i."wrongItemId" AS wrong,
      coalesce((SELECT min(c."subStrand") FROM "QuestionCompetency" t JOIN "Competency" c ON c.id = t."competencyId" WHERE t."questionId" = q.id), '') AS "subStrand"
    FROM "AssessmentItem" i JOIN "Question" q ON q.id = i."questionId" JOIN "QuestionVersion" v ON v."questionId" = q.id AND v.number = q."currentNumber"
    WHERE i."assessmentId" = ${assessmentId}::uuid ORDER BY i.position COLLATE "C", i.id`);
  return rows.map(({ a, b, right, wrong, ...item }) => ({
    ...item,
    parameters: b === null ? null : { a: a ?? 1, b },
    ways: { right, wrong },
  }));
}
