import { HandHeart } from "lucide-react";
import type { Column } from "@/components/data/columns";
import { DataTable } from "@/components/data/data-table";
import { Status } from "@/components/ui/badge";
import { dayOf } from "@/lib/days";
import { listDefaults, listHref } from "@/lib/list";
import { type Measure, stateOf } from "@/server/features/learners/interventions.domain";
import type { InterventionRow, Interventions } from "@/server/features/learners/interventions.queries";
import { type InterventionsInput, interventionsInput } from "@/server/features/learners/interventions.schema";
import { interventionHref, interventionsPath } from "./paths";
import { fullName, type LearnerWords, planTone } from "./words";

const defaults = listDefaults(interventionsInput);

/** Whether the day of review has come for a plan that has not ended. */
export const isDue = (plan: { status: string; reviewOn: Date | null }, today: string): boolean =>
  stateOf(plan.status) !== "ended" && plan.reviewOn !== null && dayOf(plan.reviewOn) <= today;

/** What was counted since a plan began, in few words. */
export function measureText(measure: Measure | null, { t }: Pick<LearnerWords, "t">): string {
  if (!measure || (measure.time === "unclear" && measure.marks === "unclear")) return t("measure.unclear");
  const said = [`measure.time.${measure.time}`, `measure.marks.${measure.marks}`];
  return said
    .filter((key) => !key.endsWith("unclear"))
    .map((key) => t(key))
    .join(" · ");
}

function columnsOf({ t, format }: LearnerWords, today: string): Column<InterventionRow>[] {
  return [
    { id: "learner", header: t("list.name"), fixed: true, cell: (row) => fullName(row.student) },
    { id: "aim", header: t("plan.aim"), grow: true, cell: (row) => row.aim ?? row.plan },
    {
      id: "state",
      header: t("state.title"),
      card: "end",
      cell: (row) => (
        <Status tone={isDue(row, today) ? "warn" : (planTone[stateOf(row.status)] ?? "off")}>
          {isDue(row, today) ? t("state.due") : t(row.result ? `result.${row.result}` : `state.${stateOf(row.status)}`)}
        </Status>
      ),
    },
    { id: "measure", header: t("measure.title"), priority: 2, cell: (row) => measureText(row.measure, { t }) },
    {
      id: "reviewOn",
      header: t("plan.review"),
      sort: "reviewOn",
      align: "end",
      cell: (row) => (row.reviewOn ? format.date(row.reviewOn, "short") : "—"),
    },
    {
      id: "createdAt",
      header: t("plan.made"),
      sort: "createdAt",
      align: "end",
      priority: 3,
      cell: (row) => format.date(row.createdAt, "short"),
    },
  ];
}

/** IN-13: one's plans of help, where each stands, and what was counted since it began. */
export function InterventionsTable({
  page,
  state,
  ...words
}: LearnerWords & { page: Interventions; state: InterventionsInput }) {
  const { t, ui, format } = words;
  const asked = state.filters;
  const to = (filters: Record<string, unknown>) =>
    listHref(interventionsPath, state, { filters: { state: undefined, due: undefined, ...filters } }, defaults);
  return (
    <DataTable
      id="instructor.interventions"
      label={t("plans.title")}
      path={interventionsPath}
      state={state}
      defaults={defaults}
      page={page}
      columns={columnsOf(words, page.today)}
      rowKey={(row) => row.id}
      rowLabel={(row) => `${fullName(row.student)}: ${row.aim ?? row.plan}`}
      href={(row) => interventionHref(row.id)}
      rowMark={(row) => (isDue(row, page.today) ? "current" : undefined)}
      t={ui}
      format={format}
      things={t("plans.things")}
      views={[
        { name: t("views.all"), href: to({}), current: !asked.state && !asked.due },
        { name: t("state.due"), href: to({ due: true }), current: asked.due === true },
        ...(["planned", "running", "ended"] as const).map((value) => ({
          name: t(`state.${value}`),
          href: to({ state: value }),
          current: asked.state === value && !asked.due,
        })),
      ]}
      empty={{ icon: HandHeart, title: t("plans.none"), text: t("plans.none_text") }}
    />
  );
}
