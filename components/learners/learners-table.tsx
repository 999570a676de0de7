import { Users } from "lucide-react";
import { Nothing, PersonCell } from "@/components/data/cells";
import type { Column } from "@/components/data/columns";
import { DataTable } from "@/components/data/data-table";
import { Status } from "@/components/ui/badge";
import { Meter } from "@/components/ui/meter";
import { dayAt, daysBetween } from "@/lib/days";
import { gradeLabel, grades } from "@/lib/grades";
import { listDefaults, listHref, listParams } from "@/lib/list";
import type { LearnerRow, Learners } from "@/server/features/learners/learners.queries";
import { type LearnersInput, learnersInput, quietSteps } from "@/server/features/learners/learners.schema";
import { learnerHref, learnersPath } from "./paths";
import { fullName, type LearnerWords } from "./words";

const defaults = listDefaults(learnersInput);
const quietDays = (since: Date, now: Date) => daysBetween(dayAt(since), dayAt(now));

function columnsOf({ t, format, now }: LearnerWords): Column<LearnerRow>[] {
  return [
    {
      id: "name",
      header: t("list.name"),
      sort: "name",
      fixed: true,
      grow: true,
      cell: (row) => <PersonCell name={fullName(row)} seed={row.id} />,
    },
    { id: "grade", header: t("list.grade"), cell: (row) => gradeLabel(row.grade, format.locale) },
    {
      id: "courses",
      header: t("list.courses"),
      align: "end",
      priority: 2,
      card: "none",
      cell: (row) => (row.courses ? format.number(row.courses) : <Nothing label={t("list.no_course")} />),
    },
    {
      id: "progress",
      header: t("list.progress"),
      sort: "progress",
      cell: (row) => <Progress row={row} t={t} />,
    },
    {
      id: "last",
      header: t("list.last"),
      sort: "last",
      align: "end",
      cell: (row) => (row.lastAt ? format.relative(row.lastAt, now) : <Nothing label={t("list.never")} />),
    },
    {
      id: "quiet",
      header: t("list.quiet"),
      sort: "quiet",
      align: "end",
      priority: 3,
      card: "none",
      cell: ({ quietSince }) =>
        quietSince ? t("list.days", { days: quietDays(quietSince, now) }) : <Nothing label={t("list.no_course")} />,
    },
    {
      id: "waiting",
      header: t("list.waiting"),
      align: "end",
      priority: 2,
      card: "none",
      cell: (row) => (row.waiting ? format.number(row.waiting) : <Nothing label={t("list.nothing_waits")} />),
    },
    {
      id: "flag",
      header: t("list.flag"),
      card: "end",
      cell: (row) => (row.flagged ? <Status tone="warn">{t("list.flagged")}</Status> : null),
    },
  ];
}

function Progress({ row, t }: { row: LearnerRow; t: LearnerWords["t"] }) {
  if (row.lessons === 0) return <Nothing label={t("list.no_course")} />;
  const text = t("list.done", { done: row.done, lessons: row.lessons });
  return (
    <span className="inline-flex items-center gap-2 whitespace-nowrap">
      <Meter thin value={row.done} max={row.lessons} label={fullName(row)} text={text} className="w-16 max-sm:hidden" />
      <span className="num text-small">{text}</span>
    </span>
  );
}

function viewsOf(state: LearnersInput, t: LearnerWords["t"]) {
  const { quiet, flagged } = state.filters;
  const to = (filters: Record<string, unknown>) =>
    listHref(learnersPath, state, { filters: { quiet: undefined, flagged: undefined, ...filters } }, defaults);
  return [
    { name: t("views.all"), href: to({}), current: !quiet && !flagged },
    { name: t("views.quiet"), href: to({ quiet: "14" }), current: quiet === "14" && !flagged },
    { name: t("views.flagged"), href: to({ flagged: true }), current: flagged === true && !quiet },
  ];
}

/** IN-10: the learners one teaches, with how each gets on in one's own courses. */
export function LearnersTable({ page, state, ...words }: LearnerWords & { page: Learners; state: LearnersInput }) {
  const { t, ui, format } = words;
  return (
    <DataTable
      id="instructor.students"
      label={t("title")}
      path={learnersPath}
      state={state}
      defaults={defaults}
      page={page}
      columns={columnsOf(words)}
      rowKey={(row) => row.id}
      rowLabel={fullName}
      href={(row) => learnerHref(row.id)}
      t={ui}
      format={format}
      things={t("list.things")}
      search
      remember
      views={viewsOf(state, t)}
      exportHref={`/api/exports/learners?${listParams({ ...state, cursor: undefined }, defaults)}`}
      filters={[
        {
          id: "course",
          label: t("list.course"),
          kind: "choice",
          options: page.courses.map(({ id, title }) => ({ value: id, label: title })),
        },
        {
          id: "grade",
          label: t("list.grade"),
          kind: "choices",
          options: grades.map((value) => ({ value, label: gradeLabel(value, format.locale) })),
        },
        {
          id: "quiet",
          label: t("list.quiet"),
          kind: "choice",
          options: quietSteps.map((days) => ({ value: String(days), label: t("list.quiet_days", { days }) })),
        },
        { id: "flagged", label: t("list.flagged"), kind: "yesno" },
      ]}
      empty={{ icon: Users, title: t("list.none"), text: t("list.none_text") }}
    />
  );
}
