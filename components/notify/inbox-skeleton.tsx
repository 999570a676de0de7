import { pageFrame } from "@/components/shell/page";
import { Skeleton } from "@/components/ui/skeleton";

const rows = ["a", "b", "c", "d", "e", "f"];

/** The inbox's own shape while it comes. */
export function InboxSkeleton() {
  return (
    <div className={`${pageFrame} max-w-[100rem]`} aria-busy="true">
      <div className="grid gap-2">
        <Skeleton className="h-8 w-48" />
        <Skeleton className="h-4 w-32" />
      </div>
      <div className="flex gap-4 border-line border-b pb-3">
        <Skeleton className="h-4 w-10" />
        <Skeleton className="h-4 w-16" />
        <Skeleton className="h-4 w-16" />
      </div>
      <div className="divide-y divide-line rounded border border-line bg-surface">
        {rows.map((row) => (
          <div key={row} className="flex items-center gap-3.5 px-4 py-3.5">
            <Skeleton className="size-10 shrink-0 rounded" />
            <div className="grid flex-1 gap-2">
              <Skeleton className="h-4 w-2/3" />
              <Skeleton className="h-3.5 w-11/12" />
            </div>
          </div>
        ))}
      </div>
    </div>
  );
}
