"use client";
import { type ComponentType, type ReactNode, useEffect, useState } from "react";
import type { PaletteLabels } from "./palette";
import { onPalette, openPalette } from "./palette-signal";
import { useShellInfo } from "./shell-info";

type PaletteProps = {
  query: string;
  opened: number;
  labels: PaletteLabels;
  pages: readonly { href: string; label: string; section: string; words?: string }[];
};

/** The door to the palette: a field-like button and Ctrl+K (or ⌘K). Its code arrives the first time it is asked for. */
export function PaletteButton({ labels, children }: { labels: PaletteLabels; children: ReactNode }) {
  const info = useShellInfo();
  const [Palette, setPalette] = useState<ComponentType<PaletteProps> | null>(null);
  const [asked, setAsked] = useState({ query: "", opened: 0 });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey)
        return;
      event.preventDefault();
      openPalette();
    };
    document.addEventListener("keydown", onKeyDown);
    const off = onPalette((query) => {
      setAsked((before) => ({ query, opened: before.opened + 1 }));
      import("./palette").then((loaded) => setPalette(() => loaded.Palette)).catch(() => location.reload());
    });
    return () => {
      document.removeEventListener("keydown", onKeyDown);
      off();
    };
  }, []);
  return (
    <>
      <button
        type="button"
        className="top-find"
        aria-haspopup="dialog"
        aria-keyshortcuts="Control+K"
        onClick={() => openPalette()}
      >
        {children}
      </button>
      {Palette ? <Palette {...asked} labels={labels} pages={info?.pages ?? []} /> : null}
    </>
  );
}
