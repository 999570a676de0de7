import { UsersRound } from "lucide-react";
import { SchemaForm } from "@/components/forms/schema-form";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import type { Learner } from "@/server/features/assessment/accommodations.queries";
import { setAccommodationInput } from "@/server/features/assessment/accommodations.schema";
import type { AssessmentWords } from "./assessment-view";

/** The learners of the course, and what each is allowed beside the rule. */
export function AssessmentLearners({ learners, ...words }: AssessmentWords & { learners: readonly Learner[] }) {
  const { t } = words;
  if (learners.length === 0)
    return <EmptyState icon={UsersRound} title={t("learners.none")} text={t("learners.none_text")} />;
  return (
    <Section id="learners" title={t("learners.title")} note={t("learners.note")}>
      <ul className="divide-y divide-line rounded border border-line bg-surface">
        {learners.map((learner) => (
          <li key={learner.id}>
            <Allowed learner={learner} {...words} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Allowed({ learner, t, ui }: AssessmentWords & { learner: Learner }) {
  const allowed = learner.accommodation ?? {
    extraTimePercent: 0,
    extraAttempts: 0,
    largePrint: false,
    readAloud: false,
    reason: "",
  };
  const { extraTimePercent: percent, extraAttempts: attempts, largePrint, readAloud } = allowed;
  const said = [
    percent > 0 || attempts > 0 ? t("learners.allowed", { percent, attempts }) : "",
    largePrint ? t("learners.large") : "",
    readAloud ? t("learners.aloud") : "",
  ].filter(Boolean);
  return (
    <details>
      <summary className="flex cursor-pointer flex-wrap gap-x-4 px-4 py-3">
        <span className="font-semibold">
          {learner.firstName} {learner.lastName}
        </span>
        <span className="text-muted">{said.join(" · ") || t("learners.as_everybody")}</span>
      </summary>
      <div className="max-w-[36rem] border-line border-t px-4 py-4">
        <SchemaForm
          schema={setAccommodationInput}
          procedure="accommodations.set"
          t={ui}
          submit={t("learners.save", { name: learner.firstName })}
          words={{
            extraTimePercent: { label: t("learners.time"), help: t("learners.time_help") },
            extraAttempts: { label: t("learners.attempts") },
            largePrint: { label: t("learners.print"), help: t("learners.print_help") },
            readAloud: { label: t("learners.read"), help: t("learners.read_help") },
            reason: { label: t("learners.reason"), help: t("learners.reason_help") },
          }}
          values={allowed}
          hidden={{ studentId: learner.id }}
          after={{ toast: t("settings.saved"), refresh: true }}
        />
      </div>
    </details>
  );
}
