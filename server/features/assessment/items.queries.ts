import type { Ctx } from "@/server/platform/actor";
import { AppError } from "@/server/platform/errors";
import { workedOn } from "./assessments.policy";
import { analyse, type MarkedAnswer } from "./items.analysis.domain";
import { question as questionSchema } from "./question.schema";

/** The newest so many attempts: enough for any figure, how the questions do now, and a page that stays quick. */
const mostAttempts = 200;

type Asked = { id: string; itemId: string; title: string; body: unknown; key: unknown; calibration: Calibration };
/** What the last calibration said of a question; `b` is null while too few have answered. */
export type Calibration = {
  b: number | null;
  a: number | null;
  bError: number | null;
  aError: number | null;
  /** How many answers it counted. */
  over: number;
};

/** How each question of an assessment did, over the marked answers of the newest ended attempts one may see. Names nobody. */
export function readItemFigures(ctx: Ctx, assessmentId: string) {
  return ctx.work(async (db) => {
    const seen = await db.assessment.count({ where: { AND: [{ id: assessmentId }, workedOn(ctx.actor)] } });
    if (seen === 0) throw new AppError("NOT_FOUND", "assessment.not_found");
    const current = await db.$queryRaw<Asked[]>`
      SELECT q.id, i.id AS "itemId", q.title, v.body, k.key, jsonb_build_object('b', v.b, 'a', v.a, 'bError', v."bError", 'aError', v."aError",
        'over', v."calibratedOver") AS calibration FROM "AssessmentItem" i JOIN "Question" q ON q.id = i."questionId"
      JOIN "QuestionVersion" v ON v."questionId" = q.id AND v.number = q."currentNumber" JOIN "QuestionKey" k ON k."versionId" = v.id
      WHERE i."assessmentId" = ${assessmentId}::uuid ORDER BY i.position COLLATE "C", i.id`;
    const answers = await db.$queryRaw<MarkedAnswer[]>`
      SELECT r."attemptId", r."questionId", r.score, r.points, r.seconds, r.answer
      FROM (SELECT a.id FROM "Attempt" a WHERE a."assessmentId" = ${assessmentId}::uuid AND a."submittedAt" IS NOT NULL AND a.status <> 'OPEN'
            ORDER BY a."submittedAt" DESC, a.id DESC LIMIT ${mostAttempts}) newest
      JOIN "Response" r ON r."attemptId" = newest.id
      WHERE r.score IS NOT NULL AND r."answeredAt" IS NOT NULL ORDER BY r.id`;
    const questions = current.map(({ body, key, ...asked }) => ({
      ...asked,
      ...questionSchema.parse({ body, key }),
    }));
    const figures = analyse(questions, answers);
    return {
      attempts: new Set(answers.map(({ attemptId }) => attemptId)).size,
      questions: questions.map((question) => ({ ...question, figures: figures.get(question.id) })),
    };
  });
}
export type ItemAnalysis = Awaited<ReturnType<typeof readItemFigures>>;
