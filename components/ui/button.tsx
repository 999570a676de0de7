import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";
import { type Choice, variants } from "@/lib/variants";

const looks = {
  variant: {
    /** The one thing this page is for; at most one in sight. */
    main: "border-transparent bg-accent text-on-accent hover:not-disabled:bg-[color-mix(in_oklab,var(--accent)_88%,var(--ink))]",
    plain: "border-line-strong bg-surface text-ink hover:not-disabled:border-field hover:not-disabled:bg-sunken",
    quiet: "border-transparent text-accent hover:not-disabled:bg-accent-soft",
    ghost: "border-transparent text-muted hover:not-disabled:bg-sunken hover:not-disabled:text-ink",
    danger:
      "border-transparent bg-danger text-on-fill hover:not-disabled:bg-[color-mix(in_oklab,var(--danger)_88%,var(--ink))]",
  },
  size: {
    normal: "min-h-control px-4 py-1.5 text-[0.9375rem]",
    small: "min-h-control-small px-3 py-1 text-sm",
    icon: "size-control p-0 [&>svg]:size-5",
    "icon-small": "size-control-small p-0",
  },
};

export const buttonStyle = variants(
  "inline-flex shrink-0 select-none items-center justify-center gap-2 rounded-s border text-center font-semibold leading-tight transition-[background-color,border-color,opacity] disabled:opacity-55 aria-disabled:opacity-55 aria-busy:cursor-progress [&>svg]:size-4 [&>svg]:shrink-0",
  looks,
  { variant: "plain", size: "normal" },
);

export type ButtonLook = Choice<typeof looks>;

/** A real `<button>`; it does not submit unless `type="submit"` says so. `busy` keeps the label and tells screen readers. */
export function Button({
  variant,
  size,
  className,
  busy,
  type = "button",
  ...rest
}: ComponentProps<"button"> & ButtonLook & { busy?: boolean }) {
  return (
    <button
      type={type}
      className={cn(buttonStyle({ variant, size }), className)}
      aria-busy={busy || undefined}
      {...rest}
    />
  );
}

/** Looks like a button, is a link: for going somewhere. */
export function ButtonLink({ variant, size, className, ...rest }: ComponentProps<"a"> & ButtonLook) {
  return <a className={cn(buttonStyle({ variant, size }), className)} {...rest} />;
}
