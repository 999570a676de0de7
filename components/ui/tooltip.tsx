import type { ReactNode } from "react";
import { cn } from "@/lib/cn";

/**
 * A word about the control it surrounds, on hover and on keyboard focus; Escape hides it (native.tsx). No script of its
 * own. The control must have its own accessible name: a tooltip adds to it, and touch never shows it.
 */
export function Tooltip({
  tip,
  side = "top",
  children,
  className,
}: {
  tip: string;
  side?: "top" | "bottom";
  children: ReactNode;
  className?: string;
}) {
  return (
    <span className={cn("tip", className)} data-side={side}>
      {children}
      <span aria-hidden className="tip-text">
        {tip}
      </span>
    </span>
  );
}
