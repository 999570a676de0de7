import { Messages } from "@/components/messages";
import { Section } from "@/components/ui/section";
import type { Trial } from "@/server/features/assessment/assessments.queries";
import type { AssessmentWords } from "./assessment-view";
import { TrialRun } from "./trial-run";

/** The assessment as a learner would take it now. */
export function TrialView({ trial, assessment, t, locale, now, timeZone }: AssessmentWords & { trial: Trial }) {
  const adapts = assessment.mode === "ADAPTIVE" ? assessment.adapts : null;
  return (
    <Section id="trial" title={t("trial.title")} note={t("trial.note")}>
      {trial.paper.length ? (
        <Messages locale={locale} timeZone={timeZone} now={now} features={["bank", "assessment"]}>
          <TrialRun
            key={assessment.revision}
            state={{ seed: "preview", adapts, paper: trial.paper }}
            questions={trial.questions}
            language={assessment.course.language}
          />
        </Messages>
      ) : (
        <p className="text-muted">{t("trial.empty")}</p>
      )}
    </Section>
  );
}
