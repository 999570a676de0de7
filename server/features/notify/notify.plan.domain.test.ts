import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isFixed, preferenceKey } from "./notify.domain";
import { judgeSms, ladder, planChannels, type Situation, type SmsAccount, smsParts } from "./notify.plan.domain";
import { type Channel, notificationTypes, rhythms, severities } from "./notify.schema";

const all = { PUSH: true, EMAIL: true, SMS: true };
const day: Situation = {
  type: "family.mood_low",
  severity: "URGENT",
  said: new Map(),
  reach: all,
  online: false,
  quiet: false,
  digest: "NONE",
  tried: [],
};
const says = (type: string, channel: Channel, enabled: boolean) => ({
  said: new Map([[preferenceKey(type, channel), enabled]]),
});

describe("the cheapest channel that will be read first", () => {
  test.each([
    ["the page is open: nothing leaves yet", { online: true }, [], ["IN_APP"], 10],
    ["a device is on: push", {}, ["PUSH"], ["PUSH"], 10],
    ["no device: mail", { reach: { ...all, PUSH: false } }, ["EMAIL"], ["EMAIL"], 10],
    ["no device and no address: SMS", { reach: { PUSH: false, EMAIL: false, SMS: true } }, ["SMS"], ["SMS"], null],
    ["nothing at all reaches them", { reach: { PUSH: false, EMAIL: false, SMS: false } }, [], [], null],
    ["not read in the app: push", { online: true, tried: ["IN_APP"] }, ["PUSH"], ["IN_APP", "PUSH"], 10],
    ["nor there: mail", { tried: ["PUSH"] }, ["EMAIL"], ["PUSH", "EMAIL"], 10],
    [
      "nor there: SMS, and then there is no more",
      { tried: ["PUSH", "EMAIL"] },
      ["SMS"],
      ["PUSH", "EMAIL", "SMS"],
      null,
    ],
    ["urgent at night: all at once", { quiet: true }, ["PUSH", "EMAIL", "SMS"], ["PUSH", "EMAIL", "SMS"], null],
    ["urgent at night with an open page: that first", { quiet: true, online: true }, [], ["IN_APP"], 10],
    [
      "what can wait does not climb to SMS",
      { severity: "NOTICE", tried: ["PUSH"] },
      ["EMAIL"],
      ["PUSH", "EMAIL"],
      null,
    ],
    ["what can wait waits longer", { severity: "NOTICE" }, ["PUSH"], ["PUSH"], 60],
    ["news stay in the app", { type: "goal.reached", severity: "INFO" }, [], [], null],
    [
      "asked for by name: beside the rung",
      { severity: "NOTICE", ...says("family.mood_low", "EMAIL", true) },
      ["PUSH", "EMAIL"],
      ["PUSH", "EMAIL"],
      null,
    ],
    [
      "asked for by name: also when online",
      { severity: "NOTICE", online: true, ...says("family.mood_low", "SMS", true) },
      ["SMS"],
      ["IN_APP", "SMS"],
      60,
    ],
    [
      "not wanted in the app: an open page does not count",
      { severity: "NOTICE", online: true, ...says("family.mood_low", "IN_APP", false) },
      ["PUSH"],
      ["PUSH"],
      60,
    ],
    ["push turned off", says("family.mood_low", "PUSH", false), ["EMAIL"], ["EMAIL"], 10],
    [
      "an account in danger: mail at once",
      { type: "account.locked", severity: "NOTICE", online: true },
      ["EMAIL"],
      ["IN_APP", "EMAIL"],
      60,
    ],
    ["a digest takes the mail", { severity: "NOTICE", digest: "DAILY", reach: { ...all, PUSH: false } }, [], [], null],
    [
      "a digest does not take what is urgent",
      { digest: "WEEKLY", reach: { ...all, PUSH: false } },
      ["EMAIL"],
      ["EMAIL"],
      10,
    ],
    [
      "a digest does not take what protects",
      { type: "account.locked", severity: "NOTICE", digest: "DAILY" },
      ["PUSH", "EMAIL"],
      ["PUSH", "EMAIL"],
      null,
    ],
  ] as [string, Partial<Situation>, Channel[], Channel[], number | null][])("%s", (_name, given, go, tried, wait) => {
    const plan = planChannels({ ...day, ...given });
    expect({ ...plan, tried: [...plan.tried].sort() }).toEqual({ go, tried: [...tried].sort(), wait });
  });

  test("climbing ends, uses each channel once, and never one that was turned off", () => {
    const flag = fc.boolean();
    fc.assert(
      fc.property(
        fc.record({
          type: fc.constantFrom(...notificationTypes),
          severity: fc.constantFrom(...severities),
          digest: fc.constantFrom(...rhythms),
          online: flag,
          quiet: flag,
          reach: fc.record({ PUSH: flag, EMAIL: flag, SMS: flag }),
          off: fc.subarray([...ladder]),
        }),
        ({ off, ...given }) => {
          const said = new Map(off.map((channel) => [preferenceKey(given.type, channel), false]));
          let tried: Channel[] = [];
          const gone: Channel[] = [];
          for (let n = 0; ; n++) {
            expect(n).toBeLessThan(5);
            const plan = planChannels({ ...given, said, tried });
            gone.push(...plan.go);
            tried = plan.tried;
            if (plan.wait === null) break;
          }
          expect(new Set(gone).size).toBe(gone.length);
          for (const channel of gone) {
            expect(given.reach[channel as "PUSH"]).toBe(true);
            expect(off.includes(channel as "PUSH") && !isFixed(channel, given.type)).toBe(false);
          }
        },
      ),
    );
  });
});

describe("what an SMS may cost", () => {
  const account: SmsAccount = {
    cents: 80n,
    family: { spent: 9_900n, limit: 10_000n },
    school: { spent: 0n, limit: 500_000n },
    number: { sent: 0, limit: 10 },
    unwanted: false,
    safety: false,
  };
  test.each([
    ["within everything", {}, { send: true, beyond: false }],
    ["to the last cent", { family: { spent: 9_920n, limit: 10_000n } }, { send: true, beyond: false }],
    ["a cent more", { family: { spent: 9_921n, limit: 10_000n } }, { send: false, why: "family" }],
    [
      "safety goes beyond the family's budget",
      { family: { spent: 20_000n, limit: 10_000n }, safety: true },
      { send: true, beyond: true },
    ],
    ["staff have no family", { family: null }, { send: true, beyond: false }],
    ["the school's day is spent", { school: { spent: 499_921n, limit: 500_000n } }, { send: false, why: "school" }],
    [
      "safety has as much again",
      { school: { spent: 499_921n, limit: 500_000n }, safety: true },
      { send: true, beyond: false },
    ],
    ["and no more", { school: { spent: 999_921n, limit: 500_000n }, safety: true }, { send: false, why: "school" }],
    ["the tenth to one number", { number: { sent: 9, limit: 10 } }, { send: true, beyond: false }],
    ["the eleventh", { number: { sent: 10, limit: 10 } }, { send: false, why: "number" }],
    ["a number that wants nothing, whatever it is", { unwanted: true, safety: true }, { send: false, why: "unwanted" }],
  ] as [string, Partial<SmsAccount>, object][])("%s", (_name, given, verdict) => {
    expect(judgeSms({ ...account, ...given })).toEqual(verdict);
  });

  test.each([
    ["a".repeat(160), 1],
    ["a".repeat(161), 2],
    ["a".repeat(307), 3],
    [`${"a".repeat(159)}{`, 2],
    [`${"a".repeat(69)}ũ`, 1],
    [`${"a".repeat(70)}ũ`, 2],
  ])("%# is paid as so many", (text, parts) => expect(smsParts(text)).toBe(parts));
});
