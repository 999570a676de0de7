import { Inbox } from "lucide-react";
import type { Column } from "@/components/data/columns";
import { DataTable } from "@/components/data/data-table";
import { Status } from "@/components/ui/badge";
import type { Format } from "@/lib/format";
import type { Page } from "@/lib/keyset";
import { listDefaults, listHref } from "@/lib/list";
import type { QueueChoices, QueueRow } from "@/server/features/grading/grading.queries";
import { type QueueInput, queueInput, workKinds, workStates } from "@/server/features/grading/grading.schema";
import type { T } from "@/server/platform/i18n";
import { queuePath } from "./paths";
import { stateTone } from "./words";

const defaults = listDefaults(queueInput);

type Words = { t: T; ui: T; format: Format; now: Date };

function columnsOf({ t, format, now }: Words): Column<QueueRow>[] {
  return [
    { id: "child", header: t("queue.child"), fixed: true, cell: (row) => row.child ?? t("left_child") },
    { id: "work", header: t("queue.title"), grow: true, cell: (row) => row.title },
    { id: "kind", header: t("queue.kind"), priority: 3, cell: (row) => t(`kinds.${row.kind}`) },
    { id: "course", header: t("queue.course"), priority: 3, cell: (row) => row.course },
    {
      id: "state",
      header: t("queue.state"),
      card: "end",
      cell: (row) => <State row={row} t={t} />,
    },
    {
      id: "late",
      header: t("queue.late"),
      priority: 2,
      cell: (row) => (row.isLate ? <Status tone="warn">{t("queue.is_late")}</Status> : "—"),
    },
    {
      id: "level",
      header: t("queue.level"),
      priority: 2,
      align: "end",
      cell: (row) =>
        row.grade?.percent != null ? `${row.grade.levelCode} · ${format.percent(row.grade.percent / 100, 1)}` : "—",
    },
    {
      id: "submittedAt",
      header: t("queue.received"),
      sort: "submittedAt",
      align: "end",
      cell: (row) => (row.submittedAt ? format.relative(row.submittedAt, now) : "—"),
    },
  ];
}

function State({ row, t }: { row: QueueRow; t: T }) {
  if (row.regrade) return <Status tone="danger">{t("queue.regrade")}</Status>;
  if (row.holder)
    return (
      <Status tone="accent">
        {row.holder.mine ? t("queue.mine_now") : t("queue.held", { name: row.holder.name ?? t("colleague") })}
      </Status>
    );
  return <Status tone={stateTone[row.status as keyof typeof stateTone]}>{t(`states.${row.status}`)}</Status>;
}

function viewsOf(state: QueueInput, t: T) {
  const { regrade, mine, state: states } = state.filters;
  const kept = { course: state.filters.course, assignment: state.filters.assignment };
  const none = { state: undefined, mine: undefined, regrade: undefined, late: undefined };
  const to = (filters: Record<string, unknown>) =>
    listHref(queuePath, state, { filters: { ...none, ...kept, ...filters }, q: undefined }, defaults);
  const returned = states?.length === 1 && states[0] === "RETURNED";
  return [
    { name: t("views.waiting"), href: to({}), current: !regrade && !mine && !states?.length },
    { name: t("views.mine"), href: to({ mine: true }), current: Boolean(mine) },
    { name: t("views.regrade"), href: to({ regrade: true }), current: Boolean(regrade) },
    { name: t("views.returned"), href: to({ state: ["RETURNED"] }), current: Boolean(returned && !mine && !regrade) },
  ];
}

/** The work that waits to be marked; each opens the desk with the rest of the queue around it. */
export function QueueTable({
  page,
  state,
  choices,
  ...words
}: Words & { page: Page<QueueRow>; state: QueueInput; choices: QueueChoices }) {
  const { t, ui, format } = words;
  const queue = { ...state, cursor: undefined, from: 0 };
  return (
    <DataTable
      id="instructor.submissions"
      label={t("title")}
      path={queuePath}
      state={state}
      defaults={defaults}
      page={page}
      columns={columnsOf(words)}
      rowKey={(row) => row.id}
      rowLabel={(row) => `${row.child ?? t("left_child")}, ${row.title}`}
      href={(row) => listHref(`${queuePath}/${row.id}`, queue, {}, defaults)}
      rowMark={(row) => (row.holder?.mine ? "current" : undefined)}
      t={ui}
      format={format}
      things={t("queue.things")}
      search
      views={viewsOf(state, t)}
      filters={[
        {
          id: "course",
          label: t("queue.course"),
          kind: "choice",
          options: choices.courses.map(({ id, title }) => ({ value: id, label: title })),
        },
        {
          id: "assignment",
          label: t("queue.work"),
          kind: "choice",
          options: choices.assignments.map(({ id, title, course }) => ({
            value: id,
            label: state.filters.course ? title : `${title} · ${course.title}`,
          })),
        },
        {
          id: "kind",
          label: t("queue.kind"),
          kind: "choice",
          options: workKinds.map((value) => ({ value, label: t(`kinds.${value}`) })),
        },
        {
          id: "state",
          label: t("queue.state"),
          kind: "choices",
          options: workStates.map((value) => ({ value, label: t(`states.${value}`) })),
        },
        { id: "late", label: t("queue.late"), kind: "yesno" },
      ]}
      empty={{ icon: Inbox, title: t("queue.none"), text: t("queue.none_text") }}
    />
  );
}
