"use client";
import { openPalette } from "./palette-signal";

/** Opens the palette from inside a page. */
export function SearchButton({ className, label }: { className: string; label: string }) {
  return (
    <button type="button" className={className} onClick={() => openPalette()}>
      {label}
    </button>
  );
}
