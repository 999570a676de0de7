"use client";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { cn } from "@/lib/cn";
import type { BadgeKey } from "@/lib/nav";
import { useCounter } from "./counters";

/**
 * A menu entry that knows whether one is there. `rivals` are entries below this one: on their pages they are the current
 * one, not this. A record below an entry marks the entry as current without being its page.
 */
export function NavLink({
  href,
  exact,
  rivals,
  className,
  children,
  tip,
}: {
  href: string;
  exact?: boolean;
  rivals?: readonly string[];
  className: string;
  children: ReactNode;
  tip?: string;
}) {
  const path = usePathname();
  const below =
    !exact && path.startsWith(`${href}/`) && !rivals?.some((rival) => path === rival || path.startsWith(`${rival}/`));
  return (
    <a
      href={href}
      title={tip}
      className={cn(className)}
      aria-current={path === href ? "page" : below ? "true" : undefined}
    >
      {children}
    </a>
  );
}

/** A live count; nothing at zero. `label` is what is counted, for screen readers. */
export function NavCount({
  badge,
  initial,
  hot,
  label,
  className,
}: {
  badge: BadgeKey;
  initial: number;
  hot?: boolean;
  label: string;
  className?: string;
}) {
  const count = useCounter(badge, initial);
  if (count === 0) return null;
  return (
    <span className={cn("nav-count", className)} data-hot={hot ? "" : undefined}>
      <span className="num">{count > 99 ? "99+" : count}</span>
      <span className="sr-only"> {label}</span>
    </span>
  );
}
