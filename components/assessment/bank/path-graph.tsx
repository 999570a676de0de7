import { nodesOf } from "@/server/features/assessment/assessments.domain";
import { drawPaths, type Line, type Spot } from "@/server/features/assessment/paths.layout.domain";
import type { AssessmentWords } from "./assessment-view";

const box = { width: 168, height: 60, right: 64, below: 24 } as const;
const xOf = ({ column }: Spot) => column * (box.width + box.right);
const yOf = ({ row }: Spot) => row * (box.height + box.below);

/** The ways between questions as a drawing; the list beneath it says the same in words. */
export function PathGraph({ assessment, t }: AssessmentWords) {
  const drawing = drawPaths(nodesOf(assessment.items));
  if (drawing.spots.length === 0) return <p className="text-muted">{t("paths.none")}</p>;
  const width = drawing.columns * (box.width + box.right) - box.right;
  // Room below the last row, where a way passes that leaves a column out.
  const height = drawing.rows * (box.height + box.below);
  const places = new Map(assessment.items.map((item, at) => [item.id, { place: at + 1, title: item.question.title }]));
  return (
    <section
      className="overflow-x-auto rounded border border-line bg-surface p-4"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable without a pointer
      tabIndex={0}
      aria-label={t("paths.drawing")}
    >
      <svg
        role="img"
        aria-label={t("paths.drawn", { count: drawing.spots.length })}
        width={width}
        height={height}
        viewBox={`-1 -1 ${width + 2} ${height + 2}`}
      >
        <defs>
          {(["right", "wrong"] as const).map((way) => (
            <marker
              key={way}
              id={`end-${way}`}
              viewBox="0 0 8 8"
              refX="7"
              refY="4"
              markerWidth="8"
              markerHeight="8"
              orient="auto"
            >
              <path d="M0 0 L8 4 L0 8 Z" className={way === "right" ? "fill-good" : "fill-danger"} />
            </marker>
          ))}
        </defs>
        {drawing.lines.map((line) => (
          <Way key={`${line.from.id} ${line.way}`} line={line} word={t(`paths.${line.way}_short`)} />
        ))}
        {drawing.spots.map((spot) => {
          const { place, title } = places.get(spot.id) ?? { place: 0, title: "" };
          return (
            <g key={spot.id} transform={`translate(${xOf(spot)} ${yOf(spot)})`}>
              <rect width={box.width} height={box.height} rx="8" className="fill-sunken stroke-line-strong" />
              <text x="12" y="24" className="num fill-ink font-bold text-[0.8125rem]">
                {place}
              </text>
              <text x="12" y="44" className="fill-ink text-[0.75rem]">
                {title.length > 24 ? `${title.slice(0, 23)}…` : title}
              </text>
            </g>
          );
        })}
      </svg>
    </section>
  );
}

/** A way, told apart by line and word and not by colour alone. */
function Way({ line: { from, to, way }, word }: { line: Line; word: string }) {
  const [x1, x2] = [xOf(from) + box.width, xOf(to)];
  const y1 = yOf(from) + (way === "right" ? 20 : 40);
  const y2 = yOf(to) + (way === "right" ? 24 : 36);
  const bend = (x2 - x1) / 2;
  // A way that leaves a column out passes under the boxes, not behind them.
  const dip = to.column - from.column > 1 ? (box.height + box.below) * 0.8 : 0;
  const right = way === "right";
  return (
    <g>
      <path
        d={`M${x1} ${y1} C${x1 + bend} ${y1 + dip} ${x2 - bend} ${y2 + dip} ${x2} ${y2}`}
        fill="none"
        strokeWidth="2"
        strokeDasharray={right ? undefined : "5 4"}
        markerEnd={`url(#end-${way})`}
        className={right ? "stroke-good" : "stroke-danger"}
      />
      <text x={x1 + 6} y={y1 - 5} className="fill-muted text-[0.6875rem]">
        {word}
      </text>
    </g>
  );
}
