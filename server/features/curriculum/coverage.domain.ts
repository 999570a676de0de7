import type { Cell, Covered, Gap, Stage } from "./coverage.schema";

type Counts = Pick<Covered, "lessons" | "completions" | "answers">;

/** A lesson plans it, a child has finished such a lesson, somebody has answered a question about it. */
export const reachedStage: Record<Stage, (counts: Counts) => boolean> = {
  planned: ({ lessons }) => lessons > 0,
  taught: ({ completions }) => completions > 0,
  assessed: ({ answers }) => answers > 0,
};

/** What is missing, if anything: a competency nobody plans, or the debt of one that was taught and never assessed. */
export function gapOf(counts: Counts): Gap | null {
  if (!reachedStage.planned(counts)) return "unplanned";
  return reachedStage.taught(counts) && !reachedStage.assessed(counts) ? "debt" : null;
}

/** Share of a cell at a stage, 0 to 100 whole; null for a grade that does not have the area. */
export const shareOf = (cell: Cell | undefined, stage: Stage): number | null =>
  cell && cell.all > 0 ? Math.round((100 * cell[stage]) / cell.all) : null;
