"use client";
import dynamic from "next/dynamic";
import { type ReactNode, useState } from "react";
import type { Series } from "@/lib/series";

const Plot = dynamic(() => import("./chart-plot"), { ssr: false });

/**
 * For working roles: the server's picture stands at once, and when a person reaches for it the same series become a chart
 * that answers to the pointer and the arrow keys. Nothing moves, because it takes the same place. `children` is the
 * picture: `<LineChart … live={(picture) => <InteractiveChart series={series} label={title}>{picture}</InteractiveChart>} />`.
 */
export function InteractiveChart({
  series,
  label,
  kind = "line",
  height = 222,
  suffix = "",
  children,
}: {
  series: readonly Series[];
  label: string;
  kind?: "line" | "bar";
  height?: number;
  /** Written after each value: "%". A function cannot travel to the browser. */
  suffix?: string;
  children: ReactNode;
}) {
  const [wanted, setWanted] = useState(false);
  const want = () => setWanted(true);
  return (
    <div onPointerEnter={want} onFocusCapture={want}>
      {wanted ? <Plot series={series} label={label} kind={kind} height={height} suffix={suffix} /> : children}
    </div>
  );
}
