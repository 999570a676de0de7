import { CalendarClock, Clock3, ListChecks, RotateCcw, Target } from "lucide-react";
import type { ReactNode } from "react";
import { ActionButton } from "@/components/forms/action-button";
import { Page } from "@/components/shell/page";
import { Card } from "@/components/ui/card";
import { Icon, type IconType } from "@/components/ui/icon";
import { Item, ItemList } from "@/components/ui/item";
import { Meter } from "@/components/ui/meter";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import type { Format } from "@/lib/format";
import { isLocale } from "@/lib/locales";
import type { Prose } from "@/lib/prose";
import type { Translate } from "@/lib/translate";
import type { AskedQuestion, AssessmentRoom, EndedAttempt } from "@/server/features/assessment/attempts.queries";
import { translator } from "@/server/platform/i18n";
import { AnswerForm, type AnswerLabels } from "./answer-form";
import { levelName } from "./levels";
import { ListenLazy } from "./listen-lazy";
import { QuestionFields } from "./question-fields";
import { spoken } from "./spoken";
import { TimeLeft } from "./time-left";

export type Words = { t: Translate; format: Format; now: Date };
type Props = Words & { room: AssessmentRoom };

/** SU-3. The question under way; before and after it, what the assessment is and what came of it. */
export function Room({ room, results, ...words }: Props & { results: ReactNode }) {
  const { asked } = room;
  return (
    <Page title={room.title} subtitle={room.course}>
      {asked ? <Taking asked={asked} room={room} {...words} /> : <Beginning room={room} {...words} />}
      {asked ? null : results}
      {room.ended.length > 0 && !asked ? <Ended room={room} {...words} /> : null}
    </Page>
  );
}

const answerLabels = (t: Translate, last: boolean): AnswerLabels => ({
  still: t("kept.still"),
  writing: t("kept.writing"),
  saving: t("kept.saving"),
  saved: t("kept.saved"),
  sending: t("kept.sending"),
  lost: t("kept.lost"),
  next: t(last ? "ask.last" : "ask.next"),
  look: t("kept.look"),
});

/** Buttons that read out in the language of the course: what leads says it in words, a part has a small one. */
function listenIn(language: string, t: Translate) {
  const gap = translator(isLocale(language) ? language : "en", "assessment")("listen.gap");
  const labels = { play: t("listen.play"), stop: t("listen.stop"), none: t("listen.none", { language }) };
  return (prose: Prose, part?: string) => (
    <ListenLazy
      words={spoken(prose, gap)}
      language={language}
      name={part ?? t("listen.question")}
      leads={part === undefined}
      labels={labels}
    />
  );
}

/** One question, large; how far one is, how long there is, and a way to stop. */
function Taking({ asked, room: { language, largePrint, readAloud }, t, now }: Props & { asked: AskedQuestion }) {
  const { id: attemptId, place, most, revision, body, deadlineAt } = asked;
  const progress = t(asked.adapts ? "ask.place_most" : "ask.place", { place, most });
  return (
    <div className="grid w-full max-w-3xl gap-6">
      <div className="grid gap-2.5">
        <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
          <h2 data-question tabIndex={-1} className="text-xl">
            {progress}
          </h2>
          {deadlineAt ? (
            <TimeLeft
              key={deadlineAt.getTime()}
              seconds={Math.max(0, Math.ceil((deadlineAt.getTime() - now.getTime()) / 1000))}
              labels={{ left: t("time.left"), minutes: [t("time.five"), t("time.one")], up: t("time.up") }}
            />
          ) : null}
        </div>
        <Meter value={place - 1} max={most} label={t("ask.progress")} text={progress} />
      </div>
      <AnswerForm
        key={`${attemptId}/${place}/${revision}`}
        asked={{ attemptId, place, revision, type: body.type }}
        labels={answerLabels(t, place === most)}
      >
        <div
          lang={language}
          data-print={largePrint ? "large" : undefined}
          className="grid grid-cols-1 gap-5 data-[print=large]:**:wrap-anywhere data-[print=large]:[zoom:1.35]"
        >
          <QuestionFields
            body={body}
            answer={asked.answer}
            t={t}
            listen={readAloud ? listenIn(language, t) : undefined}
          />
        </div>
      </AnswerForm>
      <div>
        <ActionButton
          procedure="attempts.finish"
          input={{ attemptId }}
          variant="ghost"
          failed={t("finish.failed")}
          confirm={{
            title: t("finish.title"),
            text: t("finish.text"),
            action: t("finish.act"),
            cancel: t("finish.cancel"),
          }}
        >
          {t("finish.open")}
        </ActionButton>
      </div>
    </div>
  );
}

/** What it is, how long, how often; and the button, or why there is none. */
function Beginning({ room, t, format }: Props) {
  const { opensAt, dueAt, minutes, passPercent, refusal, left, ended } = room;
  const facts: (readonly [IconType, string])[] = [
    ...(minutes === null ? [] : [[Clock3, t("begin.minutes", { minutes: format.minutes(minutes) })] as const]),
    ...(dueAt ? [[CalendarClock, t("begin.due", { when: format.dateTime(dueAt) })] as const] : []),
    ...(passPercent === null
      ? []
      : [[Target, t("begin.pass", { percent: format.percent(passPercent / 100) })] as const]),
    [RotateCcw, t("begin.left", { left })],
    [ListChecks, t("begin.kept")],
  ];
  return (
    <Card className="grid w-full max-w-3xl gap-4 p-4 sm:p-5">
      {room.instructions ? (
        <p lang={room.language} className="whitespace-pre-line">
          {room.instructions}
        </p>
      ) : null}
      <ul className="grid gap-2 text-muted">
        {facts.map(([icon, text]) => (
          <li key={text} className="flex items-start gap-2.5">
            <Icon as={icon} size={20} className="mt-0.5 shrink-0" />
            {text}
          </li>
        ))}
      </ul>
      {refusal ? (
        <Notice>{t(`refused.${refusal}`, { when: opensAt ? format.dateTime(opensAt) : "" })}</Notice>
      ) : (
        <ActionButton
          procedure="attempts.start"
          input={{ assessmentId: room.id }}
          variant={ended.length ? "plain" : "main"}
          className="min-h-12 justify-self-start px-6 max-sm:w-full"
          failed={t("begin.failed")}
        >
          {t(ended.length ? "begin.again" : "begin.act")}
        </ActionButton>
      )}
    </Card>
  );
}

/** A result in one line. */
export function resultWords({ percent, level }: EndedAttempt, { t, format }: Pick<Words, "t" | "format">): string {
  if (percent === null) return t("result.waits");
  const share = format.percent(percent / 100, 1);
  return level ? `${levelName(level, format.locale)} · ${share}` : share;
}

/** Whether an attempt passed, where that is told; nothing while it waits for a person. */
function passWords({ percent }: EndedAttempt, { passPercent }: AssessmentRoom, t: Translate): string {
  if (percent === null || passPercent === null) return "";
  return t(percent >= passPercent ? "result.passed" : "result.not_passed");
}

/** Attempts that have ended, each with a way to its answers. */
function Ended({ room, t, format, now }: Props) {
  return (
    <Section id="ended" title={t("ended.title")} className="max-w-3xl">
      <ItemList>
        {room.ended.map((attempt) => (
          <Item
            key={attempt.id}
            title={
              <a href={`?attempt=${attempt.id}`} className="text-accent underline-offset-4 hover:underline">
                {t("ended.nth", { number: attempt.number })}
              </a>
            }
            text={[resultWords(attempt, { t, format }), passWords(attempt, room, t)].filter(Boolean).join(" · ")}
            aside={format.moment(attempt.submittedAt, now)}
          />
        ))}
      </ItemList>
    </Section>
  );
}
