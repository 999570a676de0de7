import type { ReactNode } from "react";
import { cn } from "@/lib/cn";
import { type PageHead, PageHeader, pageFrame } from "./page";

/** One thing to fill in: one column of reading width; `aside` (what happens next, who sees it) goes under it on a phone. */
export function FormPage({
  aside,
  children,
  ...head
}: Omit<PageHead, "action"> & { aside?: ReactNode; children: ReactNode }) {
  return (
    <div className={cn(pageFrame, aside ? "max-w-[64rem]" : "max-w-[44rem]")}>
      <PageHeader {...head} />
      <div className={cn("grid items-start gap-8", aside && "lg:grid-cols-[minmax(0,1fr)_18rem]")}>
        <div className="min-w-0 rounded border border-line bg-surface p-4 sm:p-6">{children}</div>
        {aside ? <aside className="text-muted text-small">{aside}</aside> : null}
      </div>
    </div>
  );
}
