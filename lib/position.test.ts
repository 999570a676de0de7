import fc from "fast-check";
import { expect, test } from "vitest";
import { positionAfter } from "./position";

test("a list keeps the order people put it in, whatever they do", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(), { minLength: 1, maxLength: 120 }), (steps) => {
      let rows: { id: string; position: string }[] = [];
      for (const [n, step] of steps.entries()) {
        // Every third step moves a row that is there already; the others add one.
        const moving = n % 3 === 2 ? rows[step % rows.length] : undefined;
        const rest = rows.filter((row) => row !== moving);
        const after = rest.length && step % 5 ? rest[step % rest.length] : undefined;
        const row = { id: moving?.id ?? `row ${n}`, position: positionAfter(rest, after?.id ?? null) as string };
        expect(row.position).toMatch(/^[0-9A-Za-z]+$/);
        const at = after ? rest.indexOf(after) + 1 : 0;
        rows = [...rest.slice(0, at), row, ...rest.slice(at)];
      }
      const sorted = rows.toSorted((a, b) => (a.position < b.position ? -1 : 1));
      expect(sorted).toEqual(rows);
    }),
  );
});

test("there is no place after a row that is not there", () => {
  expect(positionAfter([{ id: "a", position: "a0" }], "b")).toBeNull();
});
