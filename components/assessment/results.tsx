import type { ReactNode } from "react";
import { Status, type Tone } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { Section } from "@/components/ui/section";
import type { Locale } from "@/lib/locales";
import type { Translate } from "@/lib/translate";
import type { AnsweredQuestion, AttemptResults } from "@/server/features/assessment/attempts.queries";
import { stemShown } from "@/server/features/assessment/question.schema";
import { essayCriteria } from "@/server/features/grading/essay.domain";
import { answerLines, keyLines } from "./answer-lines";
import { levelName } from "./levels";
import { Passage } from "./prose";
import { NotCome } from "./question-fields";
import type { Words } from "./room";

/** What an attempt came to: the level first, then what it means, then each question with its answer. */
export function Results({
  results,
  language,
  t,
  format,
}: Omit<Words, "now"> & { results: AttemptResults; language: string }) {
  const { percent, level, questions } = results;
  const waiting = questions.filter(({ score }) => score === null).length;
  return (
    <Section id="results" title={t("result.title", { number: results.number })} className="max-w-3xl">
      <Card className="grid gap-1.5 p-4 sm:p-5">
        <p className="font-bold text-2xl">{level ? levelName(level, format.locale) : t("result.waits")}</p>
        {percent === null ? null : <p>{t("result.percent", { percent: format.percent(percent / 100, 1) })}</p>}
        {waiting > 0 ? <p>{t("result.waiting", { count: waiting })}</p> : null}
        {percent === null ? null : <Ability {...results} t={t} />}
      </Card>
      <NotCome t={t}>
        <ol className="mt-6 grid gap-5">
          {questions.map((one) => (
            <Answered key={one.place} one={one} language={language} locale={format.locale} t={t} />
          ))}
        </ol>
      </NotCome>
    </Section>
  );
}

/** The step of five at which an even half would be right; logits begin in the middle (docs/adaptive.md). */
const stepOf = (logits: number) => Math.min(5, Math.max(1, Math.round(logits + 3)));

/** Ability with its error in plain words: which questions are right for the child now, and how sure that is. */
function Ability({ ability, standardError, t }: Pick<AttemptResults, "ability" | "standardError"> & { t: Translate }) {
  if (ability === null || standardError === null) return null;
  const [least, step, most] = [ability - standardError, ability, ability + standardError].map(stepOf);
  const key = least === most ? "result.ability_sure" : "result.ability";
  return <p className="text-muted">{t(key, { step, least, most })}</p>;
}

/** What became of an answer: the level a teacher gave, else what its score says. */
function Verdict({ one, t, locale }: { one: AnsweredQuestion; t: Translate; locale: Locale }) {
  const level = one.marked?.level;
  if (level) return <Status tone="info">{levelName(level, locale)}</Status>;
  const verdict = verdictOf(one.score);
  return <Status tone={looks[verdict]}>{t(`result.${verdict}`)}</Status>;
}

/** What a teacher gave an essay, criterion by criterion, where criteria may be told. */
function Marks({ one }: { one: AnsweredQuestion }) {
  const key = one.told?.key;
  if (!one.marked || key?.type !== "essay" || key.criteria.length === 0) return null;
  const { marks } = one.marked;
  return (
    <ul>
      {essayCriteria(key).map(({ id, title }) => (
        <li key={id}>
          {title}: <b>{marks[id]}</b>
        </li>
      ))}
    </ul>
  );
}

/** A teacher's words, written and spoken. */
function Feedback({ one, t }: { one: AnsweredQuestion; t: Translate }) {
  const audio = one.marked?.audioFileId;
  if (!one.feedback && !audio) return null;
  return (
    <div className="grid gap-2 rounded bg-info-soft px-4 py-3">
      <h4 className="font-semibold text-small">{t("result.teacher")}</h4>
      {one.feedback ? <p className="whitespace-pre-line">{one.feedback}</p> : null}
      {audio ? (
        // biome-ignore lint/a11y/useMediaCaption: a teacher's own voice; what matters is written beside it
        <audio
          controls
          preload="none"
          src={`/api/files/work/${audio}?show=inline`}
          aria-label={t("result.spoken")}
          className="w-full max-w-xl"
        />
      ) : null}
    </div>
  );
}

const looks = { right: "good", partly: "warn", wrong: "danger", waits: "info" } as const satisfies Record<string, Tone>;
const verdictOf = (score: number | null): keyof typeof looks =>
  score === null ? "waits" : score >= 1 ? "right" : score > 0 ? "partly" : "wrong";

function Answered({
  one,
  language,
  locale,
  t,
}: {
  one: AnsweredQuestion;
  language: string;
  locale: Locale;
  t: Translate;
}) {
  const verdict = verdictOf(one.score);
  const given = one.answer ? answerLines(one.body, one.answer) : [];
  const explanation = one.told?.key.explanation;
  return (
    <li className="rounded border border-line bg-surface p-4 sm:p-5">
      <div className="mb-2 flex flex-wrap items-baseline justify-between gap-3">
        <h3 className="text-muted text-small">{t("result.nth", { number: one.place })}</h3>
        <Verdict one={one} t={t} locale={locale} />
      </div>
      <div lang={language} className="grid gap-4">
        <Passage of={stemShown(one.body)} gap={() => <b>____</b>} />
        <Told title={t("result.yours")} lines={given} none={t("result.blank")} />
        {one.told && verdict !== "right" ? (
          <Told title={t("result.key")} lines={keyLines(one.body, one.told.key)} none={t("result.no_key")} />
        ) : null}
        {explanation ? (
          <div>
            <h4 className="font-semibold text-small">{t("result.why")}</h4>
            <Passage of={explanation} />
          </div>
        ) : null}
        <Marks one={one} />
        <Feedback one={one} t={t} />
      </div>
    </li>
  );
}

function Told({ title, lines, none }: { title: string; lines: readonly ReactNode[]; none: string }) {
  return (
    <div>
      <h4 className="font-semibold text-small">{title}</h4>
      {lines.length === 0 ? <p className="text-muted">{none}</p> : null}
      <ul>
        {lines.map((line, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines of an answer keep their places
          <li key={at}>{line}</li>
        ))}
      </ul>
    </div>
  );
}
