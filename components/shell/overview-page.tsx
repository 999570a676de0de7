import type { ReactNode } from "react";
import { cn } from "@/lib/cn";
import { type PageHead, PageHeader, pageFrame } from "./page";

/**
 * A home. It answers first: the title greets, the subtitle is one sentence made from data, then `needs` (what wants a
 * decision), then `children` (what is new), then `figures`.
 */
export function OverviewPage({
  needs,
  figures,
  aside,
  children,
  ...head
}: PageHead & { needs?: ReactNode; figures?: ReactNode; aside?: ReactNode; children?: ReactNode }) {
  return (
    <div className={cn(pageFrame, "max-w-[76rem] sm:gap-8")}>
      <PageHeader {...head} large />
      {needs}
      {aside ? (
        <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1.6fr)_minmax(0,1fr)] sm:gap-8">
          <div className="grid min-w-0 gap-6 sm:gap-8">{children}</div>
          <div className="grid min-w-0 gap-6 sm:gap-8">{aside}</div>
        </div>
      ) : (
        children
      )}
      {figures}
    </div>
  );
}
