import { answer as answerSchema } from "./answers.schema";
import { type ItemAnswer, type ItemFigures, itemFigures } from "./items.domain";
import type { QuestionBody, QuestionKey } from "./question.schema";

/** An answer that has its mark, in the attempt it belongs to. */
export type MarkedAnswer = {
  attemptId: string;
  questionId: string;
  score: number;
  points: number;
  seconds: number;
  answer: unknown;
};
export type AnalysedQuestion = { id: string; body: QuestionBody; key: QuestionKey };

/** The figures of each question over the answers to an assessment. */
export function analyse(
  questions: readonly AnalysedQuestion[],
  answers: readonly MarkedAnswer[],
): Map<string, ItemFigures> {
  const totals = totalsOf(answers);
  const byQuestion = Map.groupBy(answers, ({ questionId }) => questionId);
  return new Map(
    questions.map((question) => {
      const given = byQuestion.get(question.id) ?? [];
      return [
        question.id,
        itemFigures(
          given.map((one) => asItem(one, totals.get(one.attemptId))),
          optionsOf(question),
        ),
      ];
    }),
  );
}

type Total = { earned: number; possible: number };
function totalsOf(answers: readonly MarkedAnswer[]): Map<string, Total> {
  const totals = new Map<string, Total>();
  for (const { attemptId, score, points } of answers) {
    const total = totals.get(attemptId) ?? { earned: 0, possible: 0 };
    totals.set(attemptId, { earned: total.earned + score * points, possible: total.possible + points });
  }
  return totals;
}

/** A question of an attempt beside the marks of its others; alone in its attempt it has nothing to stand beside. */
function asItem({ score, points, seconds, answer }: MarkedAnswer, total?: Total): ItemAnswer {
  const others = (total?.possible ?? 0) - points;
  const given = answerSchema.safeParse(answer);
  return {
    credit: score,
    rest: others > 0 ? ((total?.earned ?? 0) - score * points) / others : 0,
    chosen: given.success && given.data.type === "mcq" ? given.data.chosen : [],
    seconds: seconds > 0 ? seconds : null,
  };
}

const optionsOf = ({ body, key }: AnalysedQuestion) =>
  body.type === "mcq" && key.type === "mcq"
    ? body.options.map((option) => ({ key: option.key, right: key.correct.includes(option.key) }))
    : [];
