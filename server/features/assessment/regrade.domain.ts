import { answer as answerSchema, isBlank } from "./answers.schema";
import { figuresOf } from "./attempts.domain";
import type { AttemptState } from "./attempts.schema";
import type { Question } from "./question.schema";
import { scoreAnswer } from "./scoring.domain";

export type StandingAnswer = {
  id: string;
  attemptId: string;
  studentId: string;
  questionId: string;
  answer: unknown;
  score: number;
};
export type Remarked = { id: string; attemptId: string; studentId: string; before: number; after: number };

/** Marks that come out otherwise by another key. What a person marked is not among the answers. */
export function remark(question: Question, answers: readonly StandingAnswer[]): Remarked[] {
  return answers.flatMap(({ id, attemptId, studentId, answer, score: before }) => {
    const given = answerSchema.nullable().parse(answer);
    const after = given === null || isBlank(given) ? 0 : scoreAnswer(question, given).score;
    return after === null || Math.abs(after - before) < 1e-9 ? [] : [{ id, attemptId, studentId, before, after }];
  });
}

type Told = { questionId: string; score: number | null };
/** What an attempt comes to when one of its questions earns another mark; null while another waits for a person. */
export function percentWith(
  state: AttemptState,
  answered: readonly Told[],
  other: { questionId: string; score: number },
): number | null {
  const byQuestion = new Map(state.paper.map((item) => [item.questionId, item.id]));
  const answers = answered.flatMap(({ questionId, score }) => {
    const id = byQuestion.get(questionId);
    return id ? [{ id, credit: questionId === other.questionId ? other.score : score }] : [];
  });
  return figuresOf(state, answers).percent;
}
