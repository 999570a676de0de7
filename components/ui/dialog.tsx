import type { ComponentProps, ReactNode } from "react";
import { cn } from "@/lib/cn";
import { Button, type ButtonLook } from "./button";
import { Cross } from "./drawn";
import { Icon } from "./icon";
import { NativeBehaviour } from "./native";

type Common = {
  id: string;
  title: ReactNode;
  description?: ReactNode;
  footer?: ReactNode;
  children?: ReactNode;
  /** The word for the cross, read by screen readers. */
  closeLabel: string;
  /** Pressing beside it does not close it: for forms in which something may be typed. */
  insistent?: boolean;
};

function Frame({ id, title, description, footer, children, closeLabel }: Common) {
  return (
    <>
      <div className="flex items-start gap-3 border-line border-b px-5 pt-4 pb-3.5">
        <div className="min-w-0 flex-1">
          <h2 id={`${id}-title`} className="text-lg">
            {title}
          </h2>
          {description ? (
            <p id={`${id}-description`} className="mt-0.5 text-muted text-small">
              {description}
            </p>
          ) : null}
        </div>
        <Button variant="ghost" size="icon-small" className="-mt-1 -mr-2" data-dialog-close aria-label={closeLabel}>
          <Icon as={Cross} />
        </Button>
      </div>
      {children ? <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-5 py-4">{children}</div> : null}
      {footer ? (
        <div className="flex flex-wrap justify-end gap-2 border-line border-t px-5 py-3.5">{footer}</div>
      ) : null}
      <NativeBehaviour />
    </>
  );
}

/** A native modal `<dialog>`, drawn by the server. Open it with DialogTrigger, or `openDialog(id)` from native.tsx. */
export function Dialog({ size, ...rest }: Common & { size?: "small" | "large" }) {
  return (
    <dialog
      id={rest.id}
      className="dialog"
      data-size={size}
      data-light={rest.insistent ? undefined : ""}
      aria-labelledby={`${rest.id}-title`}
      aria-describedby={rest.description ? `${rest.id}-description` : undefined}
    >
      <Frame {...rest} />
    </dialog>
  );
}

/** The same from the side: facts beside a story, the menu on a phone, filters. */
export function Drawer({ side, ...rest }: Common & { side?: "left" | "right" | "bottom" }) {
  return (
    <dialog
      id={rest.id}
      className="drawer"
      data-side={side}
      data-light={rest.insistent ? undefined : ""}
      aria-labelledby={`${rest.id}-title`}
      aria-describedby={rest.description ? `${rest.id}-description` : undefined}
    >
      <Frame {...rest} />
    </dialog>
  );
}

/** Opens a Dialog or Drawer by id; in browsers with invoker commands even before any script has arrived. */
export function DialogTrigger({ dialog, ...rest }: ComponentProps<"button"> & ButtonLook & { dialog: string }) {
  const invoker = { command: "show-modal", commandfor: dialog };
  return <Button aria-haspopup="dialog" data-dialog-open={dialog} {...invoker} {...rest} />;
}

/** Closes the dialog it stands in. */
export function DialogClose({ className, ...rest }: ComponentProps<"button"> & ButtonLook) {
  return <Button data-dialog-close className={cn(className)} {...rest} />;
}
