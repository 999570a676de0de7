import { ChartNoAxesColumn } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { leastAnswers, leastForSlope } from "@/server/features/assessment/calibration.domain";
import { fewest, weakness } from "@/server/features/assessment/items.domain";
import type { ItemAnalysis as Analysis } from "@/server/features/assessment/items.queries";
import { partShown } from "@/server/features/assessment/question.schema";
import { Phrase } from "../prose";
import type { AssessmentWords } from "./assessment-view";

type Analysed = Analysis["questions"][number];

/** How each question did: whether it is too easy or hard, tells the strong from the weak, and which options mislead. */
export function ItemAnalysis({ analysis, ...words }: AssessmentWords & { analysis: Analysis }) {
  const { t } = words;
  const answered = analysis.questions.filter(({ figures }) => (figures?.answers ?? 0) > 0);
  if (answered.length === 0)
    return <EmptyState icon={ChartNoAxesColumn} title={t("analysis.none")} text={t("analysis.none_text")} />;
  return (
    <Section
      id="analysis"
      title={t("analysis.title")}
      note={t("analysis.note", { attempts: analysis.attempts, fewest })}
    >
      <ol className="grid gap-3">
        {analysis.questions.map((question, at) => (
          <Question key={question.id} question={question} place={at + 1} {...words} />
        ))}
      </ol>
    </Section>
  );
}

const Fact = ({ name, value }: { name: string; value: string }) => (
  <div>
    <dt className="text-faint text-xs">{name}</dt>
    <dd className="num">{value}</dd>
  </div>
);

function Question({ question, place, ...words }: AssessmentWords & { question: Analysed; place: number }) {
  const { t, format, door } = words;
  const { figures, title, id } = question;
  if (!figures) return null;
  const share = (value: number | null) => (value === null ? "—" : format.percent(value, 0));
  const index = (value: number | null) => (value === null ? "—" : format.number(value, { most: 2 }));
  const flaw = weakness(figures);
  const facts = [
    ["answers", format.number(figures.answers)],
    ["facility", share(figures.facility)],
    ["discrimination", index(figures.pointBiserial)],
    ["upper_lower", index(figures.upperLower)],
    [
      "time",
      figures.medianSeconds === null ? "—" : t("analysis.seconds", { seconds: Math.round(figures.medianSeconds) }),
    ],
  ] as const;
  return (
    <li className="grid gap-3 rounded border border-line bg-surface p-4">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <b className="num">{place}</b>
        <a
          href={`${door.base}/questions/${id}`}
          className="min-w-0 flex-1 break-words font-medium underline-offset-4 hover:underline"
        >
          {title}
        </a>
        {flaw ? <Badge tone="warn">{t(`analysis.weak.${flaw}`)}</Badge> : null}
      </div>
      <dl className="flex flex-wrap gap-x-8 gap-y-2">
        {facts.map(([name, value]) => (
          <Fact key={name} name={t(`analysis.${name}`)} value={value} />
        ))}
        <Calibrated of={question.calibration} {...words} />
      </dl>
      {figures.options.length ? <Options question={question} share={share} {...words} /> : null}
    </li>
  );
}

/** The difficulty and discrimination that answers speak of, with how sure they are; or how many answers there are so far. */
function Calibrated({ of, t, format }: AssessmentWords & { of: Analysed["calibration"] }) {
  const value = (one: number, error: number) =>
    t("analysis.with_error", { value: format.number(one, { most: 2 }), error: format.number(error, { most: 2 }) });
  const { a, b, aError, bError, over } = of;
  const missing = (least: number) =>
    over < least ? t("analysis.few", { answers: over, least }) : t("analysis.unsure");
  if (b === null || bError === null) return <Fact name={t("analysis.b")} value={missing(leastAnswers)} />;
  return (
    <>
      <Fact name={t("analysis.b")} value={value(b, bError)} />
      <Fact name={t("analysis.a")} value={a !== null && aError !== null ? value(a, aError) : missing(leastForSlope)} />
      <Fact name={t("analysis.over")} value={format.number(over)} />
    </>
  );
}

/** Which options were taken, by whom of the strong and the weak. */
function Options({
  question,
  share,
  t,
}: AssessmentWords & { question: Analysed; share: (value: number | null) => string }) {
  const { body, key, figures } = question;
  if (body.type !== "mcq" || key.type !== "mcq") return null;
  return (
    <table className="w-full text-small">
      <caption className="sr-only">{t("analysis.options", { title: question.title })}</caption>
      <thead>
        <tr className="text-left text-faint text-xs">
          <th scope="col">{t("analysis.option")}</th>
          {(["taken", "strong", "weak_ones"] as const).map((name) => (
            <th key={name} scope="col" className="px-2 text-right">
              {t(`analysis.${name}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {figures?.options.map((option) => (
          <tr key={option.key} className="border-line border-t">
            <td className="py-1">
              {key.correct.includes(option.key) ? <b className="text-good">{t("edit.right")}: </b> : null}
              {body.options.map((one) =>
                one.key === option.key ? <Phrase key={one.key} of={partShown(one)} /> : null,
              )}{" "}
              {option.flag ? <Badge tone="warn">{t(`analysis.flags.${option.flag}`)}</Badge> : null}
            </td>
            <td className="num px-2 text-right">{share(option.share)}</td>
            <td className="num px-2 text-right">{share(option.upper)}</td>
            <td className="num px-2 text-right">{share(option.lower)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
