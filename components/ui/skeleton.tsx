import { cn } from "@/lib/cn";

/** A grey line or block where something will be. Give it the size of what comes, so that nothing jumps. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={cn("skeleton", className)} />;
}

const WIDTHS = ["w-full", "w-11/12", "w-4/5", "w-full", "w-2/3"];

/** A paragraph that is coming; `label` is read once to those who cannot see it. */
export function SkeletonText({ lines = 3, label }: { lines?: number; label: string }) {
  return (
    <div role="status" className="grid gap-2.5">
      <span className="sr-only">{label}</span>
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines never move
        <Skeleton key={line} className={cn("h-3.5", WIDTHS[line % WIDTHS.length])} />
      ))}
    </div>
  );
}
