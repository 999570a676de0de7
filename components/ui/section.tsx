import type { ReactNode } from "react";
import { cn } from "@/lib/cn";

/** A part of a page: heading, a word beside it, and at most one way onwards. */
export function Section({
  title,
  note,
  link,
  id,
  children,
  className,
}: {
  title: ReactNode;
  note?: ReactNode;
  link?: { href: string; label: string } | null;
  id?: string;
  children: ReactNode;
  className?: string;
}) {
  return (
    <section className={cn("min-w-0", className)} aria-labelledby={id}>
      <div className="mb-3 flex flex-wrap items-baseline gap-x-2.5 gap-y-0.5">
        <h2 id={id} className="text-xl">
          {title}
        </h2>
        {note ? <span className="text-muted text-small">{note}</span> : null}
        {link ? (
          <a href={link.href} className="ml-auto font-semibold text-accent text-sm underline-offset-4 hover:underline">
            {link.label}
          </a>
        ) : null}
      </div>
      {children}
    </section>
  );
}
