import { describe, expect, test } from "vitest";
import { neighbours, type OutlineModule, withLocks } from "./outline.domain";

const lesson = (id: string, done = false, isPreview = false) => ({
  id,
  title: id,
  minutes: 10,
  isPreview,
  percent: done ? 100 : 0,
  done,
});
const course = (opensOn: (string | null)[], ...lessons: ReturnType<typeof lesson>[][]): OutlineModule[] =>
  lessons.map((list, at) => ({ id: `m${at}`, title: `Part ${at + 1}`, opensOn: opensOn[at] ?? null, lessons: list }));
const locks = (modules: OutlineModule[], drip: "OPEN" | "BY_DATE" | "BY_PROGRESS", today = "2026-11-21") =>
  withLocks(modules, drip, today).flatMap(({ lessons }) => lessons.map(({ id, lock }) => [id, lock]));

describe("which lessons are open", () => {
  test("all of them, unless the course opens bit by bit", () => {
    const modules = course([null, "2027-01-04"], [lesson("a")], [lesson("b")]);
    expect(locks(modules, "OPEN")).toEqual([
      ["a", null],
      ["b", null],
    ]);
  });

  test("by date: on its day and not before", () => {
    const modules = course([null, "2026-11-22"], [lesson("a")], [lesson("b")]);
    expect(locks(modules, "BY_DATE")).toEqual([
      ["a", null],
      ["b", { kind: "date", opensOn: "2026-11-22" }],
    ]);
    expect(locks(modules, "BY_DATE", "2026-11-22")).toEqual([
      ["a", null],
      ["b", null],
    ]);
  });

  test("by progress: when all before it is finished, and it says what comes first", () => {
    const modules = course([], [lesson("a", true), lesson("b")], [lesson("c")], [lesson("d")]);
    const first = { kind: "after", module: "Part 1" };
    expect(locks(modules, "BY_PROGRESS")).toEqual([
      ["a", null],
      ["b", null],
      ["c", first],
      ["d", first],
    ]);
    const further = course([], [lesson("a", true), lesson("b", true)], [lesson("c")], [lesson("d")]);
    expect(locks(further, "BY_PROGRESS").slice(2)).toEqual([
      ["c", null],
      ["d", { kind: "after", module: "Part 2" }],
    ]);
  });

  test("an empty part holds nobody up; what is finished and what anybody may read stays open", () => {
    const modules = course([], [], [lesson("a")], [lesson("done", true), lesson("preview", false, true), lesson("b")]);
    expect(locks(modules, "BY_PROGRESS")).toEqual([
      ["a", null],
      ["done", null],
      ["preview", null],
      ["b", { kind: "after", module: "Part 2" }],
    ]);
  });
});

test("neighbours end where the course ends", () => {
  const all = [{ id: "a" }, { id: "b" }];
  expect(neighbours(all, "a")).toEqual({ previous: undefined, next: { id: "b" } });
  expect(neighbours(all, "b")).toEqual({ previous: { id: "a" }, next: undefined });
  expect(neighbours(all, "x")).toEqual({});
});
