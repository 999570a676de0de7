import type { ReactNode } from "react";
import { FactList, RecordPage } from "@/components/shell/record-page";
import { TabNav } from "@/components/ui/tabs";
import { gradeLabel } from "@/lib/grades";
import type { Learner } from "@/server/features/learners/learners.queries";
import { fullName, type LearnerWords } from "./words";

export const learnerTabs = ["learning", "activity"] as const;
export type LearnerTab = (typeof learnerTabs)[number];

const factsOf = ({ learner, t, format }: LearnerWords & { learner: Learner }) => [
  { label: t("list.grade"), value: gradeLabel(learner.grade, format.locale) },
  {
    label: t("fact.guardians"),
    value: learner.guardians.length ? format.list(learner.guardians.map(({ name }) => name)) : t("fact.no_guardians"),
  },
  { label: t("fact.courses"), value: format.number(learner.places.length) },
  { label: t("fact.since"), value: format.date(learner.createdAt, "long") },
];

/** One learner's page, for teachers and staff: who it is at the right, tabs with addresses of their own. */
export function LearnerFrame({
  learner,
  base,
  tab,
  action,
  children,
  ...words
}: LearnerWords & { learner: Learner; base: string; tab: LearnerTab; action?: ReactNode; children: ReactNode }) {
  const { t, ui } = words;
  return (
    <RecordPage
      title={fullName(learner)}
      subtitle={t("record.subtitle", { courses: learner.places.length })}
      facts={<FactList facts={factsOf({ learner, ...words })} />}
      factsTitle={t("fact.title")}
      closeLabel={ui("close")}
      action={action}
      tabs={
        <TabNav
          label={t("record.tabs", { name: learner.firstName })}
          tabs={learnerTabs.map((one) => ({
            href: one === "learning" ? base : `${base}?tab=${one}`,
            label: t(`tab.${one}`),
            current: one === tab,
          }))}
        />
      }
    >
      {children}
    </RecordPage>
  );
}
