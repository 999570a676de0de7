import type { ReactNode } from "react";
import { cn } from "@/lib/cn";

export type TabLink = { href: string; label: ReactNode; current?: boolean; count?: number; hot?: boolean };

/** Tabs that are pages: each has its own address, so the server draws only the one asked for. No script. */
export function TabNav({
  tabs,
  label,
  end,
  className,
}: {
  tabs: readonly TabLink[];
  label: string;
  end?: ReactNode;
  className?: string;
}) {
  return (
    <nav aria-label={label} className={cn("flex min-w-0 items-end border-line border-b", className)}>
      <ul className="-mb-px flex min-w-0 flex-1 gap-1 overflow-x-auto overflow-y-hidden [scrollbar-width:none]">
        {tabs.map((tab) => (
          <li key={tab.href} className="shrink-0">
            <a
              href={tab.href}
              aria-current={tab.current ? "page" : undefined}
              className={cn(
                "flex items-center gap-1.5 border-b-2 px-2.5 pt-2 pb-2.5 text-small transition-colors -outline-offset-2!",
                tab.current
                  ? "border-accent font-bold text-ink"
                  : "border-transparent font-medium text-muted hover:text-ink",
              )}
            >
              {tab.label}
              {tab.count === undefined ? null : (
                <span className={cn("num font-semibold", tab.hot ? "text-danger" : "text-faint")}>{tab.count}</span>
              )}
            </a>
          </li>
        ))}
      </ul>
      {end}
    </nav>
  );
}
