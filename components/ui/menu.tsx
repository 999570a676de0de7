import type { ComponentProps, ReactNode } from "react";
import { Button, type ButtonLook } from "./button";
import { Icon, type IconType } from "./icon";
import { NativeBehaviour } from "./native";

/** The button of a Menu or Popover. */
export function MenuTrigger({
  menu,
  kind = "menu",
  ...rest
}: ComponentProps<"button"> & ButtonLook & { menu: string; kind?: "menu" | "dialog" }) {
  return <Button popoverTarget={menu} aria-haspopup={kind} aria-expanded={false} {...rest} />;
}

/** A native popover with menu items: arrow keys, first letters, Escape and pressing beside it work. */
export function Menu({
  id,
  label,
  align,
  children,
}: {
  id: string;
  label: string;
  align?: "start" | "end";
  children: ReactNode;
}) {
  return (
    <div id={id} popover="auto" role="menu" aria-label={label} data-align={align} className="menu">
      {children}
      <NativeBehaviour />
    </div>
  );
}

/** A native popover with anything in it: a filter's form, a short explanation. */
export function Popover({
  id,
  label,
  align,
  children,
  className,
}: {
  id: string;
  label: string;
  align?: "start" | "end";
  children: ReactNode;
  className?: string;
}) {
  return (
    <div id={id} popover="auto" role="dialog" aria-label={label} data-align={align} className="menu">
      <div className={className ?? "p-2.5"}>{children}</div>
      <NativeBehaviour />
    </div>
  );
}

type ItemLook = { icon?: IconType; danger?: boolean; hint?: ReactNode };

/** An act. */
export function MenuItem({ icon, danger, hint, children, ...rest }: ComponentProps<"button"> & ItemLook) {
  return (
    <button
      type="button"
      role="menuitem"
      tabIndex={-1}
      className="menu-item"
      data-danger={danger ? "" : undefined}
      {...rest}
    >
      {icon ? <Icon as={icon} size={16} /> : null}
      <span className="min-w-0 flex-1">{children}</span>
      {hint ? <span className="text-faint text-xs">{hint}</span> : null}
    </button>
  );
}

/** A way to another page. */
export function MenuLink({ icon, danger, hint, children, ...rest }: ComponentProps<"a"> & ItemLook) {
  return (
    <a role="menuitem" tabIndex={-1} className="menu-item" data-danger={danger ? "" : undefined} {...rest}>
      {icon ? <Icon as={icon} size={16} /> : null}
      <span className="min-w-0 flex-1">{children}</span>
      {hint ? <span className="text-faint text-xs">{hint}</span> : null}
    </a>
  );
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <div className="px-2.5 pt-2 pb-1 font-semibold text-faint text-xs">{children}</div>;
}

export function MenuSeparator() {
  return <hr className="-mx-[5px] my-[5px] border-line" />;
}
