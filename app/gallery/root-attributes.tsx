"use client";
import { useLayoutEffect } from "react";

/** The gallery is seen as somebody else than the reader: what the root layout took from the person is set over. */
export function RootAttributes({
  lang,
  role,
  theme,
  density,
}: {
  lang: string;
  role: string;
  theme: string;
  density: string;
}) {
  useLayoutEffect(() => {
    const { documentElement: root } = document;
    root.lang = lang;
    Object.assign(root.dataset, { role, theme, density });
  }, [lang, role, theme, density]);
  return null;
}
