import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isCommonPassword } from "@/server/platform/common-passwords";
import { totpCode } from "@/tests/harness/totp";
import {
  mayRequest,
  newBackupCodes,
  newMessageCode,
  newTotpSecret,
  passwordFault,
  readBackupCode,
  totpStep,
  totpUri,
  veiled,
} from "./factors.domain";
import { isOurChallenge, newChallenge } from "./factors.passkeys.domain";

// RFC 6238, appendix B: the ASCII secret "12345678901234567890", SHA-1.
const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const vectors: [number, string][] = [
  [59, "94287082"],
  [1111111109, "07081804"],
  [1111111111, "14050471"],
  [1234567890, "89005924"],
  [2000000000, "69279037"],
  [20000000000, "65353130"],
];
const at = (seconds: number) => new Date(seconds * 1000);

describe("an authenticator's code", () => {
  it.each(vectors)("follows RFC 6238 at %d", (seconds, eight) => {
    expect(totpCode(secret, seconds, 8)).toBe(eight);
    expect(totpStep(secret, eight.slice(2), at(seconds))).toBe(BigInt(Math.floor(seconds / 30)));
  });

  it("is good one step before and after by our clock, and no further", () => {
    const now = 1_800_000_010;
    const good = [-1, 0, 1].map((step) => totpStep(secret, totpCode(secret, now + step * 30), at(now)));
    expect(good).toEqual([-1, 0, 1].map((step) => BigInt(Math.floor(now / 30) + step)));
    for (const step of [-3, -2, 2, 3]) expect(totpStep(secret, totpCode(secret, now + step * 30), at(now))).toBeNull();
  });

  it("drifts by whole steps wherever in its step the clock stands", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1_700_000_000, max: 2_000_000_000 }), fc.constantFrom(-2, 2), (now, away) => {
        const code = totpCode(secret, now + away * 30);
        // One code in 300,000 is also a neighbour's.
        const neighbours = [-1, 0, 1].map((step) => totpCode(secret, now + step * 30));
        return neighbours.includes(code) || totpStep(secret, code, at(now)) === null;
      }),
      { numRuns: 60 },
    );
  });

  it("is six digits and nothing else", () => {
    for (const typed of ["", "12345", "1234567", "12a456", "½23456", "١٢٣٤٥٦", "-12345"])
      expect(totpStep(secret, typed, at(59))).toBeNull();
  });

  it("comes from a secret of 160 bits that is new each time", () => {
    const secrets = Array.from({ length: 20 }, newTotpSecret);
    expect(new Set(secrets).size).toBe(20);
    for (const one of secrets) expect(one).toMatch(/^[A-Z2-7]{32}$/);
    expect(totpUri(secret, "asha@x.test")).toMatch(/^otpauth:\/\/totp\/Urban%20Home%20School:asha.*secret=GEZDGN/);
  });
});

describe("codes", () => {
  it("for a bad day are ten, of 60 bits, and read as people write them", () => {
    const codes = newBackupCodes();
    expect(codes).toHaveLength(10);
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(readBackupCode(" ab0i-l1oo ab12 ")).toBe("AB011100AB12");
  });

  it("by message are six digits", () => {
    for (let i = 0; i < 50; i++) expect(newMessageCode()).toMatch(/^\d{6}$/);
  });

  it.each<[string, number[], boolean]>([
    ["the first one", [], true],
    ["half a minute after one", [30], false],
    ["a minute after one", [60], true],
    ["the fifth within the hour", [300, 600, 900, 1200], true],
    ["the sixth within the hour", [300, 600, 900, 1200, 1500], false],
    ["the sixth, the oldest being older than the hour", [300, 600, 900, 1200, 3601], true],
  ])("%s", (_, secondsAgo, allowed) => {
    const now = at(1_800_000_000);
    const sent = secondsAgo.map((seconds) => new Date(now.getTime() - seconds * 1000));
    expect(mayRequest(sent, now).allowed).toBe(allowed);
  });

  it("show only enough of where they go", () => {
    expect(veiled("amina@demo.uhs.test")).toBe("am•••@demo.uhs.test");
    expect(veiled("+254712345678")).toBe("+254 ••• 678");
  });
});

describe("a new password", () => {
  const about = { names: ["wanjiru@people.uhs.test", "Wanjiru Kamau"], isCommon: isCommonPassword };
  it.each<[string, string | null]>([
    ["seven77", "field.too_short|8"],
    ["eight888", null],
    ["maziwa lala na chapati mbili", null],
    ["x".repeat(200).replace(/x$/, "y"), null],
    ["z1".repeat(129), "field.too_long|256"],
    ["password1", "password.common"],
    ["PassWord1", "password.common"],
    ["nairobi2026", "password.common"],
    ["hakunamatata", "password.common"],
    ["aaaaaaaaaaaa", "password.common"],
    ["UrbanHomeSchool1", "password.school"],
    ["urban-home-2026", "password.school"],
    ["uhs.2026.2026", "password.school"],
    ["Wanjiru-99-99", "password.own"],
    ["wanjiru@people.uhs.test", "password.own"],
    // No rule about signs: letters alone are fine.
    ["kikombechachai", null],
  ])("%s", (password, fault) => {
    expect(passwordFault(password, about)).toBe(fault);
  });
  it("may be as long as 200 signs, whatever they are", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 20, maxLength: 100, unit: "grapheme" }), (text) => {
        const fault = passwordFault(`${text} sufuria 17`, about);
        return fault === null || fault.startsWith("field.too_long");
      }),
    );
  });
});

describe("a passkey's challenge", () => {
  const now = at(1_800_000_000);
  const challenge = newChallenge("key", "second", "session", now);
  it.each<[string, boolean, Parameters<typeof isOurChallenge>]>([
    ["is known again", true, [challenge, "key", "second", "session", now]],
    ["not for another purpose", false, [challenge, "key", "sign_in", "session", now]],
    ["not in another session", false, [challenge, "key", "second", "other", now]],
    ["not under another key", false, [challenge, "other", "second", "session", now]],
    ["not after five minutes", false, [challenge, "key", "second", "session", at(1_800_000_301)]],
    ["not from the future", false, [challenge, "key", "second", "session", at(1_799_999_990)]],
    ["not altered", false, [`x${challenge.slice(1)}`, "key", "second", "session", now]],
    ["not made up", false, ["", "key", "second", "session", now]],
  ])("%s", (_, good, given) => {
    expect(isOurChallenge(...given)).toBe(good);
  });
});

it("the tests' own generator is independent of the library", () => {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(1n);
  const mac = createHmac("sha1", "12345678901234567890").update(counter).digest();
  expect(mac.length).toBe(20);
  expect(totpCode(secret, 59)).toBe("287082");
});
