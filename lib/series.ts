/** What a chart draws: the server answers `Series[]`, every chart and its table read it. */
export type Point = {
  /** The category or period, as the reader sees it: "Mon", "Week 4", "Grade 6". */
  x: string;
  /** Null where nothing was measured: a gap, not a zero. */
  y: number | null;
  /** The range to compare with, drawn as a band behind the line. */
  low?: number;
  high?: number;
};
export type SeriesTone = 1 | 2 | 3 | 4 | 5 | 6 | "accent" | "muted";
export type Series = { id: string; label: string; points: readonly Point[]; tone?: SeriesTone };
