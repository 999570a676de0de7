import type { ReactNode } from "react";
import { ActionButton } from "@/components/forms/action-button";
import { RecordPage } from "@/components/shell/record-page";
import { Status } from "@/components/ui/badge";
import { TabNav } from "@/components/ui/tabs";
import type { AssessmentRecord } from "@/server/features/assessment/assessments.queries";
import { statusTone } from "../status-tone";
import type { BankWords } from "./words";

export const assessmentTabs = ["questions", "paths", "settings", "preview", "analysis", "learners"] as const;
export type AssessmentTab = (typeof assessmentTabs)[number];
export type AssessmentWords = BankWords & { assessment: AssessmentRecord; timeZone: string };

/** Paths are for those that adapt; what a learner is allowed is said by who teaches the learner. */
export function isOffered(tab: AssessmentTab, { assessment, door }: AssessmentWords): boolean {
  if (tab === "paths") return assessment.mode === "ADAPTIVE";
  return tab !== "learners" || door.bank === "own";
}

/** One assessment under its name: what it asks, how it goes on, how it is taken, and what a learner meets. */
export function AssessmentView({
  tab,
  children,
  ...words
}: AssessmentWords & { tab: AssessmentTab; children: ReactNode }) {
  const { assessment, t, ui, door } = words;
  const path = `${door.base}/${assessment.id}`;
  const shown = assessmentTabs.filter((one) => isOffered(one, words));
  return (
    <RecordPage
      title={assessment.title}
      mark={<Status tone={statusTone[assessment.status]}>{t(`assessment_status.${assessment.status}`)}</Status>}
      subtitle={`${assessment.course.title} · ${t(`modes.${assessment.mode}`)} · ${t("assessment.count", { count: assessment.items.length })}`}
      action={<Turn {...words} />}
      factsTitle={t("question.facts")}
      closeLabel={ui("close")}
      tabs={
        <TabNav
          label={t("assessment.views")}
          tabs={shown.map((one) => ({
            href: one === "questions" ? path : `${path}?view=${one}`,
            label: t(`assessment.${one}`),
            current: one === tab,
          }))}
        />
      }
    >
      {children}
    </RecordPage>
  );
}

/** Opens the assessment to learners, or closes it. */
function Turn({ assessment, t, ui, door }: AssessmentWords) {
  if (!assessment.abilities.edit) return null;
  const open = assessment.status === "PUBLISHED";
  const act = open ? "close" : "publish";
  return (
    <ActionButton
      procedure={`${door.assessments}.${act}`}
      input={{ id: assessment.id }}
      variant={open ? "plain" : "main"}
      failed={t(`assessment.${act}_failed`)}
      done={t(`assessment.${act}_done`)}
      confirm={{
        title: t(`assessment.${act}_title`),
        text: t(`assessment.${act}_text`),
        action: t(`assessment.${act}`),
        cancel: ui("cancel"),
      }}
    >
      {t(`assessment.${act}`)}
    </ActionButton>
  );
}
