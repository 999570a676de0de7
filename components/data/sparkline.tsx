import { cn } from "@/lib/cn";
import { fromTop, scaleOf } from "./chart-scale";

/** The shape of a figure's last periods; the figure beside it says the number. */
export function Sparkline({ points, className }: { points: readonly (number | null)[]; className?: string }) {
  const scale = scaleOf(points.filter((point) => point !== null));
  const at = (point: number, place: number) =>
    `${((place / (points.length - 1)) * 100).toFixed(1)} ${(2 + fromTop(point, scale) * 24).toFixed(1)}`;
  let path = "";
  let open = false;
  points.forEach((point, place) => {
    if (point !== null) path += `${open ? "L" : "M"}${at(point, place)}`;
    open = point !== null;
  });
  return (
    <svg viewBox="0 0 100 28" preserveAspectRatio="none" aria-hidden className={cn("h-7 overflow-visible", className)}>
      <path
        d={path}
        fill="none"
        className="stroke-accent"
        strokeWidth="1.75"
        vectorEffect="non-scaling-stroke"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
    </svg>
  );
}
