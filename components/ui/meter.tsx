import { cn } from "@/lib/cn";
import type { Tone } from "./badge";

const fill = {
  good: "fill-good-fill",
  warn: "fill-warn-fill",
  danger: "fill-danger-fill",
  info: "fill-info-fill",
  off: "fill-faint",
  accent: "fill-accent",
} satisfies Record<Tone, string>;

/** How much of a known whole. Drawn in SVG because the page's policy allows no style attributes. */
export function Meter({
  value,
  max = 100,
  label,
  text,
  tone = "accent",
  thin,
  className,
}: {
  value: number;
  max?: number;
  label: string;
  text?: string;
  tone?: Tone;
  thin?: boolean;
  className?: string;
}) {
  const share = max > 0 ? Math.min(1, Math.max(0, value / max)) * 100 : 0;
  const height = thin ? 5 : 8;
  return (
    // biome-ignore lint/a11y/useSemanticElements: <meter> cannot be drawn alike in all browsers
    <div
      role="meter"
      aria-label={label}
      aria-valuenow={value}
      aria-valuemin={0}
      aria-valuemax={max}
      aria-valuetext={text}
      className={cn("overflow-hidden rounded-full bg-sunken ring-1 ring-line ring-inset", className)}
    >
      <svg width="100%" height={height} className="block" aria-hidden>
        <rect width={`${share.toFixed(2)}%`} height={height} rx={height / 2} className={fill[tone]} />
      </svg>
    </div>
  );
}

/** Work under way. Without a value it only says that something is happening. */
export function Progress({ value, label, className }: { value?: number; label: string; className?: string }) {
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuenow={value}
      aria-valuemin={0}
      aria-valuemax={100}
      className={cn("overflow-hidden rounded-full bg-sunken ring-1 ring-line ring-inset", className)}
    >
      <svg width="100%" height="6" className="block" aria-hidden>
        <rect
          width={value === undefined ? "40%" : `${value}%`}
          height="6"
          rx="3"
          className={cn("fill-accent", value === undefined && "animate-[breathe_1.2s_ease-in-out_infinite]")}
        />
      </svg>
    </div>
  );
}
