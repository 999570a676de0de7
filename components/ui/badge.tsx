import type { ReactNode } from "react";
import { cn } from "@/lib/cn";
import { type Choice, variants } from "@/lib/variants";

export type Tone = "good" | "warn" | "danger" | "info" | "off" | "accent";

const statusText = {
  good: "text-good",
  warn: "text-warn",
  danger: "text-danger",
  info: "text-info",
  off: "text-faint",
  accent: "text-accent",
} satisfies Record<Tone, string>;

/** A state: a dot and its word. The word carries the meaning, the colour only helps to find it. */
export function Status({ tone, children, className }: { tone: Tone; children: ReactNode; className?: string }) {
  return <span className={cn("status", statusText[tone], className)}>{children}</span>;
}

const looks = {
  tone: {
    good: "bg-good-soft text-good",
    warn: "bg-warn-soft text-warn",
    danger: "bg-danger-soft text-danger",
    info: "bg-info-soft text-info",
    off: "bg-sunken text-muted ring-1 ring-line ring-inset",
    accent: "bg-accent-soft text-accent",
  },
};
const badge = variants(
  "inline-flex items-center gap-1 whitespace-nowrap rounded-full px-2 py-0.5 font-semibold text-xs",
  looks,
  { tone: "off" },
);

/** A short label on a soft ground: "Demo", "New", "PP2". For a state that changes, prefer Status. */
export function Badge({
  tone,
  children,
  className,
}: Choice<typeof looks> & { children: ReactNode; className?: string }) {
  return <span className={cn(badge({ tone }), className)}>{children}</span>;
}

/** How many are waiting. `hot` when a person should look now; `label` says what is counted to a screen reader. */
export function Count({ value, hot, label, max = 99 }: { value: number; hot?: boolean; label?: string; max?: number }) {
  return (
    <span
      className={cn(
        "num inline-grid h-5 min-w-5.5 place-items-center rounded-full px-1.5 font-bold text-xs leading-none",
        hot ? "bg-danger-soft text-danger" : "bg-line/70 text-muted",
      )}
    >
      <span aria-hidden={label ? true : undefined}>{value > max ? `${max}+` : value}</span>
      {label ? <span className="sr-only">{label}</span> : null}
    </span>
  );
}
