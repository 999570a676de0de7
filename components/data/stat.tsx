import { ArrowDownRight, ArrowRight, ArrowUpRight } from "lucide-react";
import type { ReactNode } from "react";
import { Icon } from "@/components/ui/icon";
import { cn } from "@/lib/cn";
import { Sparkline } from "./sparkline";

export type Stat = {
  label: ReactNode;
  /** The figure as it is read: "91%", "KES 4,120", "7 of 12". */
  value: ReactNode;
  unit?: ReactNode;
  /** What it stands against: "4 points lower since week 9". A figure without one says nothing. */
  comparison?: ReactNode;
  /** Which way, and whether that is good: a rise in tickets is not. */
  trend?: { way: "up" | "down" | "same"; good?: boolean; label: string };
  /** The last periods, oldest first. */
  points?: readonly (number | null)[];
  /** The rows behind the figure. */
  href?: string;
};

const arrows = { up: ArrowUpRight, down: ArrowDownRight, same: ArrowRight } as const;

function StatBody({ label, value, unit, comparison, trend, points, href }: Stat) {
  const tone =
    trend?.good === undefined || trend.way === "same" ? "text-muted" : trend.good ? "text-good" : "text-danger";
  return (
    <>
      <p className="text-muted text-small">
        {href ? (
          <a href={href} className="underline-offset-4 after:absolute after:inset-0 group-hover:underline">
            {label}
          </a>
        ) : (
          label
        )}
      </p>
      <div className="mt-0.5 flex items-end gap-3">
        <p className="num min-w-0 flex-1 text-2xl leading-tight font-bold tracking-[-0.02em] sm:text-[1.75rem]">
          {value}
          {unit ? <span className="ml-1.5 font-medium text-muted text-sm tracking-normal">{unit}</span> : null}
        </p>
        {points && points.length > 1 ? <Sparkline points={points} className="mb-1 w-20 shrink-0" /> : null}
      </div>
      {comparison || trend ? (
        <p className="mt-0.5 flex items-start gap-1 text-muted text-small">
          {trend ? (
            <span className={cn("inline-flex shrink-0 pt-0.5", tone)}>
              <Icon as={arrows[trend.way]} size={16} />
              <span className="sr-only">{trend.label}</span>
            </span>
          ) : null}
          <span>{comparison}</span>
        </p>
      ) : null}
    </>
  );
}

/** One figure on its own card. */
export function StatCard({ className, ...stat }: Stat & { className?: string }) {
  return (
    <div
      className={cn(
        "group relative rounded border border-line bg-surface px-5 py-4.5 transition-colors",
        stat.href && "hover:border-line-strong",
        className,
      )}
    >
      <StatBody {...stat} />
    </div>
  );
}

/** Several figures that belong together, in one frame with hairlines between. */
export function StatGrid({
  stats,
  className,
  label,
}: {
  stats: readonly (Stat & { id: string })[];
  className?: string;
  label?: string;
}) {
  return (
    <ul
      aria-label={label}
      className={cn(
        "grid gap-px overflow-hidden rounded border border-line bg-line",
        stats.length % 3 === 0 && stats.length % 4 !== 0 ? "sm:grid-cols-3" : "sm:grid-cols-2 xl:grid-cols-4",
        className,
      )}
    >
      {stats.map(({ id, ...stat }) => (
        <li key={id} className="group relative bg-surface px-5 py-4.5 focus-within:z-1">
          <StatBody {...stat} />
        </li>
      ))}
    </ul>
  );
}
