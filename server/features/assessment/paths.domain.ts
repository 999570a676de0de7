/** An item with the ways drawn from it, to other items by their id; null where the engine goes on by its rule. */
export type PathNode = { id: string; right: string | null; wrong: string | null };
export const ways = ["right", "wrong"] as const;
export type Way = (typeof ways)[number];
/** A way of an item: where the editor points at. */
export type Edge = { from: string; way: Way };

export type PathProblem =
  /** Leads to an item that this assessment does not have. */
  | { kind: "unknown_item"; edge: Edge; to: string }
  /** One way is drawn and the other is not: who answers so falls off the path. */
  | { kind: "dead_end"; edge: Edge }
  /** Comes back to where it was: the items in the order of the walk, and the way that closes the ring. */
  | { kind: "cycle"; items: string[]; edge: Edge }
  /** No way leads here from the entry. */
  | { kind: "unreachable"; item: string };

/**
 * What is wrong with drawn paths; empty when they may be published. With an `entry` the attempt begins there and only
 * ways lead on; without one (null) the engine may begin at any item.
 */
export function pathProblems(nodes: readonly PathNode[], entry: string | null = null): PathProblem[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return [
    ...nodes.flatMap((node) => looseWays(node, byId)),
    ...cycles(nodes, byId),
    ...(entry === null ? [] : unreached(nodes, byId, entry)),
  ];
}

type Graph = ReadonlyMap<string, PathNode>;
const targets = (node: PathNode, graph: Graph) =>
  ways.flatMap((way) => {
    const to = graph.get(node[way] ?? "");
    return to ? [{ edge: { from: node.id, way }, to }] : [];
  });

function looseWays(node: PathNode, graph: Graph): PathProblem[] {
  const drawn = ways.filter((way) => node[way] !== null);
  return ways.flatMap((way): PathProblem[] => {
    const edge = { from: node.id, way };
    const to = node[way];
    if (to === null) return drawn.length === 1 ? [{ kind: "dead_end", edge }] : [];
    return graph.has(to) ? [] : [{ kind: "unknown_item", edge, to }];
  });
}

/** Depth first; a way back into the walk under way closes a ring. Each such way is told once. */
function cycles(nodes: readonly PathNode[], graph: Graph): PathProblem[] {
  const found: PathProblem[] = [];
  const done = new Set<string>();
  const walk: string[] = [];
  const visit = (node: PathNode) => {
    walk.push(node.id);
    for (const { edge, to } of targets(node, graph)) {
      const at = walk.indexOf(to.id);
      if (at >= 0) found.push({ kind: "cycle", items: walk.slice(at), edge });
      else if (!done.has(to.id)) visit(to);
    }
    walk.pop();
    done.add(node.id);
  };
  for (const node of nodes) if (!done.has(node.id)) visit(node);
  return found;
}

function unreached(nodes: readonly PathNode[], graph: Graph, entry: string): PathProblem[] {
  const reached = new Set<string>();
  const open = [graph.get(entry)];
  for (let node = open.pop(); node; node = open.pop()) {
    if (reached.has(node.id)) continue;
    reached.add(node.id);
    open.push(...targets(node, graph).map(({ to }) => to));
  }
  return nodes.filter(({ id }) => !reached.has(id)).map(({ id }) => ({ kind: "unreachable", item: id }));
}
