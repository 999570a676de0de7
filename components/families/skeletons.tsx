import { pageFrame } from "@/components/shell/page";
import { Skeleton } from "@/components/ui/skeleton";
import { cn } from "@/lib/cn";

const numbered = (count: number) => Array.from({ length: count }, (_, at) => at);

function Heading() {
  return (
    <div>
      <Skeleton className="h-9 w-72 max-w-full" />
      <Skeleton className="mt-3 h-5 w-full max-w-xl" />
    </div>
  );
}

/** The home before its data: the same blocks in the same places. */
export function HomeSkeleton({ label, pupil = false }: { label: string; pupil?: boolean }) {
  return (
    <div role="status" className={cn(pageFrame, "max-w-[76rem] sm:gap-8")}>
      <span className="sr-only">{label}</span>
      <Heading />
      {pupil ? null : (
        <div className="divide-y divide-line rounded border border-line bg-surface">
          {numbered(2).map((at) => (
            <div key={at} className="flex items-center gap-3.5 px-4 py-3.5">
              <Skeleton className="size-10" />
              <div className="grid flex-1 gap-2">
                <Skeleton className="h-4 w-2/3" />
                <Skeleton className="h-3.5 w-1/2" />
              </div>
            </div>
          ))}
        </div>
      )}
      {pupil ? (
        <Skeleton className="h-52 w-full" />
      ) : (
        <div className="grid gap-3 sm:grid-cols-[repeat(auto-fill,minmax(15.5rem,1fr))] sm:gap-4">
          {numbered(4).map((at) => (
            <div key={at} className="grid gap-4 rounded border border-line bg-surface p-4">
              <div className="flex items-center gap-3">
                <Skeleton className="size-10 rounded-full" />
                <Skeleton className="h-5 w-24" />
              </div>
              <Skeleton className="h-14 w-full" />
              <Skeleton className="h-4 w-28" />
              <Skeleton className="h-10 w-full" />
            </div>
          ))}
        </div>
      )}
      <div className="grid gap-6 lg:grid-cols-[minmax(0,1.45fr)_minmax(0,1fr)] sm:gap-8">
        <Skeleton className="h-72 w-full" />
        <Skeleton className="h-56 w-full" />
      </div>
    </div>
  );
}

/** The children's list before its rows. */
export function ListSkeleton({ label }: { label: string }) {
  return (
    <div role="status" className={cn(pageFrame, "max-w-[100rem]")}>
      <span className="sr-only">{label}</span>
      <Heading />
      <div className="divide-y divide-line rounded border border-line bg-surface">
        {numbered(4).map((at) => (
          <div key={at} className="flex items-center gap-4 px-4 py-3.5">
            <Skeleton className="size-10 rounded-full" />
            <div className="grid flex-1 gap-2">
              <Skeleton className="h-4 w-40 max-w-full" />
              <Skeleton className="h-3.5 w-56 max-w-full" />
            </div>
            <Skeleton className="h-14 w-28" />
          </div>
        ))}
      </div>
    </div>
  );
}
