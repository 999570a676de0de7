import { describe, expect, it, test } from "vitest";
import {
  alertAt,
  canRefuse,
  canWithdraw,
  clockAt,
  clocks,
  dueAt,
  internalAt,
  nextConfirmation,
  refusableUntil,
  urgencyOf,
} from "./privacy.domain";

const at = (text: string) => new Date(`${text}+03:00`);
const asked = at("2026-11-02T09:30:00");

describe("the law's clocks", () => {
  test.each([
    ["EXPORT", "2026-11-09T09:30:00"],
    ["CORRECTION", "2026-11-16T09:30:00"],
    ["DELETION", "2026-11-16T09:30:00"],
  ] as const)("%s is due at %s", (kind, due) => expect(dueAt(kind, asked)).toEqual(at(due)));

  test("our own run for seven days, and staff hear of it on the fifth", () => {
    expect([alertAt(asked), internalAt(asked), refusableUntil(asked)]).toEqual([
      at("2026-11-07T09:30:00"),
      at("2026-11-09T09:30:00"),
      at("2026-11-09T09:30:00"),
    ]);
  });

  test("a change of the law is a new entry, and what was asked before keeps the old one", () => {
    const [now] = clocks;
    if (!now) throw new Error("no clock");
    const later = { ...now, from: at("2027-01-01T00:00:00"), days: { EXPORT: 3, CORRECTION: 5, DELETION: 5 } };
    const list = [now, later];
    expect(clockAt(at("2026-12-31T23:59:59"), list).days.EXPORT).toBe(7);
    expect(clockAt(at("2027-01-01T00:00:00"), list).days.EXPORT).toBe(3);
  });

  test.each([
    ["EXPORT", "2026-11-07T09:29:59", "calm"],
    ["EXPORT", "2026-11-07T09:30:00", "alert"],
    ["EXPORT", "2026-11-09T09:30:00", "alert"],
    ["EXPORT", "2026-11-09T09:30:01", "overdue"],
    ["DELETION", "2026-11-09T09:30:01", "internal"],
    ["DELETION", "2026-11-16T09:30:00", "internal"],
    ["DELETION", "2026-11-16T09:30:01", "overdue"],
  ] as const)("%s at %s is %s", (kind, now, urgency) =>
    expect(urgencyOf({ createdAt: asked, dueAt: dueAt(kind, asked) }, at(now))).toBe(urgency),
  );
});

describe("a refusal", () => {
  it.each([
    ["CORRECTION", false, "2026-11-09T09:30:00", true],
    ["CORRECTION", false, "2026-11-09T09:30:01", false],
    ["CORRECTION", true, "2026-11-10T00:00:00", false],
    ["DELETION", false, "2026-11-10T00:00:00", false],
    ["DELETION", true, "2026-11-10T00:00:00", true],
  ] as const)("of a %s, held %s, at %s: %s", (kind, held, now, may) =>
    expect(canRefuse({ createdAt: asked, kind }, held, at(now))).toBe(may),
  );
});

describe("taking a request back", () => {
  it.each([
    ["RECEIVED", null, true],
    ["IN_PROGRESS", null, true],
    ["IN_PROGRESS", "somebody", false],
    ["ANSWERED", null, false],
    ["REFUSED", null, false],
    ["WITHDRAWN", null, false],
  ] as const)("%s, approved by %s: %s", (status, approvedById, may) =>
    expect(canWithdraw({ status, approvedById })).toBe(may),
  );
});

describe("the two confirmations of a deletion", () => {
  it.each([
    ["parent", null, null, "own"],
    ["one", null, null, "confirm"],
    ["one", "one", null, "same"],
    ["two", "one", null, "approve"],
    ["parent", "one", null, "own"],
    ["three", "one", "two", "done"],
  ] as const)("%s presses after %s and %s: %s", (person, confirmedById, approvedById, next) =>
    expect(nextConfirmation({ requestedById: "parent", confirmedById, approvedById }, person)).toBe(next),
  );
});
