"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { Answered } from "@/server/features/assessment/adaptive.domain";
import { figuresOf, mostQuestions, nextItem } from "@/server/features/assessment/attempts.domain";
import type { AttemptState } from "@/server/features/assessment/attempts.schema";
import type { Question } from "@/server/features/assessment/question.schema";
import { TryQuestion } from "./try-question";
import { useWords } from "./use-words";

/**
 * The assessment taken for trying: the engine and the player of a real attempt, without one. What was answered is known
 * to this page alone.
 */
export function TrialRun({
  state,
  questions,
  language,
}: {
  state: AttemptState;
  questions: Readonly<Record<string, Question>>;
  language: string;
}) {
  const t = useWords("bank");
  const [answers, setAnswers] = useState<Answered[]>([]);
  const [marked, setMarked] = useState<number | null | undefined>();
  const item = nextItem(state, answers);
  const question = item && questions[item.versionId];
  const again = () => {
    setAnswers([]);
    setMarked(undefined);
  };
  if (!item || !question) {
    const { percent } = figuresOf(state, answers);
    return (
      <Notice
        tone="good"
        role="status"
        title={t("trial.end", { count: answers.length })}
        action={<Button onClick={again}>{t("trial.again")}</Button>}
      >
        {percent === null ? t("trial.waits") : t("trial.percent", { percent })}
      </Notice>
    );
  }
  const on = () => {
    setAnswers([...answers, { id: item.id, credit: marked ?? (marked === undefined ? 0 : null) }]);
    setMarked(undefined);
  };
  return (
    <div className="grid max-w-3xl gap-5">
      <h3 className="text-lg">
        {t("trial.place", { place: answers.length + 1, most: mostQuestions(state) })}{" "}
        <span className="font-normal text-muted text-small">{t(`difficulty.${item.difficulty}`)}</span>
      </h3>
      <TryQuestion key={item.id} question={question} language={language} onMarked={setMarked} />
      <Button variant="main" className="justify-self-start" onClick={on}>
        {t(marked === undefined ? "trial.skip" : "trial.next")}
      </Button>
    </div>
  );
}
