import type { Grade } from "@/lib/grades";
import type { Ctx } from "@/server/platform/actor";
import { Sql } from "@/server/platform/db/work";
import type { Calibrated, GivenAnswer } from "./calibration.domain";
import type { Difficulty } from "./question.schema";

/** Questions that share a scale: one learning area of one grade. */
export type Group = { grade: Grade; area: string };

/** Of each question the newest so many: enough for any figure, and how it does now. */
const mostAnswers = 400;

/** An answer with the level its question's author gave it. */
export type FirstAnswer = GivenAnswer & { difficulty: Difficulty };

/** Where there is anything to calibrate. */
export const groupsSql = Sql.sql`
  SELECT DISTINCT q.grade::text AS grade, q."learningAreaCode" AS area FROM "Question" q
  WHERE EXISTS (SELECT FROM "Response" r WHERE r."questionId" = q.id) ORDER BY 1, 2`;

/** What learners answered the first time they took an assessment, to the questions of a group as they stand now. */
export const firstAnswersSql = ({ grade, area }: Group) => Sql.sql`
  SELECT given.attempt, v.id AS item, given.credit, v.difficulty
  FROM "Question" q JOIN "QuestionVersion" v ON v."questionId" = q.id AND v.number = q."currentNumber"
  CROSS JOIN LATERAL (
    SELECT r."attemptId" AS attempt, r.score AS credit FROM "Response" r JOIN "Attempt" a ON a.id = r."attemptId" AND a.number = 1 AND a.status <> 'OPEN'
    WHERE r."versionId" = v.id AND r.score IS NOT NULL AND r."answeredAt" IS NOT NULL ORDER BY r."answeredAt" DESC, r.id DESC LIMIT ${mostAnswers}::int) given
  WHERE q.grade = ${grade}::"Grade" AND q."learningAreaCode" = ${area} ORDER BY given.attempt, v.id`;

/** Writes what was found beside each question, and how many answers there were where that is not enough yet. */
export function writeSql(answers: readonly FirstAnswer[], found: ReadonlyMap<string, Calibrated>, now: Date): Sql.Sql {
  const rows = [...Map.groupBy(answers, ({ item }) => item)].map(([id, given]) => ({
    id,
    over: given.length,
    ...(found.get(id) ?? { a: null, b: null, aError: null, bError: null }),
  }));
  return Sql.sql`
    UPDATE "QuestionVersion" v SET a = n.a, b = n.b, "aError" = n."aError", "bError" = n."bError", "calibratedOver" = n.over, "calibratedAt" = ${now}
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) n(id uuid, over int, a float, b float, "aError" float, "bError" float) WHERE v.id = n.id`;
}

/** When questions were last calibrated, and how many of those in use have figures. One read. */
export function readCalibration(ctx: Ctx): Promise<{ at: Date | null; calibrated: number; questions: number }> {
  return ctx.work(async (db) => {
    const [row] = await db.$queryRaw<{ at: Date | null; calibrated: number; questions: number }[]>`
      SELECT max(v."calibratedAt") AS at, count(v.b)::int AS calibrated, count(*)::int AS questions
      FROM "Question" q JOIN "QuestionVersion" v ON v."questionId" = q.id AND v.number = q."currentNumber" WHERE q.status = 'ACTIVE'`;
    return row ?? { at: null, calibrated: 0, questions: 0 };
  });
}
