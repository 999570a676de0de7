import type { ReactNode } from "react";
import { cn } from "@/lib/cn";

export type PageHead = {
  title: ReactNode;
  /** What this page is for right now: "12 waiting, 2 about to breach". One line. */
  subtitle?: ReactNode;
  /** At most one main action. */
  action?: ReactNode;
  /** Beside the title: a state, a badge. */
  mark?: ReactNode;
  /** Above the title: the face of the record, the way back on a phone. */
  before?: ReactNode;
};

/** The heading of every page; the only h1. */
export function PageHeader({ title, subtitle, action, mark, before, large }: PageHead & { large?: boolean }) {
  return (
    <header className="flex flex-wrap items-end gap-x-6 gap-y-3">
      <div className="flex min-w-0 flex-1 basis-64 items-center gap-4">
        {before}
        <div className="min-w-0">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h1 className={cn("min-w-0 break-words", large ? "text-2xl sm:text-3xl" : "text-2xl")} tabIndex={-1}>
              {title}
            </h1>
            {mark}
          </div>
          {subtitle ? (
            <p className={cn("max-w-read text-muted", large ? "mt-2 sm:text-lg" : "mt-0.5")}>{subtitle}</p>
          ) : null}
        </div>
      </div>
      {action ? <div className="flex max-w-full shrink-0 flex-wrap gap-2">{action}</div> : null}
    </header>
  );
}

/** The gutter and rhythm shared by the page shapes: 16 on a phone, 32 on a desk, 24 between blocks. */
export const pageFrame =
  "mx-auto grid w-full grid-cols-[minmax(0,1fr)] content-start gap-6 px-4 pt-5 pb-24 sm:px-8 sm:pt-7 sm:pb-16";

/**
 * A list page: heading, tabs or filters, then the rows, over the full width. The shell draws `<main>`; a page is what is
 * in it.
 */
export function Page({ tabs, children, ...head }: PageHead & { tabs?: ReactNode; children: ReactNode }) {
  return (
    <div className={cn(pageFrame, "max-w-[100rem]")}>
      <PageHeader {...head} />
      {tabs}
      {children}
    </div>
  );
}
