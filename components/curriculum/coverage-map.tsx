import { Notice } from "@/components/ui/notice";
import { TabNav } from "@/components/ui/tabs";
import { cn } from "@/lib/cn";
import type { Format } from "@/lib/format";
import type { Locale } from "@/lib/locales";
import { type Grade, grades } from "@/lib/school-calendar";
import type { Translate } from "@/lib/translate";
import { shareOf } from "@/server/features/curriculum/coverage.domain";
import { type Cell, type CoverageMap, type Stage, stages } from "@/server/features/curriculum/coverage.schema";
import { areaName } from "./areas";

export type CoverageWords = { t: Translate; format: Format; locale: Locale };

/** Five steps that can be told apart; the figure in the cell says the rest. */
const shades = ["bg-surface", "bg-accent/10", "bg-accent/20", "bg-accent/30", "bg-accent/40"] as const;
const shadeOf = (share: number) => shades[Math.min(4, Math.ceil(share / 25))];

function MapCell({
  cell,
  stage,
  href,
  label,
  format,
}: {
  cell: Cell | undefined;
  stage: Stage;
  href: string;
  label: string;
  format: Format;
}) {
  const share = shareOf(cell, stage);
  if (share === null) return <td className="border-line border-l bg-sunken" />;
  return (
    <td className={cn("border-line border-l p-0 text-center", shadeOf(share))}>
      <a href={href} aria-label={label} className="num block px-2 py-2.5 -outline-offset-2! hover:underline">
        {format.number(share)}
        {cell && cell.debt > 0 && stage === "assessed" ? (
          <span aria-hidden className="text-danger">
            *
          </span>
        ) : null}
      </a>
    </td>
  );
}

/** ST-4: which part of each grade and learning area is planned, taught or assessed. A table that is its own picture. */
export function CoverageHeatMap({
  map,
  stage,
  base,
  words: { t, format, locale },
}: {
  map: CoverageMap;
  stage: Stage;
  base: string;
  words: CoverageWords;
}) {
  const cellOf = (grade: Grade, area: string) => map.cells.find((cell) => cell.grade === grade && cell.area === area);
  const tabs = stages.map((one) => ({
    href: `${base}?stage=${one}`,
    label: t(`stage.${one}`),
    current: one === stage,
  }));
  if (!map.countedAt) return <Notice>{t("uncounted")}</Notice>;
  return (
    <div className="grid gap-4">
      <TabNav tabs={tabs} label={t("stages")} />
      <p className="max-w-read text-muted text-small">
        {t(`about.${stage}`)}{" "}
        {t("counted", { time: format.date(map.countedAt, "time"), day: format.date(map.countedAt, "date") })}
      </p>
      <section
        aria-label={t("map")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable without a pointer
        tabIndex={0}
        className="overflow-x-auto rounded border border-line bg-surface"
      >
        <table className="w-full border-collapse text-small">
          <caption className="sr-only">{t("caption", { stage: t(`stage.${stage}`) })}</caption>
          <thead>
            <tr className="border-line border-b text-muted text-xs">
              <th scope="col" className="sticky left-0 bg-surface px-4 py-2.5 text-left font-semibold">
                {t("area")}
              </th>
              {grades.map((grade) => (
                <th key={grade} scope="col" className="border-line border-l px-2 py-2.5 font-semibold">
                  {grade}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {map.areas.map((area) => (
              <tr key={area.code}>
                <th scope="row" className="sticky left-0 max-w-44 bg-surface px-4 py-2 text-left font-medium">
                  {areaName(area, locale)}
                </th>
                {grades.map((grade) => {
                  const cell = cellOf(grade, area.code);
                  return (
                    <MapCell
                      key={grade}
                      cell={cell}
                      stage={stage}
                      format={format}
                      href={`${base}?${new URLSearchParams({ stage, grade, area: area.code })}`}
                      label={t("cell", {
                        area: areaName(area, locale),
                        grade,
                        share: shareOf(cell, stage) ?? 0,
                        done: cell?.[stage] ?? 0,
                        all: cell?.all ?? 0,
                      })}
                    />
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {stage === "assessed" ? <p className="text-muted text-small">{t("debt_note")}</p> : null}
    </div>
  );
}
