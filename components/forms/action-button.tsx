"use client";
import { useRouter } from "next/navigation";
import { type FormEvent, type ReactNode, useId, useRef, useState } from "react";
import { Button, type ButtonLook } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";

/**
 * One act on a page: "Sign out everywhere", "Mark all as read". With `confirm` it is asked first, saying what will be
 * lost; with `confirm.name` that name must be typed, for what cannot be undone.
 */
export function ActionButton({
  procedure,
  input = {},
  children,
  confirm,
  done,
  href,
  failed,
  variant,
  size,
  className,
}: ButtonLook & {
  procedure: string;
  input?: Record<string, unknown>;
  children: ReactNode;
  confirm?: { title: string; text: string; action: string; cancel: string; name?: { label: string; value: string } };
  /** Said in a toast when it worked. */
  done?: string;
  /** Where to go afterwards; without it the page is drawn again. */
  href?: string;
  /** Title of the toast when it did not. */
  failed: string;
  className?: string;
}) {
  const router = useRouter();
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  const [busy, setBusy] = useState(false);
  const [typed, setTyped] = useState("");
  const act = async () => {
    setBusy(true);
    const [{ call, CallError }, { quotable }] = await Promise.all([import("@/lib/call"), import("@/lib/quotable")]);
    try {
      await call(procedure, input);
      if (done) toast({ title: done });
      if (href) router.push(href);
      else router.refresh();
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      toast({ tone: "danger", title: failed, text: [error.message, quotable(error)].filter(Boolean).join(" · ") });
    } finally {
      setBusy(false);
    }
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    dialog.current?.close();
    void act();
  };
  const matches = !confirm?.name || typed.trim() === confirm.name.value;
  return (
    <>
      <Button
        variant={variant}
        size={size}
        className={className}
        busy={busy}
        disabled={busy}
        onClick={() => (confirm ? dialog.current?.showModal() : void act())}
      >
        {children}
      </Button>
      {confirm ? (
        <dialog
          ref={dialog}
          className="dialog"
          data-size="small"
          data-light=""
          aria-labelledby={`${id}-t`}
          aria-describedby={`${id}-d`}
          onClose={() => setTyped("")}
        >
          <form method="dialog" onSubmit={onSubmit} className="grid gap-4 p-5">
            <div className="grid gap-1.5">
              <h2 id={`${id}-t`} className="text-lg">
                {confirm.title}
              </h2>
              <p id={`${id}-d`} className="text-muted text-small">
                {confirm.text}
              </p>
            </div>
            {confirm.name ? (
              <label className="grid gap-1.5">
                <span className="font-semibold text-small">{confirm.name.label}</span>
                <input
                  className="control"
                  value={typed}
                  onChange={(event) => setTyped(event.target.value)}
                  autoComplete="off"
                />
              </label>
            ) : null}
            <div className="flex flex-wrap justify-end gap-2">
              <Button onClick={() => dialog.current?.close()}>{confirm.cancel}</Button>
              <Button type="submit" variant={variant === "danger" ? "danger" : "main"} disabled={!matches}>
                {confirm.action}
              </Button>
            </div>
          </form>
        </dialog>
      ) : null}
    </>
  );
}
