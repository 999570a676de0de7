import { type PathNode, type PathProblem, pathProblems } from "./paths.domain";

/** East Africa keeps one time all year. */
const offset = "+03:00";
const ahead = 3 * 3_600_000;

/** The moment of a day and time on the school's clock; null without a day. */
export const schoolMoment = (day: string | null, time: string): Date | null =>
  day === null ? null : new Date(`${day}T${time}:00${offset}`);

/** Day and time on the school's clock; the time of an empty moment is what a form offers. */
export function schoolClock(moment: Date | null, otherwise: string): { day: string | null; time: string } {
  if (!moment) return { day: null, time: otherwise };
  const [day = null, time = ""] = new Date(moment.getTime() + ahead).toISOString().split("T");
  return { day, time: time.slice(0, 5) };
}

/** An item with its ways, in its place. */
export type PlacedItem = { id: string; rightItemId: string | null; wrongItemId: string | null };
export const nodesOf = (items: readonly PlacedItem[]): PathNode[] =>
  items.map(({ id, rightItemId, wrongItemId }) => ({ id, right: rightItemId, wrong: wrongItemId }));

/** What is wrong with a path, beside the field that says so: the message's key, with the place it is about. */
export type PathFlaw = { itemId: string; field: "rightItemId" | "wrongItemId"; message: string };

/** Faults of the drawn paths by the fields of the form that draws them; empty when they may stand. */
export function pathFlaws(items: readonly PlacedItem[]): PathFlaw[] {
  const place = new Map(items.map(({ id }, at) => [id, at + 1]));
  return pathProblems(nodesOf(items)).flatMap((problem): PathFlaw[] => {
    if (problem.kind === "unreachable") return [];
    const { from, way } = problem.edge;
    return [{ itemId: from, field: way === "right" ? "rightItemId" : "wrongItemId", message: said(problem, place) }];
  });
}

function said(problem: Exclude<PathProblem, { kind: "unreachable" }>, place: ReadonlyMap<string, number>): string {
  if (problem.kind === "cycle") return `field.path_cycle|${place.get(problem.items[0] ?? "") ?? 0}`;
  return problem.kind === "dead_end" ? "field.path_dead_end" : "field.choice";
}

/** Why an assessment cannot be published; null when it can. Also a message key below `errors.assessment.`. */
export function unready(assessment: { mode: "FIXED" | "ADAPTIVE"; items: readonly PlacedItem[] }) {
  if (assessment.items.length === 0) return "empty" as const;
  return assessment.mode === "ADAPTIVE" && pathFlaws(assessment.items).length > 0 ? ("broken_path" as const) : null;
}
