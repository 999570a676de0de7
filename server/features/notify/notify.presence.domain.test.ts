import { expect, test } from "vitest";
import { workdayAt } from "./notify.presence.domain";

const week = Array.from({ length: 7 }, (_, day) => (day < 5 ? { from: 480, until: 1020 + day } : null));

test.each([
  ["a Friday in Nairobi", "2026-11-20T09:00:00Z", "Africa/Nairobi", { from: 480, until: 1024 }],
  ["already Saturday there", "2026-11-20T22:00:00Z", "Africa/Nairobi", null],
  ["still Friday in London", "2026-11-20T22:00:00Z", "Europe/London", { from: 480, until: 1024 }],
  ["Monday at last", "2026-11-22T21:00:00Z", "Africa/Nairobi", { from: 480, until: 1020 }],
])("%s", (_, now, zone, day) => {
  expect(workdayAt(new Date(now), zone, week)).toEqual(day);
});

test("nothing is made up for somebody who has not said", () => {
  expect(workdayAt(new Date(), "Africa/Nairobi", undefined)).toBeUndefined();
});
