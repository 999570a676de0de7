"use client";
import { type KeyboardEvent, type ReactNode, useState } from "react";
import { openPalette } from "./palette-signal";
import { remember } from "./remember";

/** Makes the sidebar 64 px wide or 248 again, and remembers it. */
export function CollapseButton({
  narrow,
  labels,
  children,
}: {
  narrow: boolean;
  labels: { collapse: string; expand: string };
  children: ReactNode;
}) {
  const [isNarrow, setNarrow] = useState(narrow);
  const toggle = () => {
    const next = !isNarrow;
    setNarrow(next);
    document.getElementById("shell")?.toggleAttribute("data-narrow", next);
    remember("sidebar", next ? "narrow" : "wide");
  };
  const label = isNarrow ? labels.expand : labels.collapse;
  return (
    <button
      type="button"
      className="side-button side-collapse"
      aria-expanded={!isNarrow}
      aria-controls="shell-nav"
      title={label}
      aria-label={label}
      onClick={toggle}
    >
      {children}
    </button>
  );
}

/** Letters without case and accents, so that "Wanjikũ" is found by "wanjiku". */
const plain = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase();

/**
 * Finds in the menu: entries that do not match step aside, Enter goes to the first that does, and with none it hands the
 * words to the palette, which searches everything.
 */
export function MenuFind({ label, none, children }: { label: string; none: string; children: ReactNode }) {
  const [empty, setEmpty] = useState(false);
  const entries = () => [...document.querySelectorAll<HTMLElement>("#shell-nav [data-find]")];
  const filter = (text: string) => {
    const words = plain(text).split(/\s+/).filter(Boolean);
    let found = 0;
    for (const entry of entries()) {
      const fits = words.every((word) => plain(entry.dataset.find ?? "").includes(word));
      entry.hidden = !fits;
      if (fits) found += 1;
    }
    document.getElementById("shell-nav")?.toggleAttribute("data-finding", words.length > 0);
    setEmpty(found === 0);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const input = event.currentTarget;
    if (event.key === "Escape" && input.value) {
      event.preventDefault();
      input.value = "";
      filter("");
    }
    if (event.key !== "Enter" || !input.value.trim()) return;
    const first = entries().find((entry) => !entry.hidden);
    const query = input.value.trim();
    input.value = "";
    filter("");
    if (first) first.querySelector("a")?.click();
    else openPalette(query);
  };
  return (
    <search className="side-find">
      {children}
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        autoComplete="off"
        aria-controls="shell-nav"
        onInput={(event) => filter(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <p role="status">{empty ? none : ""}</p>
    </search>
  );
}
