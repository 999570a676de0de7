import type { ReactNode } from "react";
import { cn } from "@/lib/cn";

const widths = { 1: "lg:col-span-1", 2: "lg:col-span-2", 3: "lg:col-span-3", 4: "lg:col-span-4" } as const;
const heights = { 1: "", 2: "lg:row-span-2" } as const;

/** Tiles of unlike size for a working home: four columns on a desk, two on a tablet, one on a phone, in reading order. */
export function BentoGrid({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <div
      className={cn(
        "grid grid-cols-[minmax(0,1fr)] gap-4 sm:grid-cols-2 lg:grid-cols-4 lg:grid-flow-dense sm:gap-5",
        className,
      )}
    >
      {children}
    </div>
  );
}

/** One tile: what it is, how many, the way to all of them. */
export function BentoTile({
  title,
  note,
  link,
  width = 1,
  height = 1,
  children,
  className,
}: {
  title: ReactNode;
  note?: ReactNode;
  link?: { href: string; label: string };
  width?: 1 | 2 | 3 | 4;
  height?: 1 | 2;
  children: ReactNode;
  className?: string;
}) {
  return (
    <section
      className={cn(
        "flex min-w-0 flex-col rounded border border-line bg-surface",
        width > 1 && "sm:col-span-2",
        widths[width],
        heights[height],
        className,
      )}
    >
      <header className="flex items-baseline gap-2 px-4 pt-3.5 pb-2.5">
        <h2 className="min-w-0 truncate text-base">{title}</h2>
        {note ? <span className="num text-muted text-small">{note}</span> : null}
        {link ? (
          <a
            href={link.href}
            className="ml-auto shrink-0 font-semibold text-accent text-small underline-offset-4 hover:underline"
          >
            {link.label}
          </a>
        ) : null}
      </header>
      <div className="min-h-0 flex-1 px-4 pb-4">{children}</div>
    </section>
  );
}
