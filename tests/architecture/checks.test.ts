/** docs/checks.md names tests that are there: a check whose test was renamed or removed is held by nothing. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const root = path.resolve(import.meta.dirname, "../..");
const rows = readFileSync(path.join(root, "docs/checks.md"), "utf8")
  .split("\n")
  .filter((line) => /^\| C\d\d/.test(line));

/** File and name of each test a row claims. */
const claims = rows.flatMap((row) =>
  [...row.matchAll(/`([^`]+\.(?:test|spec)\.tsx?)`((?: "[^"]+",?)+)/g)].flatMap(([, file = "", names = ""]) =>
    [...names.matchAll(/"([^"]+)"/g)].map(([, name = ""]) => ({ file, name })),
  ),
);

test("every check has a test that is there, or says what it comes with", () => {
  const empty = rows.filter((row) => !/`[^`]+\.test\.tsx?` "/.test(row) && !/not yet: comes with/.test(row));
  expect(empty).toEqual([]);
  expect(claims.length).toBeGreaterThan(60);
  expect(claims.filter(({ file, name }) => !readFileSync(path.join(root, file), "utf8").includes(`"${name}"`))).toEqual(
    [],
  );
});

test("every check of the design that is due has a row", () => {
  const numbers = rows.flatMap((row) => {
    const [first = "", last] = [...(row.split("|")[1] ?? "").matchAll(/C(\d\d)/g)].map(([, digits]) => Number(digits));
    const span = /–C\d\d/.test(row.split("|")[1] ?? "") && last ? Number(last) - Number(first) + 1 : 0;
    return span
      ? Array.from({ length: span }, (_, n) => Number(first) + n)
      : [Number(first), ...(last ? [Number(last)] : [])];
  });
  const due = [...Array.from({ length: 37 }, (_, n) => n + 1), ...Array.from({ length: 14 }, (_, n) => n + 51)];
  expect([...new Set(numbers)].sort((a, b) => a - b)).toEqual(due);
});
