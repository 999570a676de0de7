"use client";
import { usePathname } from "next/navigation";
import { type ReactNode, useEffect, useState } from "react";
import { trailOf } from "@/lib/nav";
import { useShellInfo } from "./shell-info";

/**
 * Where one is: section, entry, record. The record's name is the page's own heading, or what `data-crumb` on it says.
 * On a phone the way back stands alone, and on an entry's own page the school's mark does.
 */
export function Crumbs({ label, back, brand }: { label: string; back: string; brand: ReactNode }) {
  const info = useShellInfo();
  const path = usePathname();
  const [record, setRecord] = useState<{ path: string; title: string } | null>(null);
  const trail = trailOf(info?.pages ?? [], path, info?.home ?? "/");
  useEffect(() => {
    const main = document.getElementById("main");
    if (!trail.below || !main) return;
    const read = () => {
      const heading = main.querySelector<HTMLElement>("[data-crumb], h1");
      const title = (heading?.dataset.crumb || heading?.textContent || "").trim().slice(0, 80);
      setRecord((before) => (before?.path === path && before.title === title ? before : { path, title }));
    };
    read();
    // A page is drawn anew where it stands: its record renamed, or gone with the right to see it.
    const watch = new MutationObserver(read);
    watch.observe(main, { childList: true, subtree: true, characterData: true });
    return () => watch.disconnect();
  }, [path, trail.below]);
  const name = trail.below && record?.path === path ? record.title : null;
  const entry = trail.page;
  return (
    <>
      <div className="top-brand" data-hidden={trail.below && entry ? "" : undefined}>
        {brand}
      </div>
      <nav aria-label={label} className="crumbs" data-below={trail.below && entry ? "" : undefined}>
        <ol>
          {trail.section ? <li className="crumb-section">{trail.section}</li> : null}
          {entry ? (
            <li className="crumb-entry">
              {trail.below ? (
                <a href={entry.href} aria-label={back.replace("{page}", entry.label)}>
                  <span aria-hidden className="crumb-arrow">
                    ←
                  </span>
                  {entry.label}
                </a>
              ) : (
                <span aria-current="page">{entry.label}</span>
              )}
            </li>
          ) : null}
          {name ? (
            <li className="crumb-record">
              <span aria-current="page">{name}</span>
            </li>
          ) : null}
        </ol>
      </nav>
    </>
  );
}
