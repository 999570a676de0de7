"use client";
import { type ReactNode, useState } from "react";
import { remember } from "./remember";

/** Which sections are folded, as this page knows it; sent whole, so that two quick presses do not lose one another. */
let folded: Set<string> | null = null;

/** A part of the menu under small caps; folding it is remembered on the server. In the narrow menu all parts stand open. */
export function NavSection({
  id,
  label,
  title,
  closed,
  allClosed,
  children,
}: {
  id: string;
  label: string;
  title: string;
  closed: boolean;
  allClosed: readonly string[];
  children: ReactNode;
}) {
  const [open, setOpen] = useState(!closed);
  const toggle = () => {
    const next = !open;
    setOpen(next);
    folded ??= new Set(allClosed);
    if (next) folded.delete(id);
    else folded.add(id);
    remember("closedSections", [...folded]);
  };
  return (
    <section className="nav-section" data-open={open ? "" : undefined}>
      <h2>
        <button
          type="button"
          className="nav-heading"
          aria-expanded={open}
          aria-controls={`nav-${id}`}
          title={title}
          onClick={toggle}
        >
          {label}
          <svg
            viewBox="0 0 16 16"
            width="12"
            height="12"
            fill="none"
            stroke="currentColor"
            strokeWidth="1.5"
            aria-hidden
          >
            <path d="m4 6 4 4 4-4" />
          </svg>
        </button>
      </h2>
      <ul id={`nav-${id}`}>{children}</ul>
    </section>
  );
}
