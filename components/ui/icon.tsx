import type { ComponentType, SVGProps } from "react";

export type IconType = ComponentType<SVGProps<SVGSVGElement> & { size?: number | string }>;

/** A Lucide icon at the school's stroke, hidden from screen readers: the words beside it speak. */
export function Icon({ as: Drawing, size = 20, className }: { as: IconType; size?: 16 | 20 | 24; className?: string }) {
  return <Drawing size={size} strokeWidth={1.5} aria-hidden focusable={false} className={className} />;
}
