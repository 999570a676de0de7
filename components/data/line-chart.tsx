import { cn } from "@/lib/cn";
import type { Series } from "@/lib/series";
import { ChartFrame, type ChartProps, spoken } from "./chart-frame";
import { DASHES, fill, fromTop, labelled, type Scale, scaleOf, spread, stroke, toneOf } from "./chart-scale";

const percent = (share: number) => `${(share * 100).toFixed(3)}%`;

/** Path in a 100 × 100 box that is stretched over the plot: the stroke does not stretch, the text is not in it. */
function linePath(one: Series, scale: Scale): string {
  const last = Math.max(1, one.points.length - 1);
  let path = "";
  let open = false;
  one.points.forEach(({ y }, at) => {
    if (y !== null)
      path += `${open ? "L" : "M"}${((at / last) * 100).toFixed(2)} ${(fromTop(y, scale) * 100).toFixed(2)}`;
    open = y !== null;
  });
  return path;
}

function bandPath(one: Series, scale: Scale): string | null {
  const band = one.points.flatMap((point, at) =>
    point.low === undefined || point.high === undefined ? [] : [{ at, low: point.low, high: point.high }],
  );
  if (band.length < 2) return null;
  const last = Math.max(1, one.points.length - 1);
  const spot = (at: number, y: number) => `${((at / last) * 100).toFixed(2)} ${(fromTop(y, scale) * 100).toFixed(2)}`;
  return `M${band.map((b) => spot(b.at, b.high)).join("L")}L${[...band]
    .reverse()
    .map((b) => spot(b.at, b.low))
    .join("L")}Z`;
}

/**
 * Lines drawn by the server: as wide as its place without a script, labels stand at the ends of their lines. Up to six.
 * A series whose points have `low` and `high` is drawn as a band to compare with.
 */
export function LineChart({
  height = 200,
  most,
  ...props
}: ChartProps & { /** Fixed top of the axis, e.g. 100 for percent. */ most?: number }) {
  const { series, value } = props;
  const scale = scaleOf(
    series.flatMap((one) =>
      one.points.flatMap((point) => [point.y, point.low ?? null, point.high ?? null].filter((y) => y !== null)),
    ),
    { most },
  );
  const categories = series[0]?.points ?? [];
  const last = Math.max(1, categories.length - 1);
  const shows = labelled(categories.length, 6);
  const showsNarrow = labelled(categories.length, 3);
  const ends = series.map((one) => {
    const point = one.points.findLast((p) => p.y !== null);
    return point?.y === null || point?.y === undefined ? 0 : fromTop(point.y, scale) * height;
  });
  const labelAt = spread(ends, 30, height);
  const several = series.length > 1;
  return (
    <ChartFrame {...props}>
      <div className="flex gap-2" role="img" aria-label={spoken(series, value)}>
        <div className="flex shrink-0 flex-col items-end" aria-hidden>
          {/* The widest label holds the place; the others are set upon it. */}
          <span className="invisible h-0 text-xs">{scale.ticks.map(value).sort((a, b) => b.length - a.length)[0]}</span>
          <svg width="1" height={height} className="block overflow-visible" aria-hidden>
            {scale.ticks.map((tick) => (
              <text
                key={tick}
                x="1"
                y={fromTop(tick, scale) * height}
                dy="0.35em"
                textAnchor="end"
                className="num fill-muted text-xs"
              >
                {value(tick)}
              </text>
            ))}
          </svg>
        </div>
        <div className="min-w-0 flex-1" aria-hidden>
          <svg width="100%" height={height} className="block overflow-visible" aria-hidden>
            {scale.ticks.map((tick) => (
              <line
                key={tick}
                x1="0"
                x2="100%"
                y1={fromTop(tick, scale) * height}
                y2={fromTop(tick, scale) * height}
                className="stroke-line"
              />
            ))}
            <svg
              aria-hidden
              viewBox="0 0 100 100"
              preserveAspectRatio="none"
              width="100%"
              height={height}
              overflow="visible"
            >
              {series.map((one, at) => {
                const band = bandPath(one, scale);
                return (
                  <g key={one.id}>
                    {band ? <path d={band} className={cn(fill[toneOf(one, at, series.length)], "opacity-15")} /> : null}
                    <path
                      d={linePath(one, scale)}
                      fill="none"
                      className={stroke[toneOf(one, at, series.length)]}
                      strokeWidth={at === 0 ? 2.25 : 1.75}
                      strokeDasharray={DASHES[at % DASHES.length]}
                      vectorEffect="non-scaling-stroke"
                      strokeLinejoin="round"
                      strokeLinecap="round"
                    />
                  </g>
                );
              })}
            </svg>
            {series.map((one, at) => {
              const place = one.points.findLastIndex((point) => point.y !== null);
              return place < 0 ? null : (
                <circle
                  key={one.id}
                  cx={percent(place / last)}
                  cy={ends[at]}
                  r={at === 0 ? 4 : 3}
                  className={fill[toneOf(one, at, series.length)]}
                />
              );
            })}
          </svg>
          <svg width="100%" height="22" className="block overflow-visible" aria-hidden>
            {categories.map((point, at) =>
              shows(at) ? (
                <text
                  key={point.x}
                  x={percent(at / last)}
                  y="17"
                  textAnchor={at === 0 ? "start" : at === last ? "end" : "middle"}
                  className={cn("fill-muted text-xs", !showsNarrow(at) && "@max-md:hidden")}
                >
                  {point.x}
                </text>
              ) : null,
            )}
          </svg>
        </div>
        <div className="shrink-0" aria-hidden>
          <span
            className={cn(
              "invisible block h-0 max-w-40 overflow-hidden whitespace-nowrap font-bold text-xs",
              several && "pl-4.5",
            )}
          >
            {several
              ? series.map((one) => one.label).sort((a, b) => b.length - a.length)[0]
              : value(series[0]?.points.findLast((p) => p.y !== null)?.y ?? 0)}
          </span>
          <svg width="1" height={height} className="block overflow-visible" aria-hidden>
            {series.map((one, at) => {
              const y = one.points.findLast((point) => point.y !== null)?.y;
              const spot = labelAt[at] ?? 0;
              const end = y === null || y === undefined ? "" : value(y);
              if (!several) {
                return (
                  <text key={one.id} y={spot} dy="0.35em" className="num fill-ink font-bold text-xs">
                    {end}
                  </text>
                );
              }
              // The piece of line beside each name keeps them together when names had to move apart.
              return (
                <g key={one.id} transform={`translate(0 ${spot})`}>
                  <line
                    x2="12"
                    y1="-5"
                    y2="-5"
                    className={stroke[toneOf(one, at, series.length)]}
                    strokeWidth={at === 0 ? 2.5 : 2}
                    strokeDasharray={DASHES[at % DASHES.length]}
                  />
                  <text x="17" y="-1" className={cn("fill-ink text-xs", at === 0 ? "font-bold" : "font-medium")}>
                    {one.label}
                  </text>
                  <text x="17" y="13" className="num fill-muted text-xs">
                    {end}
                  </text>
                </g>
              );
            })}
          </svg>
        </div>
      </div>
    </ChartFrame>
  );
}
