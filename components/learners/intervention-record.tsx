import { PlainTable } from "@/components/data/plain-table";
import { ActDialog } from "@/components/forms/act-dialog";
import { ActForm } from "@/components/forms/act-form";
import { ActionButton } from "@/components/forms/action-button";
import { FactList, RecordPage } from "@/components/shell/record-page";
import { Status } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { Dialog, DialogTrigger } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import { addDays } from "@/lib/days";
import { formats } from "@/lib/format";
import { gradeLabel } from "@/lib/grades";
import { type Measure, stateOf } from "@/server/features/learners/interventions.domain";
import type { InterventionRecord } from "@/server/features/learners/interventions.queries";
import { results } from "@/server/features/learners/interventions.schema";
import { isDue, measureText } from "./interventions-table";
import { learnerHref } from "./paths";
import { fullName, type LearnerWords, planTone } from "./words";

type Props = LearnerWords & { plan: InterventionRecord };

/** Calendar days have no zone. */
const dayText = ({ format }: LearnerWords, day: Date | null) =>
  day ? formats(format.locale, "UTC").date(day, "long") : "—";

const factsOf = ({ plan, ...words }: Props) => [
  { label: words.t("list.grade"), value: gradeLabel(plan.student.grade, words.format.locale) },
  { label: words.t("plan.starts"), value: dayText(words, plan.startsOn) },
  { label: words.t("plan.review"), value: dayText(words, plan.reviewOn) },
  ...(plan.endedOn ? [{ label: words.t("plan.ended"), value: dayText(words, plan.endedOn) }] : []),
];

/** One plan of help: what it is for, what was counted before and since, and how it goes on. */
export function InterventionRecordView(props: Props) {
  const { plan, t, ui } = props;
  const state = stateOf(plan.status);
  return (
    <RecordPage
      title={plan.aim ?? plan.plan}
      subtitle={
        <a href={learnerHref(plan.studentId)} className="text-accent underline-offset-4 hover:underline">
          {fullName(plan.student)}
        </a>
      }
      mark={
        <Status tone={planTone[state] ?? "off"}>{t(plan.result ? `result.${plan.result}` : `state.${state}`)}</Status>
      }
      facts={<FactList facts={factsOf(props)} />}
      factsTitle={t("fact.title")}
      closeLabel={ui("close")}
      action={state === "ended" ? undefined : <Acts {...props} />}
    >
      {isDue(plan, plan.today) ? <Notice tone="warn">{t("plan.is_due")}</Notice> : null}
      <Section id="what" title={t("plan.what")}>
        <p className="max-w-read whitespace-pre-line break-words">{plan.plan}</p>
      </Section>
      <MeasureTable measure={plan.measure} {...props} />
      {plan.outcome ? (
        <Section id="outcome" title={t("close.came_of_it")}>
          <p className="max-w-read whitespace-pre-line break-words">{plan.outcome}</p>
        </Section>
      ) : null}
    </RecordPage>
  );
}

function MeasureTable({ measure, t, format }: LearnerWords & { measure: Measure | null }) {
  if (!measure || measure.days === 0)
    return (
      <Section id="measure" title={t("measure.title")}>
        <p className="text-muted">{t("measure.not_begun")}</p>
      </Section>
    );
  const { before, after, days } = measure;
  const mean = (side: Measure["before"]) =>
    side.mean === null ? t("measure.no_marks") : t("measure.mean", { mean: Math.round(side.mean), count: side.marks });
  const minutes = (side: Measure["before"]) => t("minutes", { minutes: Math.round(side.seconds / 60) });
  return (
    <Section id="measure" title={t("measure.title")} note={t("measure.note", { days })}>
      <Card className="grid gap-4 p-5">
        <p className="font-semibold">{measureText(measure, { t })}</p>
        <PlainTable
          caption={t("measure.title")}
          columns={[
            { key: "what", label: t("measure.what") },
            { key: "before", label: t("measure.before", { days }), number: true },
            { key: "after", label: t("measure.after", { days }), number: true },
          ]}
          rows={[
            { id: "time", cells: { what: t("measure.learned"), before: minutes(before), after: minutes(after) } },
            {
              id: "lessons",
              cells: {
                what: t("measure.lessons"),
                before: format.number(before.lessons),
                after: format.number(after.lessons),
              },
            },
            { id: "marks", cells: { what: t("measure.of_marks"), before: mean(before), after: mean(after) } },
          ]}
        />
        <p className="text-muted text-small">{t("measure.caution")}</p>
      </Card>
    </Section>
  );
}

function Acts({ plan, t, ui }: Props) {
  return (
    <>
      <DialogTrigger dialog="close-plan" variant="main">
        {t("close.open")}
      </DialogTrigger>
      <DialogTrigger dialog="extend-plan">{t("extend.open")}</DialogTrigger>
      {plan.status === "PLANNED" ? (
        <ActionButton procedure="interventions.start" input={{ id: plan.id }} failed={ui("table.failed")}>
          {t("plan.start_now")}
        </ActionButton>
      ) : null}
      <ActDialog
        id="close-plan"
        title={t("close.title")}
        description={t("close.text")}
        closeLabel={ui("close")}
        procedure="interventions.close"
        input={{ id: plan.id }}
        submit={t("close.submit")}
        working={t("working")}
        look={{ variant: "main" }}
        fields={[
          {
            name: "result",
            label: t("close.result"),
            required: true,
            options: [
              { value: "", label: t("close.choose") },
              ...results.map((value) => ({ value, label: t(`result.${value}`) })),
            ],
          },
          {
            name: "outcome",
            label: t("close.outcome"),
            help: t("close.help"),
            long: true,
            required: true,
            maxLength: 1_000,
          },
        ]}
      />
      <Dialog id="extend-plan" title={t("extend.title")} description={t("extend.text")} closeLabel={ui("close")}>
        <ActForm
          procedure="interventions.extend"
          input={{ id: plan.id }}
          submit={t("extend.submit")}
          working={t("working")}
          look={{ variant: "main" }}
          fields={[
            {
              name: "reviewOn",
              label: t("plan.review"),
              type: "date",
              required: true,
              defaultValue: addDays(plan.today, 14),
            },
          ]}
        />
      </Dialog>
    </>
  );
}
