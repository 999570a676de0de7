"use client";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Check, CircleAlert } from "@/components/ui/drawn";
import { Icon } from "@/components/ui/icon";
import type { QuizBlock } from "@/server/features/courses/lesson.schema";
import { useLesson } from "./lesson-session";

export type QuizWords = { check: string; right: string; wrong: string; again: string; choose: string };

/** A question inside a lesson: the first answer is kept, what comes after is practice. Works without a line. */
export function LessonQuiz({ quiz, words }: { quiz: QuizBlock; words: QuizWords }) {
  const { answers, answer } = useLesson();
  const [chosen, setChosen] = useState(answers[quiz.blockId] ?? null);
  const [checked, setChecked] = useState(chosen);
  const [missing, setMissing] = useState(false);
  const right = quiz.options.find(({ key }) => key === quiz.right);

  function check(event: FormEvent) {
    event.preventDefault();
    setMissing(!chosen);
    if (!chosen) return;
    setChecked(chosen);
    answer(quiz.blockId, chosen);
  }
  function tryAgain() {
    setChecked(null);
    setChosen(null);
  }
  return (
    <form className="lesson-quiz" onSubmit={check}>
      <fieldset disabled={checked !== null}>
        <legend>{quiz.question}</legend>
        {quiz.options.map((option) => (
          <label key={option.key}>
            <input
              type="radio"
              className="tick"
              name={quiz.blockId}
              value={option.key}
              checked={chosen === option.key}
              onChange={() => setChosen(option.key)}
            />
            {option.text}
          </label>
        ))}
      </fieldset>
      <div aria-live="polite">
        {missing && !chosen ? <p className="mt-2 font-medium text-danger text-small">{words.choose}</p> : null}
        {checked ? (
          <div className="mt-2">
            <p className="flex items-start gap-2 font-semibold">
              <Icon
                as={checked === quiz.right ? Check : CircleAlert}
                className={checked === quiz.right ? "mt-0.5 shrink-0 text-good" : "mt-0.5 shrink-0 text-warn"}
              />
              {checked === quiz.right ? words.right : words.wrong.replace("{answer}", right?.text ?? "")}
            </p>
            {quiz.explanation ? <p className="mt-1">{quiz.explanation}</p> : null}
          </div>
        ) : null}
      </div>
      {checked === null ? (
        <Button type="submit" className="mt-3 min-h-12">
          {words.check}
        </Button>
      ) : checked === quiz.right ? null : (
        <Button variant="quiet" className="mt-2 min-h-12" onClick={tryAgain}>
          {words.again}
        </Button>
      )}
    </form>
  );
}
