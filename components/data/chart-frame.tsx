import type { ReactNode } from "react";
import { EmptyState } from "@/components/ui/empty-state";
import type { Series } from "@/lib/series";
import type { Translate } from "@/lib/translate";

export type ChartProps = {
  /** The one message: "Attendance fell in week 4". */
  title: ReactNode;
  /** What is measured, of whom, in which time. */
  note?: ReactNode;
  series: readonly Series[];
  /** How a value is written, on the axis and in the table. */
  value: (value: number) => string;
  /** Head of the first column of the table: "Week". */
  category?: string;
  t: Translate;
  /** h2 on a page of charts, h3 within a section. */
  level?: "h2" | "h3";
  height?: number;
  /**
   * Wraps the picture alone, for working roles: `live={(picture) => <InteractiveChart …>{picture}</InteractiveChart>}`. A
   * function, so that a page which does not want the script does not load it.
   */
  live?: (picture: ReactNode) => ReactNode;
  /** In an own card unless it stands in one already. */
  bare?: boolean;
};

/** Title, picture, and the same numbers as a table one tap away. */
export function ChartFrame({
  title,
  note,
  series,
  value,
  category,
  t,
  level: Heading = "h3",
  bare,
  live,
  children,
}: ChartProps & { children: ReactNode }) {
  const rows = series[0]?.points.map((point) => point.x) ?? [];
  const empty = !series.some((one) => one.points.some((point) => point.y !== null));
  return (
    <figure
      className={bare ? "@container min-w-0" : "@container min-w-0 rounded border border-line bg-surface p-4 sm:p-5"}
    >
      <figcaption>
        <Heading className="text-lg">{title}</Heading>
        {note ? <p className="mt-0.5 text-muted text-small">{note}</p> : null}
      </figcaption>
      {empty ? (
        <EmptyState title={t("chart.noData")} className="py-8" />
      ) : (
        <>
          <div className="mt-4">{live ? live(children) : children}</div>
          <details className="group mt-3">
            <summary className="inline-block rounded-s font-medium text-muted text-xs underline-offset-4 hover:text-ink hover:underline">
              {t("chart.table")}
            </summary>
            <div className="mt-2 max-h-80 overflow-auto">
              <table className="num w-full text-small">
                <thead>
                  <tr className="border-line border-b text-faint text-xs">
                    <th scope="col" className="py-1.5 pr-3 text-start font-semibold">
                      {category ?? t("chart.category")}
                    </th>
                    {series.map((one) => (
                      <th key={one.id} scope="col" className="py-1.5 pl-3 text-end font-semibold">
                        {one.label}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {rows.map((x, at) => (
                    <tr key={x} className="border-line border-b last:border-0">
                      <th scope="row" className="py-1.5 pr-3 text-start font-medium">
                        {x}
                      </th>
                      {series.map((one) => {
                        const y = one.points[at]?.y;
                        return (
                          <td key={one.id} className="py-1.5 pl-3 text-end">
                            {y === null || y === undefined ? "–" : value(y)}
                          </td>
                        );
                      })}
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </details>
        </>
      )}
    </figure>
  );
}

/** What the picture says to those who hear it; the table has the rest. */
export function spoken(series: readonly Series[], value: (value: number) => string): string {
  return series
    .map((one) => {
      const known = one.points.filter((point) => point.y !== null);
      const [first, last] = [known.at(0), known.at(-1)];
      if (!first || !last || first.y === null || last.y === null) return one.label;
      return `${one.label}: ${first.x} ${value(first.y)}, ${last.x} ${value(last.y)}`;
    })
    .join(". ");
}
