import { PlainTable } from "@/components/data/plain-table";
import { Status } from "@/components/ui/badge";
import { Section } from "@/components/ui/section";
import { TabNav } from "@/components/ui/tabs";
import { gapOf } from "@/server/features/curriculum/coverage.domain";
import { type Covered, type Gap, gaps } from "@/server/features/curriculum/coverage.schema";
import type { CoverageWords } from "./coverage-map";

/** Every competency of one grade and learning area, or only those with a gap. */
export function CoverageList({
  rows,
  gap,
  title,
  back,
  base,
  words: { t, format },
}: {
  rows: readonly Covered[];
  gap: Gap | null;
  title: string;
  back: string;
  /** The address of this list, to which the choice of a gap is added. */
  base: string;
  words: CoverageWords;
}) {
  const of = (wanted: Gap | null) => rows.filter((row) => wanted === null || gapOf(row) === wanted);
  const tabs = [null, ...gaps].map((one) => ({
    href: one ? `${base}&gap=${one}` : base,
    label: t(`gap.${one ?? "all"}`),
    count: of(one).length,
    current: one === gap,
    hot: one === "debt" && of(one).length > 0,
  }));
  const shown = of(gap);
  return (
    <Section id="competencies" title={title} link={{ href: back, label: t("back") }}>
      <TabNav tabs={tabs} label={t("gap.label")} className="mb-4" />
      {shown.length === 0 ? (
        <p className="rounded border border-line bg-surface px-4 py-6 text-muted">{t("gap.none")}</p>
      ) : (
        <PlainTable
          caption={title}
          columns={[
            { key: "statement", label: t("competency") },
            { key: "lessons", label: t("stage.planned"), number: true },
            { key: "completions", label: t("stage.taught"), number: true },
            { key: "answers", label: t("stage.assessed"), number: true },
            { key: "percent", label: t("right"), number: true },
          ]}
          rows={shown.map((row) => ({ id: row.id, cells: { ...cellsOf(row, { t, format }) } }))}
        />
      )}
    </Section>
  );
}

function cellsOf(row: Covered, { t, format }: Pick<CoverageWords, "t" | "format">) {
  const gap = gapOf(row);
  return {
    statement: (
      <span className="block max-w-read min-w-56">
        <span className="block">{row.statement}</span>
        <span className="block font-normal text-muted text-xs">
          {row.code} · {row.strand} · {row.subStrand}
        </span>
        {gap ? (
          <Status tone={gap === "debt" ? "warn" : "danger"} className="mt-1 font-normal">
            {t(`gap.${gap}`)}
          </Status>
        ) : null}
      </span>
    ),
    lessons: t("n_lessons", { count: row.lessons }),
    completions: format.number(row.completions),
    answers: format.number(row.answers),
    percent: row.percent === null ? "–" : t("percent", { value: format.number(Math.round(row.percent)) }),
  };
}
