import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type PathNode, type PathProblem, pathProblems } from "./paths.domain";

/** "a:b/c": from a, right leads to b and wrong to c; "-" is no way. */
const graph = (text: string): PathNode[] =>
  text.split(" ").map((part) => {
    const [id = "", drawn = "-/-"] = part.split(":");
    const [right = "-", wrong = "-"] = drawn.split("/");
    return { id, right: right === "-" ? null : right, wrong: wrong === "-" ? null : wrong };
  });
const said = (problem: PathProblem) => {
  if (problem.kind === "unreachable") return `unreachable ${problem.item}`;
  const where = `${problem.kind} ${problem.edge.from}.${problem.edge.way}`;
  if (problem.kind === "cycle") return `${where} ${problem.items.join(">")}`;
  return problem.kind === "unknown_item" ? `${where} ${problem.to}` : where;
};
const problems = (text: string, entry: string | null = null) => pathProblems(graph(text), entry).map(said);

describe("drawn paths", () => {
  it.each<[string, string, string | null, string[]]>([
    ["nothing drawn", "a b c", null, []],
    ["both ways from one item", "a:b/c b c", "a", []],
    ["two ways that meet again", "a:b/c b:d/d c:d/d d", "a", []],
    ["a way to itself", "a:a/b b", null, ["cycle a.right a"]],
    ["a ring of three", "a:b/d b:c/d c:a/d d", null, ["cycle c.right a>b>c"]],
    ["a ring behind a lead-in names the ring alone", "a:b/d b:c/d c:b/d d", null, ["cycle c.right b>c"]],
    ["two rings through one item", "a:b/c b:a/d c:a/d d", null, ["cycle b.right a>b", "cycle c.right a>c"]],
    ["one way without the other", "a:b/- b", null, ["dead_end a.wrong"]],
    ["the other way without the one", "a:-/b b", null, ["dead_end a.right"]],
    ["an item that is not there", "a:b/x b", null, ["unknown_item a.wrong x"]],
    ["an item no way leads to", "a:b/b b c", "a", ["unreachable c"]],
    ["an entry that is not there", "a b", "x", ["unreachable a", "unreachable b"]],
    [
      "everything at once, in the order of the items",
      "a:x/- b:b/c c",
      "a",
      ["unknown_item a.right x", "dead_end a.wrong", "cycle b.right b", "unreachable b", "unreachable c"],
    ],
  ])("%s", (_, text, entry, expected) => expect(problems(text, entry)).toEqual(expected));

  /** Ways lead only to later items, so that no ring can be. */
  const anyPaths = fc.integer({ min: 2, max: 30 }).chain((size) =>
    fc.array(fc.tuple(fc.nat(), fc.nat(), fc.boolean()), { minLength: size, maxLength: size }).map((rows) =>
      rows.map(([right, wrong, drawn], at): PathNode => {
        const later = size - 1 - at;
        const to = (pick: number) => (drawn && later > 0 ? `${at + 1 + (pick % later)}` : null);
        return { id: `${at}`, right: to(right), wrong: to(wrong) };
      }),
    ),
  );

  it("that only lead on are accepted", () => {
    fc.assert(
      fc.property(anyPaths, (nodes) => {
        expect(pathProblems(nodes)).toEqual([]);
      }),
    );
  });

  it("are refused as soon as one way leads back", () => {
    fc.assert(
      fc.property(anyPaths, fc.nat(), (nodes, pick) => {
        const edges = nodes.flatMap(({ id, right }) => (right === null ? [] : [{ from: id, to: right }]));
        const edge = edges[pick % Math.max(1, edges.length)];
        if (!edge) return;
        const back = nodes.map((node) =>
          node.id === edge.to ? { id: node.id, right: edge.from, wrong: edge.from } : node,
        );
        expect(pathProblems(back).map(({ kind }) => kind)).toContain("cycle");
      }),
    );
  });
});
