import { cn } from "@/lib/cn";
import { ChartFrame, type ChartProps, spoken } from "./chart-frame";
import { fill, fromTop, labelled, scaleOf, toneOf } from "./chart-scale";

const percent = (share: number) => `${(share * 100).toFixed(3)}%`;

/**
 * Upright bars from zero, for periods. One series, or a few side by side. `mark` is the category the title speaks of: it
 * keeps the full colour, the others step back.
 */
export function BarChart({ height = 190, mark, most, ...props }: ChartProps & { mark?: string; most?: number }) {
  const { series, value } = props;
  const scale = scaleOf(
    series.flatMap((one) => one.points.flatMap((point) => (point.y === null ? [] : [point.y]))),
    { zero: true, most },
  );
  const categories = series[0]?.points ?? [];
  const count = Math.max(1, categories.length);
  const slot = 1 / count;
  const bar = (slot * 0.64) / Math.max(1, series.length);
  const zero = fromTop(0, scale) * height;
  const written = count * series.length <= 12;
  const shows = labelled(count, 8);
  const showsNarrow = labelled(count, 5);
  return (
    <ChartFrame {...props}>
      {series.length > 1 ? (
        <ul className="mb-3 flex flex-wrap gap-x-4 gap-y-1 text-muted text-xs">
          {series.map((one, at) => (
            <li key={one.id} className="inline-flex items-center gap-1.5">
              <svg width="10" height="10" aria-hidden>
                <rect width="10" height="10" rx="2" className={fill[toneOf(one, at, series.length)]} />
              </svg>
              {one.label}
            </li>
          ))}
        </ul>
      ) : null}
      <div role="img" aria-label={spoken(series, value)}>
        <svg width="100%" height={height + 16} className="block overflow-visible" aria-hidden>
          <g transform="translate(0 16)">
            {written
              ? null
              : scale.ticks.map((tick) => (
                  <g key={tick}>
                    <line
                      x1="0"
                      x2="100%"
                      y1={fromTop(tick, scale) * height}
                      y2={fromTop(tick, scale) * height}
                      className="stroke-line"
                    />
                    <text
                      x="100%"
                      y={fromTop(tick, scale) * height - 4}
                      textAnchor="end"
                      className="num fill-faint text-xs"
                    >
                      {value(tick)}
                    </text>
                  </g>
                ))}
            {series.flatMap((one, at) =>
              one.points.map((point, place) => {
                if (point.y === null) return null;
                const top = fromTop(Math.max(0, point.y), scale) * height;
                const size = Math.max(point.y === 0 ? 1.5 : 3, Math.abs(fromTop(point.y, scale) * height - zero));
                const x = slot * place + slot * 0.18 + bar * at;
                return (
                  <g key={`${one.id} ${point.x}`}>
                    <rect
                      x={percent(x)}
                      width={percent(bar * (series.length > 1 ? 0.92 : 1))}
                      y={point.y < 0 ? zero : Math.min(top, zero - size)}
                      height={size}
                      rx="3"
                      className={cn(
                        fill[toneOf(one, at, series.length)],
                        mark !== undefined && mark !== point.x && "opacity-35",
                      )}
                    />
                    {written ? (
                      <text
                        x={percent(x + bar / 2)}
                        y={point.y < 0 ? zero + size + 14 : Math.min(top, zero - size) - 5}
                        textAnchor="middle"
                        className={cn("num text-xs", mark === point.x ? "fill-ink font-bold" : "fill-muted")}
                      >
                        {value(point.y)}
                      </text>
                    ) : null}
                  </g>
                );
              }),
            )}
            <line x1="0" x2="100%" y1={zero} y2={zero} className="stroke-line-strong" />
          </g>
        </svg>
        <svg width="100%" height="22" className="block overflow-visible" aria-hidden>
          {categories.map((point, at) =>
            shows(at) ? (
              <text
                key={point.x}
                x={percent(slot * (at + 0.5))}
                y="17"
                textAnchor="middle"
                className={cn(
                  "text-xs",
                  mark === point.x ? "fill-ink font-semibold" : "fill-muted",
                  !showsNarrow(at) && "@max-md:hidden",
                )}
              >
                {point.x}
              </text>
            ) : null,
          )}
        </svg>
      </div>
    </ChartFrame>
  );
}

/** Lying bars for names: learning areas, teams, categories. Label and figure are text, so they wrap and are read aloud. */
export function BarList({ most, mark, ...props }: ChartProps & { most?: number; mark?: string }) {
  const { series, value } = props;
  const points = series[0]?.points ?? [];
  const top = most ?? Math.max(0, ...points.map((point) => point.y ?? 0));
  return (
    <ChartFrame {...props}>
      <ul className="grid gap-3">
        {points.map((point) => (
          <li key={point.x}>
            <div className="flex items-baseline gap-3 text-small">
              <span className={cn("min-w-0 flex-1", mark === point.x && "font-semibold")}>{point.x}</span>
              <span className="num shrink-0 font-semibold">{point.y === null ? "–" : value(point.y)}</span>
            </div>
            <svg width="100%" height="8" className="mt-1 block" aria-hidden>
              <rect width="100%" height="8" rx="4" className="fill-line/60" />
              <rect
                width={percent(top > 0 ? Math.min(1, (point.y ?? 0) / top) : 0)}
                height="8"
                rx="4"
                className={cn("fill-accent", mark !== undefined && mark !== point.x && "opacity-40")}
              />
            </svg>
          </li>
        ))}
      </ul>
    </ChartFrame>
  );
}
