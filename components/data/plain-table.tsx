import type { ReactNode } from "react";
import { cn } from "@/lib/cn";

export type PlainColumn = { key: string; label: ReactNode; number?: boolean };

/** A small, fixed table of figures: nothing to sort, page or select. The caption is read, the heading above is seen. */
export function PlainTable({
  caption,
  columns,
  rows,
  className,
}: {
  caption: string;
  columns: readonly PlainColumn[];
  rows: readonly { id: string; cells: Record<string, ReactNode> }[];
  className?: string;
}) {
  return (
    // A table wider than a phone scrolls within itself: by keyboard too, so it takes the focus and has a name.
    <section
      aria-label={caption}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable without a pointer
      tabIndex={0}
      className={cn("overflow-x-auto rounded border border-line bg-surface", className)}
    >
      <table className="w-full border-collapse text-small">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="border-line border-b text-muted text-xs">
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                className={cn("px-2.5 py-2.5 sm:px-4 font-semibold", column.number ? "text-right" : "text-left")}
              >
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {rows.map((row) => (
            <tr key={row.id}>
              {columns.map((column, at) =>
                at === 0 ? (
                  <th key={column.key} scope="row" className="px-2.5 py-2.5 sm:px-4 text-left font-semibold">
                    {row.cells[column.key]}
                  </th>
                ) : (
                  <td
                    key={column.key}
                    className={cn("px-2.5 py-2.5 sm:px-4", column.number && "num whitespace-nowrap text-right")}
                  >
                    {row.cells[column.key]}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
