import { Users } from "lucide-react";
import type { FilterDefinition } from "@/components/data/columns";
import { TablePagination } from "@/components/data/table-pagination";
import { TableToolbar } from "@/components/data/table-toolbar";
import { levelText, nameIn, type ProgressWords, surenessText } from "@/components/progress/words";
import { Avatar } from "@/components/ui/avatar";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Meter } from "@/components/ui/meter";
import { gradeLabel, grades } from "@/lib/grades";
import { listDefaults, listHref } from "@/lib/list";
import { quietSteps } from "@/server/features/learners/learners.schema";
import type { School, SchoolCard } from "@/server/features/learners/school.queries";
import { type SchoolInput, schoolInput } from "@/server/features/learners/school.schema";
import { schoolHref, schoolPath } from "./paths";
import { fullName, type LearnerWords } from "./words";

const defaults = listDefaults(schoolInput);
type Props = LearnerWords & { page: School; state: SchoolInput; told: ProgressWords };

/** One learner: how far in the courses asked for, what was shown in them, and how sure that is. */
function LearnerCard({ card, page, told, t, format, now }: Omit<Props, "state" | "ui"> & { card: SchoolCard }) {
  const progress = t("list.done", { done: card.done, lessons: card.lessons });
  const { shown } = card;
  return (
    <li className="grid">
      <Card className="relative grid content-start gap-3 p-4 hover:border-line-strong">
        <div className="flex items-center gap-3">
          <Avatar name={fullName(card)} seed={card.id} size="small" />
          <div className="min-w-0">
            <h2 className="truncate text-base">
              <a href={schoolHref(card.id)} className="underline-offset-4 after:absolute after:inset-0 hover:underline">
                {fullName(card)}
              </a>
            </h2>
            <p className="text-muted text-small">{gradeLabel(card.grade, format.locale)}</p>
          </div>
        </div>
        {card.lessons > 0 ? (
          <div className="grid gap-1">
            <Meter thin value={card.done} max={card.lessons} label={fullName(card)} text={progress} />
            <p className="flex flex-wrap justify-between gap-x-3 text-muted text-small">
              <span className="num">{t("school.lessons", { done: card.done, lessons: card.lessons })}</span>
              <span>{card.lastAt ? format.relative(card.lastAt, now) : t("list.never")}</span>
            </p>
          </div>
        ) : (
          <p className="text-muted text-small">{t("school.no_course")}</p>
        )}
        <p className="text-small">
          {shown
            ? page.levels.length > 0
              ? levelText(told, shown.percent, page.levels)
              : t("school.mean", { percent: Math.round(shown.percent) })
            : null}
          <span className="block text-muted">{surenessText(told, shown, page.today)}</span>
        </p>
      </Card>
    </li>
  );
}

function filtersOf({ page, state, t, format }: Props): FilterDefinition[] {
  const { grade, area } = state.filters;
  return [
    {
      id: "grade",
      label: t("list.grade"),
      kind: "choice",
      options: grades.map((value) => ({ value, label: gradeLabel(value, format.locale) })),
    },
    {
      id: "area",
      label: t("school.area"),
      kind: "choice",
      options: page.areas.map((one) => ({ value: one.code, label: nameIn(format.locale, one) })),
    },
    // A level belongs to a grade's scale and is told of one area.
    ...(grade && area
      ? [
          {
            id: "level",
            label: t("school.level"),
            kind: "choice" as const,
            options: page.levels.map((level) => ({
              value: level.code,
              label: `${level.code} · ${nameIn(format.locale, level)}`,
            })),
          },
        ]
      : []),
    {
      id: "course",
      label: t("list.course"),
      kind: "choice",
      options: page.courses.map(({ id, title }) => ({ value: id, label: title })),
    },
    {
      id: "quiet",
      label: t("list.quiet"),
      kind: "choice",
      options: quietSteps.map((days) => ({ value: String(days), label: t("list.quiet_days", { days }) })),
    },
    { id: "team", label: t("school.team"), kind: "yesno" },
  ];
}

/** ST-23: the learners of the school as cards, narrowed by what staff look for. */
export function SchoolCards(props: Props) {
  const { page, state, t, ui, format } = props;
  const table = {
    id: "staff.progress",
    label: t("school.title"),
    path: schoolPath,
    state,
    defaults,
    page,
    columns: [],
    rowKey: (row: SchoolCard) => row.id,
    rowLabel: fullName,
    t: ui,
    format,
    things: t("list.things"),
    search: true,
    filters: filtersOf(props),
    empty: { icon: Users, title: t("school.none"), text: t("school.none_text") },
  };
  return (
    <div>
      <TableToolbar
        {...table}
        shown={[]}
        filtered={Object.values(state.filters).some((value) => value !== undefined)}
      />
      {page.rows.length > 0 ? (
        <ul className="grid gap-3 sm:grid-cols-2 xl:grid-cols-3 2xl:grid-cols-4" aria-label={t("school.title")}>
          {page.rows.map((card) => (
            <LearnerCard key={card.id} card={card} {...props} />
          ))}
        </ul>
      ) : (
        <EmptyState {...table.empty} />
      )}
      <TablePagination
        page={page}
        state={state}
        link={(patch) => listHref(schoolPath, state, patch, defaults)}
        t={ui}
        format={format}
        things={t("list.things")}
        label={t("school.title")}
      />
    </div>
  );
}
