import { MessageSquareQuote } from "lucide-react";
import { DataTable } from "@/components/data/data-table";
import { StatGrid } from "@/components/data/stat";
import { Page } from "@/components/shell/page";
import { Status, type Tone } from "@/components/ui/badge";
import type { Format } from "@/lib/format";
import { listDefaults } from "@/lib/list";
import type { FeedbackFigures } from "@/server/features/catalogue/feedback.domain";
import type { Feedback, FeedbackRow } from "@/server/features/catalogue/feedback.queries";
import { type FeedbackInput, feedbackInput, stars } from "@/server/features/catalogue/feedback.schema";
import type { T } from "@/server/platform/i18n";

type Words = { t: T; ui: T; format: Format; now: Date };
type State = "waiting" | "answered" | "hidden";

export const feedbackTone: Record<State, Tone> = { waiting: "warn", answered: "good", hidden: "off" };
export const stateOf = ({ reply, hiddenReason }: Pick<FeedbackRow, "reply" | "hiddenReason">): State =>
  hiddenReason !== null ? "hidden" : reply === null ? "waiting" : "answered";

/** IN-15: what families say about one's courses, with its figures; each review is opened, answered or reported. */
export function FeedbackPage({ feedback, state, ...words }: Words & { feedback: Feedback; state: FeedbackInput }) {
  const { t } = words;
  const { figures } = feedback;
  return (
    <Page
      title={t("title")}
      subtitle={figures.count ? t("subtitle", { waiting: figures.waiting }) : t("subtitle_none")}
    >
      {figures.count ? <Figures figures={figures} some={Boolean(state.filters.course?.length)} {...words} /> : null}
      <FeedbackTable feedback={feedback} state={state} {...words} />
    </Page>
  );
}

function trendOf({ lately, before }: FeedbackFigures, t: T) {
  if (lately === null || before === null) return undefined;
  const way = lately > before ? ("up" as const) : lately < before ? ("down" as const) : ("same" as const);
  return { way, good: way !== "down", label: t(`figures.${way}`) };
}

function Figures({ figures, some, t, format }: Words & { figures: FeedbackFigures; some: boolean }) {
  const { mean, lately, before, count, waiting, spread } = figures;
  const written = (value: number | null) =>
    value === null ? t("figures.nothing") : format.number(value, { least: 1, most: 2 });
  return (
    <StatGrid
      label={t("figures.label")}
      stats={[
        {
          id: "mean",
          label: t("figures.mean"),
          value: written(mean),
          unit: t("figures.of_five"),
          comparison: t(some ? "figures.some_courses" : "figures.all_courses"),
        },
        {
          id: "count",
          label: t("figures.count"),
          value: format.number(count),
          comparison: t("figures.spread", { five: spread[0] ?? 0, one: spread[4] ?? 0 }),
        },
        {
          id: "lately",
          label: t("figures.lately"),
          value: written(lately),
          comparison: before === null ? t("figures.before_none") : t("figures.before", { mean: written(before) }),
          trend: trendOf(figures, t),
        },
        {
          id: "waiting",
          label: t("figures.waiting"),
          value: format.number(waiting),
          href: "/dashboard/instructor/feedback?state=waiting",
        },
      ]}
    />
  );
}

function FeedbackTable({ feedback, state, t, ui, format, now }: Words & { feedback: Feedback; state: FeedbackInput }) {
  const options = (values: readonly string[], label: (value: string) => string) =>
    values.map((value) => ({ value, label: label(value) }));
  return (
    <DataTable
      id="instructor.feedback"
      label={t("title")}
      path="/dashboard/instructor/feedback"
      state={state}
      defaults={listDefaults(feedbackInput)}
      page={feedback}
      rowKey={(row) => row.id}
      rowLabel={(row) => `${row.author ?? t("record.somebody")}, ${row.course.title}`}
      href={(row) => `/dashboard/instructor/feedback/${row.id}`}
      t={ui}
      format={format}
      things={t("things")}
      search
      columns={[
        {
          id: "review",
          header: t("column.review"),
          fixed: true,
          grow: true,
          cell: (row) => row.body || t("column.no_words"),
        },
        {
          id: "rating",
          header: t("column.rating"),
          sort: "rating",
          align: "end",
          card: "end",
          cell: (row) => t("stars", { stars: row.rating }),
        },
        { id: "course", header: t("column.course"), priority: 2, cell: (row) => row.course.title },
        {
          id: "state",
          header: t("column.state"),
          cell: (row) => <Status tone={feedbackTone[stateOf(row)]}>{t(`state.${stateOf(row)}`)}</Status>,
        },
        {
          id: "created",
          header: t("column.created"),
          sort: "createdAt",
          align: "end",
          priority: 2,
          cell: (row) => format.relative(row.createdAt, now),
        },
      ]}
      filters={[
        {
          id: "state",
          label: t("column.state"),
          kind: "choice",
          options: options(["waiting", "answered", "hidden"], (value) => t(`state.${value}`)),
        },
        {
          id: "course",
          label: t("column.course"),
          kind: "choices",
          options: feedback.courses.map(({ id, title }) => ({ value: id, label: title })),
        },
        {
          id: "rating",
          label: t("column.rating"),
          kind: "choices",
          options: options(stars, (value) => t("stars", { stars: Number(value) })),
        },
        {
          id: "language",
          label: t("language.label"),
          kind: "choice",
          options: options(["en", "sw"], (value) => t(`language.${value}`)),
        },
      ]}
      empty={{ icon: MessageSquareQuote, title: t("none.title"), text: t("none.text") }}
    />
  );
}
