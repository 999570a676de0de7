import type { ReactNode } from "react";

/** A key to press. */
export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="inline-block min-w-5 rounded-[4px] border border-line bg-surface px-1.5 py-0.5 text-center font-sans font-semibold text-[11px] text-muted leading-tight">
      {children}
    </kbd>
  );
}
