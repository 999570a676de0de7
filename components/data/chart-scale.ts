import type { Series, SeriesTone } from "@/lib/series";

/** Arithmetic of charts: round ticks, positions, labels that do not lie on each other. Pure. */

export type Scale = { least: number; most: number; ticks: number[] };

/** Three to six round ticks around the values; `zero` for bars, whose length is the value. */
export function scaleOf(
  values: readonly number[],
  { zero = false, most: ceiling }: { zero?: boolean; most?: number } = {},
): Scale {
  const known = values.filter(Number.isFinite);
  let least = known.length > 0 ? Math.min(...known) : 0;
  let most = known.length > 0 ? Math.max(...known) : 1;
  if (zero) {
    least = Math.min(0, least);
    most = Math.max(0, most);
  }
  if (ceiling !== undefined) most = Math.max(least, ceiling);
  // Apart by less than arithmetic can tell: drawn as equal.
  if (most - least <= Math.max(Math.abs(most), Math.abs(least), 1e-6) * 1e-9) {
    most = Math.max(most, least);
    most += Math.abs(most) > 1e-6 ? Math.abs(most) : 1;
    if (!zero && least > 0) least = 0;
  }
  const rough = (most - least) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough * 0.999) ?? 10) * power;
  const from = Math.floor(least / step + 1e-9) * step;
  const to = ceiling ?? Math.ceil(most / step - 1e-9) * step;
  const ticks: number[] = [];
  for (let tick = from; tick <= to + step * 1e-6; tick += step) ticks.push(Number(tick.toPrecision(12)));
  return { least: from, most: to, ticks };
}

/** Share of the height from the top, 0 to 1. */
export const fromTop = (value: number, { least, most }: Scale) => (most - value) / (most - least);

/** Moves labels apart so that each keeps `gap`, in order, within `0..height`. */
export function spread(positions: readonly number[], gap: number, height: number): number[] {
  const order = positions.map((at, index) => ({ at, index })).sort((a, b) => a.at - b.at);
  let floor = gap / 2;
  for (const label of order) {
    label.at = Math.max(label.at, floor);
    floor = label.at + gap;
  }
  let roof = height - gap / 2;
  for (const label of order.reverse()) {
    label.at = Math.min(label.at, roof);
    roof = label.at - gap;
  }
  const out: number[] = [];
  for (const { at, index } of order) out[index] = at;
  return out;
}

/** One or two series: the accent and a second colour. More: the six that are told apart, whatever the role's accent is. */
export const toneOf = (series: Series, at: number, count: number): SeriesTone =>
  series.tone ?? (count > 2 ? (((at % 6) + 1) as SeriesTone) : at === 0 ? "accent" : 2);

/** Whole class names, so that the stylesheet's builder finds them. */
export const stroke: Record<SeriesTone, string> = {
  accent: "stroke-accent",
  muted: "stroke-faint",
  1: "stroke-c1",
  2: "stroke-c2",
  3: "stroke-c3",
  4: "stroke-c4",
  5: "stroke-c5",
  6: "stroke-c6",
};
export const fill: Record<SeriesTone, string> = {
  accent: "fill-accent",
  muted: "fill-faint",
  1: "fill-c1",
  2: "fill-c2",
  3: "fill-c3",
  4: "fill-c4",
  5: "fill-c5",
  6: "fill-c6",
};

/** Lines are told apart in print and by those who see fewer colours. */
export const DASHES = [undefined, "7 4", "2 3.5", "10 4 2 4", "4 4", "1 3"] as const;

/** Which categories get a label, so that they do not run into each other. */
export function labelled(count: number, room: number): (at: number) => boolean {
  const every = Math.max(1, Math.ceil(count / room));
  return (at) => at % every === 0;
}
