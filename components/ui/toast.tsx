"use client";
import { useEffect, useState } from "react";
import { cn } from "@/lib/cn";

export type ToastMessage = {
  title: string;
  text?: string;
  tone?: "good" | "danger" | "info";
  action?: { label: string; run: () => void };
  /** Milliseconds; a toast with an action or a danger stays until it is closed. */
  stays?: number;
};
type Shown = ToastMessage & { id: number };

const CHANNEL = "uhs:toast";

/** Says that something happened, from anywhere in the browser. What must be read belongs on the page, not in a toast. */
export function toast(message: ToastMessage): void {
  window.dispatchEvent(new CustomEvent(CHANNEL, { detail: message }));
}

const marks = { good: "bg-good-fill", danger: "bg-danger-fill", info: "bg-info-fill" } as const;
let counter = 0;

/** Stands once in the shell. */
export function Toaster({ label, closeLabel }: { label: string; closeLabel: string }) {
  const [shown, setShown] = useState<Shown[]>([]);
  useEffect(() => {
    const timers = new Set<number>();
    const add = (event: Event) => {
      const message = (event as CustomEvent<ToastMessage>).detail;
      counter += 1;
      const id = counter;
      setShown((now) => [...now.slice(-2), { ...message, id }]);
      if (message.action || message.tone === "danger") return;
      const timer = window.setTimeout(() => {
        timers.delete(timer);
        setShown((now) => now.filter((one) => one.id !== id));
      }, message.stays ?? 5000);
      timers.add(timer);
    };
    window.addEventListener(CHANNEL, add);
    return () => {
      window.removeEventListener(CHANNEL, add);
      for (const timer of timers) window.clearTimeout(timer);
    };
  }, []);
  const close = (id: number) => setShown((now) => now.filter((one) => one.id !== id));
  return (
    <section
      aria-label={label}
      aria-live="polite"
      className="pointer-events-none fixed inset-x-4 bottom-20 z-50 grid justify-items-center gap-2 lg:bottom-6"
    >
      {shown.map((one) => (
        <div
          key={one.id}
          role={one.tone === "danger" ? "alert" : "status"}
          className="pointer-events-auto flex w-full max-w-md animate-[rise_160ms_ease-out] items-start gap-3 rounded border border-line bg-raised px-4 py-3 text-sm shadow-float"
        >
          <span aria-hidden className={cn("mt-1.5 size-2 shrink-0 rounded-full", marks[one.tone ?? "good"])} />
          <div className="min-w-0 flex-1">
            <p className="font-semibold">{one.title}</p>
            {one.text ? <p className="text-muted">{one.text}</p> : null}
          </div>
          {one.action ? (
            <button
              type="button"
              className="font-semibold text-accent underline-offset-4 hover:underline"
              onClick={() => {
                one.action?.run();
                close(one.id);
              }}
            >
              {one.action.label}
            </button>
          ) : null}
          <button
            type="button"
            aria-label={closeLabel}
            className="-my-1 -mr-1.5 grid size-7 place-items-center rounded-s text-muted hover:bg-sunken"
            onClick={() => close(one.id)}
          >
            <svg
              viewBox="0 0 16 16"
              width="14"
              height="14"
              fill="none"
              stroke="currentColor"
              strokeWidth="1.5"
              strokeLinecap="round"
              aria-hidden
            >
              <path d="m3 3 10 10M13 3 3 13" />
            </svg>
          </button>
        </div>
      ))}
    </section>
  );
}
