import { describe, expect, it } from "vitest";
import { boxOf, everything, middle, numberOn, roomOf } from "./place";

describe("a place", () => {
  it.each([
    ["a press", { x: 0.4, y: 0.2 }, { x: 0.4, y: 0.2, width: 0, height: 0 }],
    ["a press with a shaking hand", { x: 0.41, y: 0.21 }, { x: 0.4, y: 0.2, width: 0, height: 0 }],
    ["a box drawn to the left and up", { x: 0.1, y: 0.1 }, { x: 0.1, y: 0.1, width: 0.3, height: 0.1 }],
    ["a line drawn under a word", { x: 0.6, y: 0.2 }, { x: 0.4, y: 0.2, width: 0.2, height: 0 }],
  ])("is what was meant by %s", (_, to, place) => {
    const made = boxOf({ x: 0.4, y: 0.2 }, to);
    for (const part of ["x", "y", "width", "height"] as const) expect(made[part]).toBeCloseTo(place[part]);
  });

  it("is moved within its page", () => {
    expect(roomOf(middle)).toEqual({ x: 1, y: 1 });
    expect(roomOf({ x: 0.1, y: 0, width: 0.25, height: 0.5 })).toEqual({ x: 0.75, y: 0.5 });
    expect(roomOf(everything)).toEqual({ x: 0, y: 0 });
  });
});

it("a new note is counted among those of its page and of the pages before", () => {
  const notes = [{ page: 1 }, { page: 2 }, { page: 2 }, { page: 5 }];
  expect([0, 1, 2, 3, 9].map((page) => numberOn(notes, page))).toEqual([1, 2, 4, 4, 5]);
});
