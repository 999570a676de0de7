import type { ReactNode } from "react";
import { cn } from "@/lib/cn";

export function Separator({ children, className }: { children?: ReactNode; className?: string }) {
  if (!children) return <hr className={cn("border-line", className)} />;
  return (
    <div
      className={cn(
        "flex items-center gap-3 text-faint text-small before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line",
        className,
      )}
    >
      {children}
    </div>
  );
}
