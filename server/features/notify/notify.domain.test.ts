import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Candidate,
  carries,
  isQuiet,
  leavesAt,
  minuteOfDay,
  missingParams,
  preferenceKey,
  prioritise,
  typeFacts,
  worthFirst,
} from "./notify.domain";
import { type Channel, notificationTypes, type Severity, severities } from "./notify.schema";

describe("quiet hours", () => {
  const clock = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
  const hours = (from: string, until: string) => ({ quietFrom: clock(from), quietUntil: clock(until) });
  const night = hours("21:00", "06:30");

  test.each([
    // zone, now, severity, quiet hours, leaves at
    ["Africa/Nairobi", "2026-11-21T12:00:00Z", "NOTICE", night, "2026-11-21T12:00:00Z", "by day at once"],
    ["Africa/Nairobi", "2026-11-21T18:00:00Z", "NOTICE", night, "2026-11-22T03:30:00Z", "at 21:00 sharp it is quiet"],
    ["Africa/Nairobi", "2026-11-21T17:59:59Z", "NOTICE", night, "2026-11-21T17:59:59Z", "a second before it is not"],
    ["Africa/Nairobi", "2026-11-21T23:10:20Z", "INFO", night, "2026-11-22T03:30:00Z", "after midnight until morning"],
    ["Africa/Nairobi", "2026-11-22T03:30:00Z", "INFO", night, "2026-11-22T03:30:00Z", "the end is not quiet"],
    ["Africa/Nairobi", "2026-11-21T23:10:20Z", "URGENT", night, "2026-11-21T23:10:20Z", "urgent does not wait"],
    ["America/New_York", "2026-11-21T23:10:00Z", "INFO", night, "2026-11-21T23:10:00Z", "evening there is day here"],
    ["America/New_York", "2026-11-22T04:00:00Z", "INFO", night, "2026-11-22T11:30:00Z", "night there"],
    [
      "Africa/Nairobi",
      "2026-11-21T10:30:00Z",
      "INFO",
      hours("13:00", "14:00"),
      "2026-11-21T11:00:00Z",
      "a nap at noon",
    ],
    [
      "Africa/Nairobi",
      "2026-11-21T23:00:00Z",
      "INFO",
      hours("00:00", "00:00"),
      "2026-11-21T23:00:00Z",
      "no quiet hours",
    ],
    ["Europe/Berlin", "2026-03-28T22:00:00Z", "INFO", night, "2026-03-29T04:30:00Z", "clocks go forward"],
    ["Europe/Berlin", "2026-10-24T21:00:00Z", "INFO", night, "2026-10-25T05:30:00Z", "clocks go back"],
    ["No/Where", "2026-11-21T23:10:00Z", "INFO", night, "2026-11-22T03:30:00Z", "unknown zone counts as Nairobi"],
  ] as const)("%s %s %s %j: %s, %s", (zone, now, severity, quiet, leaves, _why) => {
    expect(leavesAt(new Date(now), severity, quiet, zone).toISOString()).toBe(new Date(leaves).toISOString());
  });

  test("what waits leaves outside quiet hours, within a day, never before it was written", () => {
    const minute = fc.integer({ min: 0, max: 1439 });
    const zone = fc.constantFrom("Africa/Nairobi", "America/New_York", "Asia/Kathmandu", "UTC");
    fc.assert(
      fc.property(
        fc.date({ min: new Date("2026-01-01"), max: new Date("2027-12-31"), noInvalidDate: true }),
        minute,
        minute,
        zone,
        (now, quietFrom, quietUntil, timeZone) => {
          const at = leavesAt(now, "INFO", { quietFrom, quietUntil }, timeZone);
          const late = at.getTime() - now.getTime();
          expect(late).toBeGreaterThanOrEqual(0);
          expect(late).toBeLessThanOrEqual(25 * 3_600_000);
          // In the hour clocks skip there may be no such minute; then it is the next one.
          if (timeZone !== "America/New_York")
            expect(isQuiet(minuteOfDay(at, timeZone), { quietFrom, quietUntil })).toBe(false);
        },
      ),
    );
  });
});

describe("channels", () => {
  const said = (type: string, channel: Channel, enabled: boolean) => new Map([[preferenceKey(type, channel), enabled]]);
  const nothing = new Map<string, boolean>();
  test.each([
    ["IN_APP", "goal.reached", "INFO", nothing, true],
    ["IN_APP", "goal.reached", "INFO", said("goal.reached", "IN_APP", false), false],
    ["IN_APP", "family.mood_low", "URGENT", said("family.mood_low", "IN_APP", false), true],
    ["EMAIL", "goal.reached", "INFO", nothing, false],
    ["EMAIL", "goal.reached", "INFO", said("goal.reached", "EMAIL", true), true],
    ["EMAIL", "consent.changed", "NOTICE", said("consent.changed", "EMAIL", false), false],
    ["EMAIL", "account.new_sign_in", "NOTICE", said("account.new_sign_in", "EMAIL", false), true],
    ["SMS", "family.mood_low", "NOTICE", nothing, false],
    ["SMS", "family.mood_low", "URGENT", nothing, true],
    ["SMS", "family.mood_low", "URGENT", said("family.mood_low", "SMS", false), false],
    ["SMS", "system.job_failed", "URGENT", nothing, false],
    ["SMS", "welcome", "INFO", said("welcome", "SMS", true), true],
    ["PUSH", "family.mood_low", "URGENT", nothing, true],
    ["PUSH", "goal.reached", "INFO", nothing, false],
    ["PUSH", "family.mood_low", "URGENT", said("family.mood_low", "PUSH", false), false],
  ] as const)("%s carries %s (%s)", (channel, type, severity, preferences, expected) => {
    expect(carries(channel, type, severity, preferences)).toBe(expected);
  });

  test("a sentence with a gap is not accepted", () => {
    expect(missingParams("consent.expiring", { child: "Amani", recipient: "", on: "2026-11-30" })).toEqual([
      "recipient",
    ]);
    expect(missingParams("consent.expiring", { child: "Amani", recipient: "Tumaini", on: "soon" })).toEqual(["on"]);
    expect(missingParams("family.mood_low", { child: "Amani", days: 3 })).toEqual([]);
  });
});

describe("order", () => {
  const now = new Date("2026-11-21T09:00:00Z");
  let serial = 0;
  const row = (given: Partial<Candidate>): Candidate => ({
    id: String(serial++).padStart(4, "0"),
    type: "welcome",
    severity: "INFO",
    params: {},
    readAt: null,
    createdAt: new Date("2026-11-21T08:00:00Z"),
    ...given,
  });
  const due = (on: string) =>
    row({ type: "consent.expiring", severity: "NOTICE", params: { child: "A", recipient: "B", on } });

  test.each([
    ["a day that has passed", due("2026-11-19"), "overdue", 2, true],
    ["a day that has passed just now", due("2026-11-20"), "overdue", 1, true],
    ["today", due("2026-11-21"), "due_today", 0, true],
    ["in two days", due("2026-11-23"), "due_soon", 2, true],
    ["in two weeks", due("2026-12-05"), "asks", 14, true],
    ["urgent without a day", row({ type: "system.job_failed", severity: "URGENT" }), "urgent", 0, true],
    ["asked just now", row({ type: "case.assigned", severity: "NOTICE" }), "asks", 0, true],
    [
      "asked five days ago",
      row({ type: "case.assigned", severity: "NOTICE", createdAt: new Date("2026-11-16T08:00:00Z") }),
      "waiting",
      5,
      true,
    ],
    ["news of today", row({}), "new", 0, false],
    ["news of last week", row({ createdAt: new Date("2026-11-12T08:00:00Z") }), "unread", 9, false],
    ["a type nobody knows any more", row({ type: "gone.type" }), "new", 0, false],
  ] as const)("%s", (_name, candidate, reason, days, first) => {
    const [top] = prioritise([candidate], now);
    expect(top).toMatchObject({ reason, days });
    expect(top && worthFirst(top)).toBe(first);
  });

  test("overdue before today before urgent before soon before waiting before asked before news; read ones not at all", () => {
    const sorted = [
      due("2026-11-01"),
      due("2026-11-21"),
      row({ type: "system.job_failed", severity: "URGENT" }),
      due("2026-11-23"),
      row({ type: "case.assigned", severity: "NOTICE", createdAt: new Date("2026-11-15T08:00:00Z") }),
      row({ type: "case.assigned", severity: "NOTICE" }),
      row({ severity: "NOTICE", type: "consent.changed" }),
      row({}),
    ];
    const read = row({ severity: "URGENT", readAt: now });
    expect(prioritise([read, ...sorted.toReversed()], now).map(({ row: { id } }) => id)).toEqual(
      sorted.map(({ id }) => id),
    );
  });

  test("the order is total and does not depend on how the rows came", () => {
    const candidates = fc.array(
      fc.record({
        id: fc.uuid(),
        type: fc.constantFrom(...notificationTypes),
        severity: fc.constantFrom<Severity[]>(...severities),
        params: fc.record({ on: fc.constantFrom("2026-11-01", "2026-11-22", "2027-01-01", "never") }),
        readAt: fc.constant(null),
        createdAt: fc.constantFrom(now, new Date("2026-11-20"), new Date("2026-01-01")),
      }),
      { maxLength: 20 },
    );
    fc.assert(
      fc.property(fc.uniqueArray(fc.uuid()), candidates, (_ids, rows) => {
        const unique = [...new Map(rows.map((one) => [one.id, one])).values()];
        const ids = prioritise(unique, now).map((one) => one.row.id);
        expect(prioritise(unique.toReversed(), now).map((one) => one.row.id)).toEqual(ids);
        expect(ids).toHaveLength(unique.length);
      }),
    );
  });

  test("mail that cannot be turned off says why, and only that", () => {
    for (const facts of Object.values(typeFacts)) expect(facts.email === "always").toBe(facts.because !== undefined);
  });

  test("every type has its facts", () => {
    expect(Object.keys(typeFacts).sort()).toEqual([...notificationTypes].sort());
  });
});
