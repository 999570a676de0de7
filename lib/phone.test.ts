import { expect, it, test } from "vitest";
import { contactOf, maskContact, phoneOf } from "./phone";

it.each([
  ["0712 345 678", "+254712345678"],
  ["712345678", "+254712345678"],
  ["254712345678", "+254712345678"],
  ["+254 (0)712 345678", null],
  ["+254-712-345-678", "+254712345678"],
  ["0110 345 678", "+254110345678"],
  ["00254712345678", "+254712345678"],
  ["+44 7700 900123", "+447700900123"],
  ["0612345678", null],
  ["12345", null],
  ["+254712345", null],
  ["not a number", null],
])("%s is %s", (typed, stored) => expect(phoneOf(typed)).toBe(stored));

test("one field takes an address or a number", () => {
  expect(contactOf(" Wanjiru@X.Test ")).toEqual({ email: "wanjiru@x.test" });
  expect(contactOf("0712345678")).toEqual({ phone: "+254712345678" });
  expect(contactOf("wanjiru@")).toBeNull();
  expect(contactOf("")).toBeNull();
});

test("what is shown of an address does not give it away", () => {
  expect(maskContact("wanjiru@x.test")).toBe("w***@x.test");
  expect(maskContact("+254712345149")).toBe("+2547*****149");
});
