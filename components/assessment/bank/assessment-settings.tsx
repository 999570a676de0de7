import { wordsOf } from "@/components/forms/fields";
import { SchemaForm } from "@/components/forms/schema-form";
import { FactList } from "@/components/shell/record-page";
import { schoolClock } from "@/server/features/assessment/assessments.domain";
import { assessmentModes, editAssessmentInput } from "@/server/features/assessment/assessments.schema";
import type { AssessmentWords } from "./assessment-view";

/** How an assessment is taken. */
export function AssessmentSettings(words: AssessmentWords) {
  const { assessment, t, ui, door } = words;
  if (!assessment.abilities.edit) return <Facts {...words} />;
  const [opens, due] = [schoolClock(assessment.opensAt, "08:00"), schoolClock(assessment.dueAt, "18:00")];
  return (
    <div className="max-w-[44rem] rounded border border-line bg-surface p-4 sm:p-6">
      <SchemaForm
        schema={editAssessmentInput}
        procedure={`${door.assessments}.edit`}
        t={ui}
        submit={t("settings.save")}
        words={wordsOf(t, "settings", {
          title: {},
          instructions: { kind: "textarea" },
          mode: { options: assessmentModes },
          length: {},
          least: {},
          choose: { options: ["ladder", "ability"] },
          timeLimitMinutes: {},
          maxAttempts: {},
          passPercent: {},
          opensOn: {},
          opensTime: { kind: "time" },
          dueOn: {},
          dueTime: { kind: "time" },
          shuffle: {},
          showsKey: {},
        })}
        values={{
          ...assessment,
          ...assessment.adapts,
          opensOn: opens.day,
          opensTime: opens.time,
          dueOn: due.day,
          dueTime: due.time,
        }}
        hidden={{ id: assessment.id, revision: assessment.revision }}
        after={{ toast: t("settings.saved"), refresh: true }}
      />
    </div>
  );
}

/** The same to read, for who may only look. */
function Facts({ assessment, t, format }: AssessmentWords) {
  const { timeLimitMinutes, maxAttempts, passPercent, opensAt, dueAt } = assessment;
  return (
    <FactList
      facts={[
        { label: t("settings.mode.label"), value: t(`modes.${assessment.mode}`) },
        { label: t("settings.timeLimitMinutes.label"), value: timeLimitMinutes ?? "—" },
        { label: t("settings.maxAttempts.label"), value: maxAttempts },
        { label: t("settings.passPercent.label"), value: passPercent ?? "—" },
        { label: t("settings.opensOn.label"), value: opensAt ? format.dateTime(opensAt) : "—" },
        { label: t("settings.dueOn.label"), value: dueAt ? format.dateTime(dueAt) : "—" },
      ]}
    />
  );
}
