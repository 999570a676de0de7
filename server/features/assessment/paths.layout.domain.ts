import { type PathNode, type Way, ways } from "./paths.domain";

/** Where an item stands in the drawing: in columns from where a path begins, in rows within a column. */
export type Spot = { id: string; column: number; row: number };
export type Line = { from: Spot; to: Spot; way: Way };
export type PathDrawing = {
  spots: Spot[];
  lines: Line[];
  columns: number;
  rows: number;
  /** Items no way leads from or to: the rule chooses among them. */
  loose: string[];
};

/**
 * The drawing of whole paths: each item one column right of the furthest item that leads to it, so that every line goes
 * forward. Paths with rings are refused before they are kept, so that this always ends.
 */
export function drawPaths(nodes: readonly PathNode[]): PathDrawing {
  const reached = new Set(nodes.flatMap(({ right, wrong }) => [right, wrong]));
  const drawn = nodes.filter(({ id, right, wrong }) => right || wrong || reached.has(id));
  const columns = columnsOf(drawn);
  const filled = new Map<number, number>();
  const spots = drawn.map(({ id }) => {
    const column = columns.get(id) ?? 0;
    const row = filled.get(column) ?? 0;
    filled.set(column, row + 1);
    return { id, column, row };
  });
  const byId = new Map(spots.map((spot) => [spot.id, spot]));
  const lines = drawn.flatMap((node) =>
    ways.flatMap((way) => {
      const [from, to] = [byId.get(node.id), byId.get(node[way] ?? "")];
      return from && to ? [{ from, to, way }] : [];
    }),
  );
  return {
    spots,
    lines,
    columns: filled.size,
    rows: Math.max(0, ...filled.values()),
    loose: nodes.filter((node) => !drawn.includes(node)).map(({ id }) => id),
  };
}

/** The longest walk to each item, by going over all ways as often as there are items at most. */
function columnsOf(nodes: readonly PathNode[]): Map<string, number> {
  const columns = new Map(nodes.map(({ id }) => [id, 0]));
  for (let round = 0, moved = true; moved && round < nodes.length; round++) {
    moved = false;
    for (const node of nodes)
      for (const way of ways) {
        const to = node[way];
        const next = (columns.get(node.id) ?? 0) + 1;
        if (to && (columns.get(to) ?? next) < next) {
          columns.set(to, next);
          moved = true;
        }
      }
  }
  return columns;
}
