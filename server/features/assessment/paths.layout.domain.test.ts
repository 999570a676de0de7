import { expect, test } from "vitest";
import { drawPaths } from "./paths.layout.domain";

const node = (id: string, right: string | null = null, wrong: string | null = null) => ({ id, right, wrong });

test("every line goes forward, also where a way is shorter than another, and what is loose stands apart", () => {
  const drawing = drawPaths([node("d"), node("a", "b", "c"), node("b", "d", "c"), node("c", "d", "d"), node("loose")]);
  expect(Object.fromEntries(drawing.spots.map(({ id, column }) => [id, column]))).toEqual({ a: 0, b: 1, c: 2, d: 3 });
  expect(drawing.lines).toHaveLength(6);
  for (const { from, to } of drawing.lines) expect(to.column).toBeGreaterThan(from.column);
  expect(drawing).toMatchObject({ columns: 4, rows: 1, loose: ["loose"] });
});

test("no two items stand on each other, and a ring that slipped in does not hang the page", () => {
  const { spots } = drawPaths([node("a", "b", "c"), node("b", "a", "a"), node("c")]);
  expect(new Set(spots.map(({ column, row }) => `${column}/${row}`)).size).toBe(3);
  expect(drawPaths([])).toEqual({ spots: [], lines: [], columns: 0, rows: 0, loose: [] });
});
