"use client";
import { Bar, BarChart, CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import type { Series, SeriesTone } from "@/lib/series";
import { DASHES, toneOf } from "./chart-scale";

const colour = (tone: SeriesTone) =>
  tone === "accent" ? "var(--accent)" : tone === "muted" ? "var(--faint)" : `var(--c${tone})`;
const text = { fill: "var(--muted)", fontSize: 12 };

/** Recharts over the same `Series[]`. Only ever loaded by chart-interactive.tsx. */
export default function Plot({
  series,
  label,
  kind,
  height,
  suffix,
}: {
  series: readonly Series[];
  label: string;
  kind: "line" | "bar";
  height: number;
  suffix: string;
}) {
  const rows = (series[0]?.points ?? []).map((point, at) =>
    Object.fromEntries([["x", point.x], ...series.map((one) => [one.id, one.points[at]?.y ?? null])]),
  );
  const Chart = kind === "line" ? LineChart : BarChart;
  return (
    <ResponsiveContainer width="100%" height={height}>
      <Chart data={rows} accessibilityLayer title={label} margin={{ top: 8, right: 12, bottom: 0, left: 0 }}>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis dataKey="x" tick={text} tickLine={false} axisLine={{ stroke: "var(--line-strong)" }} />
        <YAxis tick={text} tickLine={false} axisLine={false} width={44} unit={suffix} />
        <Tooltip
          cursor={{ stroke: "var(--line-strong)", fill: "var(--sunken)" }}
          contentStyle={{
            background: "var(--raised)",
            border: "1px solid var(--line)",
            borderRadius: 8,
            fontSize: 13,
            color: "var(--ink)",
            boxShadow: "var(--float)",
          }}
          formatter={(value) => `${value}${suffix}`}
          itemStyle={{ color: "var(--ink)", paddingBlock: 1 }}
          itemSorter={(item) => -Number(item.value)}
          isAnimationActive={false}
        />
        {series.map((one, at) =>
          kind === "line" ? (
            <Line
              key={one.id}
              dataKey={one.id}
              name={one.label}
              stroke={colour(toneOf(one, at, series.length))}
              strokeWidth={at === 0 ? 2.25 : 1.75}
              strokeDasharray={DASHES[at % DASHES.length]}
              dot={false}
              activeDot={{ r: 4 }}
              isAnimationActive={false}
            />
          ) : (
            <Bar
              key={one.id}
              dataKey={one.id}
              name={one.label}
              fill={colour(toneOf(one, at, series.length))}
              radius={[3, 3, 0, 0]}
              isAnimationActive={false}
            />
          ),
        )}
      </Chart>
    </ResponsiveContainer>
  );
}
