import type { ReactNode } from "react";
import { cn } from "@/lib/cn";
import type { Tone } from "./badge";
import { Icon, type IconType } from "./icon";

const tile = {
  good: "bg-good-soft text-good",
  warn: "bg-warn-soft text-warn",
  danger: "bg-danger-soft text-danger",
  info: "bg-info-soft text-info",
  off: "bg-sunken text-muted",
  accent: "bg-accent-soft text-accent",
} satisfies Record<Tone, string>;

/** A list in a card, hairlines between: what needs a decision, what is new, what is connected. */
export function ItemList({ children, className, label }: { children: ReactNode; className?: string; label?: string }) {
  return (
    <ul
      data-items=""
      aria-label={label}
      className={cn("divide-y divide-line rounded border border-line bg-surface", className)}
    >
      {children}
    </ul>
  );
}

/** One line of an ItemList: a picture of the kind, what it is, why it is here, and the thing to do. */
export function Item({
  icon,
  tone = "off",
  picture,
  title,
  text,
  action,
  aside,
}: {
  icon?: IconType;
  tone?: Tone;
  /** In place of the icon: an Avatar. */
  picture?: ReactNode;
  title: ReactNode;
  text?: ReactNode;
  action?: ReactNode;
  /** A word at the end of the title's line: a time, a state. */
  aside?: ReactNode;
}) {
  return (
    <li className="flex flex-wrap items-center gap-x-3.5 gap-y-2.5 px-4 py-3.5 sm:flex-nowrap">
      {icon ? (
        <span className={cn("grid size-10 shrink-0 place-items-center self-start rounded", tile[tone])}>
          <Icon as={icon} />
        </span>
      ) : (
        picture
      )}
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-baseline gap-x-3">
          <span className="min-w-0 font-semibold">{title}</span>
          {aside ? <span className="ml-auto text-muted text-small">{aside}</span> : null}
        </div>
        {text ? <div className="text-muted text-small">{text}</div> : null}
      </div>
      {action ? (
        <div className={cn("flex shrink-0 flex-wrap gap-2 max-sm:w-full", (icon || picture) && "max-sm:pl-13.5")}>
          {action}
        </div>
      ) : null}
    </li>
  );
}
