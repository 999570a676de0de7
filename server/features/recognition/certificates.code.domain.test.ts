import fc from "fast-check";
import { expect, test } from "vitest";
import { makeCode, RANDOM_SIGNS, readCode, spellCode } from "./certificates.code.domain";

const codes = fc.uint8Array({ minLength: RANDOM_SIGNS, maxLength: RANDOM_SIGNS }).map(makeCode);
const one = makeCode(Uint8Array.from({ length: RANDOM_SIGNS }, (_, n) => n * 7));
const signs = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

test("a code has 95 random bits, and no sign that looks like another", () => {
  expect(RANDOM_SIGNS * Math.log2(signs.length)).toBe(95);
  fc.assert(fc.property(codes, (code) => /^[2-9A-HJ-NP-Z]{20}$/.test(code)));
  expect(new Set(fc.sample(codes, 500)).size).toBeGreaterThan(490);
});

test.each([
  ["as it is printed", spellCode(one)],
  ["in small letters", spellCode(one).toLowerCase()],
  ["with spaces at its ends and between", ` ${one.slice(0, 4)}  ${one.slice(4)} `],
  ["with the dash of a phone's keyboard", `${one.slice(0, 5)}–${one.slice(5)}`],
  ["with full stops", `${one.slice(0, 5)}.${one.slice(5)}`],
  ["in full-width letters", one.replace(/[A-Z]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0))],
])("is read %s", (_, typed) => {
  expect(readCode(typed)).toBe(one);
});

test.each(["", "-", one.slice(1), `${one}2`, one.replace(/./, "O"), one.replace(/./, "0"), "../../etc/passwd", "✓"])(
  "is not read from %j",
  (typed) => {
    expect(readCode(typed)).toBeNull();
  },
);

test("one wrong sign never makes another code, wherever it stands and whatever it is", () => {
  fc.assert(
    fc.property(codes, fc.nat(19), fc.constantFrom(...signs), (code, at, sign) => {
      const typed = code.slice(0, at) + sign + code.slice(at + 1);
      expect(readCode(typed)).toBe(sign === code[at] ? code : null);
    }),
  );
});

test("two signs that changed places never make another code", () => {
  fc.assert(
    fc.property(codes, fc.nat(18), (code, at) => {
      const typed = `${code.slice(0, at)}${code[at + 1]}${code[at]}${code.slice(at + 2)}`;
      expect(readCode(typed)).toBe(typed === code ? code : null);
    }),
  );
});

test("what is printed is read back as it was", () => {
  fc.assert(fc.property(codes, (code) => readCode(spellCode(code)) === code));
  expect(spellCode(one)).toMatch(/^(\w{5}-){3}\w{5}$/);
});
