import { describe, expect, it } from "vitest";
import { partsHealth } from "./health.domain";

const now = new Date("2026-11-20T10:00:00Z");
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000);

describe("whether a part is alive", () => {
  it("calls a part that spoke lately well, a silent one late and an unheard one never", () => {
    const parts = partsHealth(
      [
        { part: "runner", at: ago(5) },
        { part: "platform-heartbeat", at: ago(600) },
      ],
      now,
    );
    expect(Object.fromEntries(parts.map((part) => [part.part, part.state]))).toEqual({
      runner: "well",
      "platform-heartbeat": "late",
      "platform-prune": "never",
    });
  });
  it("stands exactly at the limit", () => {
    expect(partsHealth([{ part: "runner", at: ago(30) }], now)[0]?.state).toBe("well");
    expect(partsHealth([{ part: "runner", at: ago(31) }], now)[0]?.state).toBe("late");
  });
});
