import { afterEach, describe, expect, it } from "vitest";
import { isOldKey, openField, randomToken, sameSecret, sealField } from "./crypto";
import { env } from "./env";

const keys = env().FIELD_KEYS;
const keyId = env().FIELD_KEY_ID;
afterEach(() => {
  env().FIELD_KEYS = keys;
  env().FIELD_KEY_ID = keyId;
});

describe("fields encrypted at rest", () => {
  it("open where they belong and nowhere else", () => {
    const sealed = sealField("UPI-123456", "student.upi:1");
    expect(openField(sealed, "student.upi:1")).toBe("UPI-123456");
    expect(() => openField(sealed, "student.upi:2")).toThrow();
  });

  it("look different each time and hold nothing readable", () => {
    const [a, b] = [sealField("UPI-123456", "p"), sealField("UPI-123456", "p")];
    expect(Buffer.from(a.bytes).equals(Buffer.from(b.bytes))).toBe(false);
    expect(Buffer.from(a.bytes).toString("latin1")).not.toContain("123456");
  });

  it.each([0, 12, 28])("do not open when byte %i was altered", (at) => {
    const sealed = sealField("secret", "p");
    sealed.bytes[at] = (sealed.bytes[at] ?? 0) ^ 1;
    expect(() => openField(sealed, "p")).toThrow();
  });

  it("made under an older key still open after the key changes, and say so", () => {
    const sealed = sealField("secret", "p");
    env().FIELD_KEYS = { ...keys, next: Buffer.alloc(32, 9).toString("base64") };
    env().FIELD_KEY_ID = "next";
    expect(openField(sealed, "p")).toBe("secret");
    expect(isOldKey(sealed.keyId)).toBe(true);
    expect(sealField("secret", "p").keyId).toBe("next");
  });

  it("name the key that is missing", () => {
    const sealed = sealField("secret", "p");
    expect(() => openField({ ...sealed, keyId: "gone" }, "p")).toThrow('no key "gone"');
  });
});

describe("secrets", () => {
  it("are random and long", () => {
    expect(randomToken()).toMatch(/^[\w-]{43}$/);
    expect(randomToken()).not.toBe(randomToken());
  });
  it("compare equal only when they are", () => {
    expect(sameSecret("abc", "abc")).toBe(true);
    expect(sameSecret("abc", "abd")).toBe(false);
    expect(sameSecret("abc", "abcd")).toBe(false);
  });
});
