import { ClipboardList } from "lucide-react";
import type { Column } from "@/components/data/columns";
import { DataTable } from "@/components/data/data-table";
import { Status } from "@/components/ui/badge";
import type { Page } from "@/lib/keyset";
import { listDefaults } from "@/lib/list";
import type { AssessmentRow } from "@/server/features/assessment/assessments.queries";
import {
  type AssessmentListInput,
  assessmentListInput,
  assessmentModes,
  assessmentStatuses,
} from "@/server/features/assessment/assessments.schema";
import { statusTone } from "../status-tone";
import { BankFrame } from "./bank-frame";
import { NewAssessment } from "./new-assessment";
import type { BankWords } from "./words";

function columnsOf({ t, format, now }: BankWords): Column<AssessmentRow>[] {
  return [
    { id: "title", header: t("assessments.one"), sort: "title", fixed: true, grow: true, cell: (row) => row.title },
    {
      id: "status",
      header: t("list.status"),
      card: "end",
      cell: (row) => <Status tone={statusTone[row.status]}>{t(`assessment_status.${row.status}`)}</Status>,
    },
    { id: "course", header: t("assessments.course"), cell: (row) => row.course.title },
    { id: "mode", header: t("assessments.mode"), priority: 2, cell: (row) => t(`modes.${row.mode}`) },
    {
      id: "items",
      header: t("tabs.questions"),
      align: "end",
      priority: 2,
      cell: (row) => format.number(row._count.items),
    },
    {
      id: "attempts",
      header: t("assessments.attempts"),
      align: "end",
      priority: 3,
      cell: (row) => format.number(row._count.attempts),
    },
    {
      id: "updated",
      header: t("list.updated"),
      sort: "updatedAt",
      align: "end",
      priority: 2,
      cell: (row) => format.relative(row.updatedAt, now),
    },
  ];
}

/** Assessments of the courses one teaches, or of the school. */
export function AssessmentsView({
  page,
  state,
  courses,
  ...words
}: BankWords & {
  page: Page<AssessmentRow>;
  state: AssessmentListInput;
  /** Where one may begin an assessment. */
  courses: readonly { id: string; title: string }[];
}) {
  const { t, ui, door, format } = words;
  return (
    <BankFrame
      tab="assessments"
      subtitle={t("assessments.sentence", { count: page.total ?? 0 })}
      action={courses.length ? <NewAssessment courses={courses} {...words} /> : undefined}
      {...words}
    >
      <DataTable
        id={`${door.questions}.assessments`}
        label={t("assessments.title")}
        path={door.base}
        state={state}
        defaults={listDefaults(assessmentListInput)}
        page={page}
        columns={columnsOf(words)}
        rowKey={(row) => row.id}
        rowLabel={(row) => row.title}
        href={(row) => `${door.base}/${row.id}`}
        t={ui}
        format={format}
        things={t("assessments.things")}
        search
        remember
        filters={[
          {
            id: "status",
            label: t("list.status"),
            kind: "choices",
            options: assessmentStatuses.map((value) => ({ value, label: t(`assessment_status.${value}`) })),
          },
          {
            id: "mode",
            label: t("assessments.mode"),
            kind: "choices",
            options: assessmentModes.map((value) => ({ value, label: t(`modes.${value}`) })),
          },
        ]}
        empty={{ icon: ClipboardList, title: t("assessments.none"), text: t("assessments.none_text") }}
      />
    </BankFrame>
  );
}
