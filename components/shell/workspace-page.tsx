import type { ReactNode } from "react";
import { cn } from "@/lib/cn";

/**
 * Full bleed: a queue beside a record, an editor, a classroom. Fills what the top bar leaves (`--top`, 56 px) and scrolls
 * inside its panes; on a phone the panes follow each other and the page scrolls.
 */
export function WorkspacePage({
  title,
  bar,
  side,
  children,
}: {
  title: ReactNode;
  bar?: ReactNode;
  side?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className="flex min-h-[calc(100dvh-var(--top,3.5rem))] flex-col lg:h-[calc(100dvh-var(--top,3.5rem))]">
      <div className="flex flex-wrap items-center gap-3 border-line border-b px-4 py-3 sm:px-6">
        <h1 className="min-w-0 truncate text-xl" tabIndex={-1}>
          {title}
        </h1>
        {bar ? <div className="ml-auto flex items-center gap-2">{bar}</div> : null}
      </div>
      <div
        className={cn("grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)]", side && "lg:grid-cols-[minmax(0,1fr)_23.25rem]")}
      >
        <div className="min-h-0 min-w-0 overflow-auto">{children}</div>
        {side ? (
          <aside className="min-h-0 overflow-auto border-line bg-surface max-lg:border-t lg:border-l">{side}</aside>
        ) : null}
      </div>
    </div>
  );
}
