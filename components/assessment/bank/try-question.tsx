"use client";
import { type FormEvent, useMemo, useState } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { arranged } from "@/server/features/assessment/arrange.domain";
import { type Question, question as questionSchema } from "@/server/features/assessment/question.schema";
import { scoreAnswer } from "@/server/features/assessment/scoring.domain";
import { readAnswer } from "../answer-fields";
import { keyLines } from "../answer-lines";
import { Passage } from "../prose";
import { QuestionFields } from "../question-fields";
import { useWords } from "./use-words";

type Given = {
  question: Question;
  language: string;
  /** Told what an answer earned, null for what a person marks; undefined when it was changed since. */
  onMarked?: (score: number | null | undefined) => void;
};

/** The question as a learner sees it, with the player's own fields, and what an answer would earn. Nothing is kept. */
export function TryQuestion({ question, language, onMarked }: Given) {
  const t = useWords("bank");
  const whole = useMemo(() => questionSchema.safeParse(question), [question]);
  if (!whole.success) return <Notice tone="warn">{t("try.not_whole")}</Notice>;
  return <Player key={JSON.stringify(whole.data)} question={whole.data} language={language} onMarked={onMarked} />;
}

function Player({ question, language, onMarked }: Given) {
  const t = useWords("bank");
  const ask = useWords("assessment");
  const [score, setScore] = useState<number | null | undefined>();
  const mark = (earned: number | null | undefined) => {
    setScore(earned);
    onMarked?.(earned);
  };
  const body = useMemo(() => arranged(question.body, "preview"), [question]);
  const check = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    mark(scoreAnswer(question, readAnswer(body.type, new FormData(event.currentTarget))).score);
  };
  return (
    <form onSubmit={check} onInput={() => mark(undefined)} className="grid max-w-3xl gap-5">
      <div lang={language} className="grid gap-5">
        <QuestionFields body={body} answer={null} t={ask} />
      </div>
      <Button type="submit" className="justify-self-start">
        {t("try.check")}
      </Button>
      <div role="status">{score === undefined ? null : <Verdict score={score} question={question} />}</div>
    </form>
  );
}

function Verdict({ score, question }: { score: number | null; question: Question }) {
  const t = useWords("bank");
  const lines = keyLines(question.body, question.key);
  const tone = score === null ? "info" : score >= 1 ? "good" : score > 0 ? "warn" : "danger";
  return (
    <Notice
      tone={tone}
      title={score === null ? t("try.by_person") : t("try.earns", { percent: Math.round(score * 100) })}
    >
      {lines.length ? (
        <ul>
          {lines.map((line, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a key keep their places
            <li key={at}>{line}</li>
          ))}
        </ul>
      ) : null}
      {question.key.explanation ? <Passage of={question.key.explanation} /> : null}
    </Notice>
  );
}
