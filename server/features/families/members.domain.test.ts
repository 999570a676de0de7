import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { leads, manages, mayDo, orderly, othersConsent, type Tie } from "./members.domain";

const all = { view: true, message: true, pay: true, consent: true };
const look = { view: true, message: false, pay: false, consent: false };
const mother: Tie = { guardianId: "mother", rights: all, isPrimary: true };
const father: Tie = { guardianId: "father", rights: all, isPrimary: false };
const aunt: Tie = { guardianId: "aunt", rights: look, isPrimary: false };

describe("who decides about whom", () => {
  const circle = [mother, father, aunt];
  it.each([
    ["mother", father, { change: true, giveConsent: true, remove: true, leave: false, makePrimary: true }],
    ["mother", aunt, { change: true, giveConsent: true, remove: true, leave: false, makePrimary: false }],
    ["father", mother, { change: false, giveConsent: false, remove: false, leave: false, makePrimary: false }],
    ["father", aunt, { change: true, giveConsent: false, remove: true, leave: false, makePrimary: false }],
    ["father", father, { change: false, giveConsent: false, remove: false, leave: true, makePrimary: false }],
    ["aunt", aunt, { change: false, giveConsent: false, remove: false, leave: true, makePrimary: false }],
    ["aunt", father, { change: false, giveConsent: false, remove: false, leave: false, makePrimary: false }],
  ] as const)("%s about %o", (me, target, may) => expect(mayDo(me, target, circle, false)).toEqual(may));

  test("nobody does anything while the child is contested", () => {
    for (const me of ["mother", "father", "aunt"])
      for (const target of circle)
        expect(Object.values(mayDo(me, target, circle, true)).some(Boolean), `${me} ${target.guardianId}`).toBe(false);
  });

  test("without a main guardian each who consents decides", () => {
    const equals = [{ ...mother, isPrimary: false }, father];
    expect([leads("mother", equals, false), leads("father", equals, false)]).toEqual([true, true]);
  });
});

test("whoever may act leaves somebody who consents, in any circle", () => {
  const tie = fc.record({
    guardianId: fc.constantFrom("a", "b", "c", "d"),
    rights: fc.record({ view: fc.boolean(), message: fc.boolean(), pay: fc.boolean(), consent: fc.boolean() }),
    isPrimary: fc.constant(false),
  });
  fc.assert(
    fc.property(fc.uniqueArray(tie, { selector: (one) => one.guardianId, minLength: 1 }), (circle) => {
      for (const me of circle)
        for (const target of circle) {
          const may = mayDo(me.guardianId, target, circle, false);
          const consents = circle.some((one) => one.rights.view && one.rights.consent);
          if ((may.remove || may.leave) && consents) expect(othersConsent(target.guardianId, circle)).toBe(true);
        }
    }),
  );
});

test("who may not see neither writes nor decides; paying needs no seeing", () => {
  expect(orderly({ view: false, message: false, pay: true, consent: false })).toBe(true);
  expect(orderly({ view: false, message: false, pay: false, consent: true })).toBe(false);
  expect(orderly({ view: false, message: true, pay: false, consent: false })).toBe(false);
  expect(manages({ ...aunt, rights: { ...all, view: false } }, false)).toBe(false);
});
