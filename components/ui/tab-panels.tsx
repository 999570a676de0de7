"use client";
import { type KeyboardEvent, type ReactNode, useId, useState } from "react";
import { cn } from "@/lib/cn";

export type Panel = { id: string; label: ReactNode; content: ReactNode };

/** Tabs within a page, for a few panels that are all here already. When a panel has its own data, use TabNav. */
export function TabPanels({ panels, label, initial }: { panels: readonly Panel[]; label: string; initial?: string }) {
  const base = useId();
  const [open, setOpen] = useState(initial ?? panels[0]?.id);
  const move = (event: KeyboardEvent<HTMLDivElement>) => {
    const at = panels.findIndex((panel) => panel.id === open);
    const step = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: panels.length - 1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = panels.at(step % panels.length);
    if (!next) return;
    setOpen(next.id);
    document.getElementById(`${base}-${next.id}`)?.focus();
  };
  return (
    <div>
      <div
        role="tablist"
        aria-label={label}
        onKeyDown={move}
        className="mb-4 flex gap-1 overflow-x-auto border-line border-b [scrollbar-width:none]"
      >
        {panels.map((panel) => (
          <button
            key={panel.id}
            type="button"
            role="tab"
            id={`${base}-${panel.id}`}
            aria-selected={panel.id === open}
            aria-controls={`${base}-${panel.id}-panel`}
            tabIndex={panel.id === open ? 0 : -1}
            onClick={() => setOpen(panel.id)}
            className={cn(
              "-mb-px shrink-0 border-b-2 px-2.5 pt-2 pb-2.5 text-small -outline-offset-2!",
              panel.id === open
                ? "border-accent font-bold"
                : "border-transparent font-medium text-muted hover:text-ink",
            )}
          >
            {panel.label}
          </button>
        ))}
      </div>
      {panels.map((panel) => (
        <div
          key={panel.id}
          role="tabpanel"
          id={`${base}-${panel.id}-panel`}
          aria-labelledby={`${base}-${panel.id}`}
          hidden={panel.id !== open}
        >
          {panel.content}
        </div>
      ))}
    </div>
  );
}
