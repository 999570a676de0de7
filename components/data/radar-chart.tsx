import type { ReactNode } from "react";

export type Axis = {
  id: string;
  label: string;
  /** 0 to 100; null when nothing is known, which is drawn as a gap and not as zero. */
  value: number | null;
  /** Not enough to trust: drawn hollow. */
  hollow?: boolean;
};
type Ring = { at: number; label: string };

const size = 320;
const [middle, reach] = [size / 2, 104];
/** Beside the picture, for the labels. */
const margin = 48;

/** Where a value lies on an axis: the first axis points up, the others follow clockwise. */
export function pointOf(at: number, axes: number, value: number): [x: number, y: number] {
  const angle = (2 * Math.PI * at) / axes - Math.PI / 2;
  const length = (reach * Math.min(100, Math.max(0, value))) / 100;
  return [middle + length * Math.cos(angle), middle + length * Math.sin(angle)];
}
const written = ([x, y]: readonly [number, number]) => `${x.toFixed(1)},${y.toFixed(1)}`;

/** Labels in at most two lines, broken at the space nearest the middle. */
export function twoLines(label: string): string[] {
  if (label.length <= 14) return [label];
  const spaces = [...label.matchAll(/ /g)].map(({ index }) => index);
  const cut = spaces.reduce(
    (best, at) => (Math.abs(at - label.length / 2) < Math.abs(best - label.length / 2) ? at : best),
    -1,
  );
  return cut < 0 ? [label] : [label.slice(0, cut), label.slice(cut + 1)];
}

/**
 * Several values around a centre, for a fixed set of things that make up one whole. Known points are joined where their
 * neighbours are known too; the table beside it, given as `table`, says the same in figures.
 */
export function RadarChart({
  axes,
  rings,
  spoken,
  table,
}: {
  axes: readonly Axis[];
  rings: readonly Ring[];
  /** What the picture says, for those who hear it. */
  spoken: string;
  table: ReactNode;
}) {
  const count = axes.length;
  const ringOf = (at: number) => axes.map((_, n) => written(pointOf(n, count, at))).join(" ");
  const whole = axes.every(({ value }) => value !== null);
  return (
    <figure className="grid gap-4">
      <svg
        viewBox={`${-margin} 0 ${size + 2 * margin} ${size - 20}`}
        role="img"
        aria-label={spoken}
        className="mx-auto w-full max-w-112"
      >
        {rings.map(({ at, label }) => (
          <g key={label}>
            <polygon points={ringOf(at)} className="fill-none stroke-line" />
            <text x={middle + 4} y={pointOf(0, count, at)[1] + 4} className="fill-faint text-[9px]">
              {label}
            </text>
          </g>
        ))}
        <polygon points={ringOf(100)} className="fill-none stroke-line-strong" />
        {axes.map(({ id }, at) => {
          const [x, y] = pointOf(at, count, 100);
          return <line key={id} x1={middle} y1={middle} x2={x} y2={y} className="stroke-line" />;
        })}
        {whole ? (
          <polygon
            points={axes.map(({ value }, at) => written(pointOf(at, count, value ?? 0))).join(" ")}
            className="fill-accent/12 stroke-accent"
            strokeWidth="2"
            strokeLinejoin="round"
          />
        ) : (
          axes.map(({ id, value }, at) => {
            const next = axes[(at + 1) % count];
            if (value === null || next?.value == null) return null;
            const [[x1, y1], [x2, y2]] = [pointOf(at, count, value), pointOf((at + 1) % count, count, next.value)];
            return <line key={id} x1={x1} y1={y1} x2={x2} y2={y2} className="stroke-accent" strokeWidth="2" />;
          })
        )}
        {axes.map(({ id, label, value, hollow }, at) => {
          const [x, y] = pointOf(at, count, value ?? 0);
          const [lx, ly] = outside(at, count);
          const lines = twoLines(label);
          return (
            <g key={id}>
              {value === null ? null : (
                <circle
                  cx={x}
                  cy={y}
                  r="4.5"
                  className={hollow ? "fill-surface stroke-accent" : "fill-accent stroke-surface"}
                  strokeWidth="2"
                />
              )}
              <text
                x={lx}
                y={ly - (lines.length - 1) * 6}
                textAnchor={anchorOf(lx)}
                className="fill-muted text-[10.5px]"
              >
                {lines.map((line, n) => (
                  <tspan key={line} x={lx} dy={n === 0 ? 0 : 12}>
                    {line}
                  </tspan>
                ))}
              </text>
            </g>
          );
        })}
      </svg>
      {table}
    </figure>
  );
}

function outside(at: number, count: number): [number, number] {
  const [x, y] = pointOf(at, count, 100);
  return [middle + (x - middle) * 1.14, middle + (y - middle) * 1.16 + 4];
}
const anchorOf = (x: number) => (Math.abs(x - middle) < 12 ? "middle" : x > middle ? "start" : "end");
