import { Skeleton } from "@/components/ui/skeleton";

const places = (count: number) => Array.from({ length: count }, (_, at) => ({ at, key: `place-${at}` }));
const WIDTHS = ["w-40", "w-24", "w-28", "w-16", "w-20", "w-24"];

/** The table's own shape while its rows come: the same frame, heading and row height, so that nothing jumps. */
export function TableSkeleton({ columns = 5, rows = 8, label }: { columns?: number; rows?: number; label: string }) {
  return (
    <div className="dt-root" role="status">
      <span className="sr-only">{label}</span>
      <div className="mb-3 flex gap-2">
        <Skeleton className="h-8 w-60 max-w-[45%]" />
        <Skeleton className="h-8 w-24 rounded-full" />
        <Skeleton className="h-8 w-24 rounded-full max-sm:hidden" />
      </div>
      <div className="dt-frame" aria-hidden>
        <div className="flex h-9 items-center gap-6 border-line border-b px-4 max-sm:hidden">
          {places(columns).map(({ key }) => (
            <Skeleton key={key} className="h-2.5 w-16" />
          ))}
        </div>
        {places(rows).map(({ at: row, key: rowKey }) => (
          <div
            key={rowKey}
            className="flex h-10 items-center gap-6 border-line border-b px-4 last:border-0 max-sm:h-17"
          >
            {places(columns).map(({ at, key }) => (
              <Skeleton
                key={key}
                className={`h-3 ${WIDTHS[(row + at * 2) % WIDTHS.length]} ${at > 1 ? "max-sm:hidden" : ""} ${at === columns - 1 ? "ml-auto" : ""}`}
              />
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}
