import { expect, test } from "vitest";
import { statementName } from "./statements";

const ask = (sql: string, args: unknown[] = [1]) => statementName({ sql, args });

test("what is asked often gets a name of its own and keeps it; what is asked seldom, or without values, gets none", () => {
  const asked = Array.from({ length: 6 }, () => ask("SELECT $1::int AS one"));
  expect(asked.slice(0, 4)).toEqual(["", "", "", ""]);
  expect(asked[4]).toMatch(/^uhs_[0-9a-f]{32}$/);
  expect(asked[5]).toBe(asked[4]);
  const other = Array.from({ length: 5 }, () => ask("SELECT $1::int AS two")).at(-1);
  expect(other).not.toBe(asked[4]);
  for (let i = 0; i < 9; i++) expect(ask("BEGIN", [])).toBe("");
});

test("texts that are never the same twice do not grow the memory of names", () => {
  for (let i = 0; i < 20_000; i++) expect(ask(`SELECT $1::int AS n${i}`)).toBe("");
  const names = Array.from({ length: 2_000 }, (_, i) =>
    Array.from({ length: 5 }, () => ask(`SELECT $1 AS m${i}`)).at(-1),
  );
  expect(names.filter(Boolean).length).toBeLessThanOrEqual(400);
});
