import type { ReactNode } from "react";
import { cn } from "@/lib/cn";
import { type PageHead, PageHeader, pageFrame } from "./page";

/** Settings: named groups, each with what it does at the left and the controls at the right. */
export function SettingsPage({ tabs, children, ...head }: PageHead & { tabs?: ReactNode; children: ReactNode }) {
  return (
    <div className={cn(pageFrame, "max-w-[64rem]")}>
      <PageHeader {...head} />
      {tabs}
      <div className="divide-y divide-line">{children}</div>
    </div>
  );
}

export function SettingsGroup({
  title,
  text,
  id,
  children,
}: {
  title: ReactNode;
  text?: ReactNode;
  id?: string;
  children: ReactNode;
}) {
  return (
    <section id={id} className="grid gap-x-10 gap-y-4 py-6 first:pt-0 md:grid-cols-[minmax(0,1fr)_minmax(0,2fr)]">
      <div>
        <h2 className="text-lg">{title}</h2>
        {text ? <p className="mt-1 text-muted text-small">{text}</p> : null}
      </div>
      {/* A list in this card draws no card of its own. */}
      <div className="min-w-0 rounded border border-line bg-surface p-4 sm:p-5 [&_[data-items]>li:first-child]:pt-1 [&_[data-items]>li:last-child]:pb-1 [&_[data-items]>li]:px-0 [&_[data-items]]:border-0">
        {children}
      </div>
    </section>
  );
}
