import { expect, test, vi } from "vitest";
import { forget, oncePerProcess } from "./once";

test("what a process remembers is made once, and anew when it was let go", () => {
  const make = vi.fn(() => ({ count: 0 }));
  expect(forget("Made")).toBeUndefined();
  const first = oncePerProcess("Made", make);
  expect(oncePerProcess("Made", make)).toBe(first);
  expect(forget("Made")).toBe(first);
  expect(oncePerProcess("Made", make)).not.toBe(first);
  expect(make).toHaveBeenCalledTimes(2);
});
