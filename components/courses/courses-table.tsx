import { Archive, ArchiveRestore, Copy, GraduationCap, Trash2 } from "lucide-react";
import type { Column } from "@/components/data/columns";
import { DataTable } from "@/components/data/data-table";
import { Status } from "@/components/ui/badge";
import type { Format } from "@/lib/format";
import { gradeLabel, grades } from "@/lib/grades";
import type { Page } from "@/lib/keyset";
import { listDefaults } from "@/lib/list";
import type { Locale } from "@/lib/locales";
import type { CourseRow } from "@/server/features/courses/courses.queries";
import { type CourseListInput, courseListInput, courseStatuses } from "@/server/features/courses/courses.schema";
import type { T } from "@/server/platform/i18n";
import { CoverThumb } from "./course-cover";
import { TalkLink } from "./talk-link";
import { placeOf, statusTone } from "./words";

type Words = { t: T; ui: T; locale: Locale; format: Format; now: Date };

function columnsOf({ t, locale, format, now }: Words): Column<CourseRow>[] {
  return [
    {
      id: "title",
      header: t("list.course"),
      sort: "title",
      fixed: true,
      grow: true,
      cell: (row) => (
        <span className="flex items-center gap-3">
          <CoverThumb cover={row.cover} grade={row.grade} />
          <span className="min-w-0">{row.title}</span>
        </span>
      ),
    },
    {
      id: "status",
      header: t("list.status"),
      card: "end",
      cell: (row) => <Status tone={statusTone[row.status]}>{t(`status.${row.status}`)}</Status>,
    },
    { id: "place", header: t("list.place"), priority: 2, cell: (row) => placeOf(row, locale) },
    { id: "lessons", header: t("list.lessons"), align: "end", cell: (row) => format.number(row.lessonCount) },
    { id: "learners", header: t("list.learners"), align: "end", cell: (row) => format.number(row.enrolledCount) },
    {
      id: "rating",
      header: t("list.rating"),
      align: "end",
      priority: 3,
      cell: (row) => (row.ratingCount ? format.number(row.ratingSum / row.ratingCount, { most: 1 }) : "—"),
    },
    {
      id: "talk",
      header: t("talk.header"),
      priority: 2,
      cell: (row) => <TalkLink course={row} t={t} />,
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

/** The courses one teaches: found, opened, copied, put away. */
export function CoursesTable({ page, state, ...words }: Words & { page: Page<CourseRow>; state: CourseListInput }) {
  const { t, ui, locale, format } = words;
  return (
    <DataTable
      id="instructor.courses"
      label={t("list.title")}
      path="/dashboard/instructor/courses"
      state={state}
      defaults={listDefaults(courseListInput)}
      page={page}
      columns={columnsOf(words)}
      rowKey={(row) => row.id}
      rowLabel={(row) => row.title}
      href={(row) => `/dashboard/instructor/courses/${row.id}`}
      t={ui}
      format={format}
      things={t("list.things")}
      search
      remember
      filters={[
        {
          id: "status",
          label: t("list.status"),
          kind: "choices",
          options: courseStatuses.map((value) => ({ value, label: t(`status.${value}`) })),
        },
        {
          id: "grade",
          label: t("list.grade"),
          kind: "choices",
          options: grades.map((value) => ({ value, label: gradeLabel(value, locale) })),
        },
      ]}
      actions={[
        {
          id: "duplicate",
          label: t("act.duplicate"),
          icon: Copy,
          procedure: "courses.duplicate",
          done: t("act.duplicated"),
        },
        {
          id: "archive",
          label: t("act.archive"),
          icon: Archive,
          procedure: "courses.archive",
          confirm: { title: t("act.archiveTitle"), text: t("act.archiveText"), action: t("act.archive") },
          done: t("act.archived"),
        },
        {
          id: "restore",
          label: t("act.restore"),
          icon: ArchiveRestore,
          procedure: "courses.restore",
          done: t("act.restored"),
        },
        {
          id: "discard",
          label: t("act.discard"),
          icon: Trash2,
          danger: true,
          procedure: "courses.discard",
          confirm: { title: t("act.discardTitle"), text: t("act.discardText"), action: t("act.discard") },
          done: t("act.discarded"),
        },
      ]}
      rowActions={({ abilities }) =>
        (["duplicate", "archive", "restore", "discard"] as const).filter((act) => abilities[act])
      }
      empty={{ icon: GraduationCap, title: t("list.none"), text: t("list.noneText") }}
    />
  );
}
