import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type FieldSpec, fieldsOf } from "./fields";
import { type FormTexts, judge, parseAmount, readForm } from "./values";

const schema = z
  .object({
    childId: z.uuid(),
    title: z.string().trim().min(3).max(80),
    email: z.email().optional(),
    phone: z.string().max(20).meta({ control: "tel" }),
    amount: z.bigint().min(1_000n).max(7_000_000n),
    lessons: z.int().min(1).max(12),
    mood: z.enum(["LOW", "OK", "GOOD"]),
    county: z.enum(["A", "B", "C", "D", "E"]).nullable(),
    days: z.array(z.enum(["MON", "TUE"])).min(1),
    remind: z.boolean().default(true),
    due: z.iso.date().optional(),
    note: z.string().max(500).meta({ control: "textarea" }).optional(),
    zone: z.enum(["A", "B"]).optional().nonoptional(),
    address: z.object({ town: z.string().min(1) }),
  })
  .refine((value) => value.lessons < 12);
const words = Object.fromEntries(
  [
    "title",
    "email",
    "phone",
    "amount",
    "lessons",
    "mood",
    "county",
    "days",
    "remind",
    "due",
    "note",
    "zone",
    "address.town",
  ].map((name) => [name, { label: name }]),
);
const fields = fieldsOf(schema, words, { title: "Read", amount: 450_050n });
const field = (name: string) => fields.find((one) => one.name === name) as FieldSpec;
const texts = new Proxy({}, { get: (_, name) => `${String(name)} {least} {most}` }) as FormTexts;

describe("fields of a schema", () => {
  it.each<[string, Partial<FieldSpec>]>([
    ["title", { kind: "text", required: true, least: 3, most: 80, value: "Read" }],
    ["email", { kind: "email", required: false }],
    ["phone", { kind: "tel", most: 20 }],
    ["amount", { kind: "money", required: true, least: 1000, most: 7_000_000, value: "4500.50" }],
    ["lessons", { kind: "number", whole: true, least: 1, most: 12 }],
    ["mood", { kind: "radio", required: true }],
    ["county", { kind: "select", required: false, nullable: true }],
    ["days", { kind: "choices", required: true }],
    ["remind", { kind: "switch", value: true }],
    ["due", { kind: "date", required: false }],
    ["note", { kind: "textarea", required: false, most: 500 }],
    ["zone", { kind: "radio", required: true }],
    ["address.town", { kind: "text", required: true }],
  ])("%s", (name, expected) => {
    expect(field(name)).toMatchObject(expected);
  });
  it("leaves out what has no words", () => {
    expect(field("childId")).toBeUndefined();
  });
});

describe("a filled-in form", () => {
  const data = new FormData();
  for (const [name, value] of [
    ["title", "  Read daily "],
    ["email", ""],
    ["phone", "0712 345 678"],
    ["amount", "KES 2,500.5"],
    ["lessons", "4"],
    ["mood", "GOOD"],
    ["zone", "B"],
    ["county", ""],
    ["days", "MON"],
    ["days", "TUE"],
    ["due", ""],
    ["note", ""],
    ["address.town", "Kisumu"],
  ] as const)
    data.append(name, value);
  const input = readForm(fields, data, { childId: "0190d3e0-0000-7000-8000-000000000001" });
  it("becomes what the procedure takes", () => {
    expect(input).toEqual({
      childId: "0190d3e0-0000-7000-8000-000000000001",
      title: "Read daily",
      phone: "0712 345 678",
      amount: 250_050n,
      lessons: 4,
      mood: "GOOD",
      zone: "B",
      county: null,
      days: ["MON", "TUE"],
      remind: false,
      note: "",
      address: { town: "Kisumu" },
    });
    expect(schema.safeParse(input).success).toBe(true);
  });
  it.each([
    ["title", "", "required"],
    ["title", "ab", "tooShort 3"],
    ["title", "a".repeat(81), "tooLong {least} 80"],
    ["email", "", null],
    ["email", "amina@", "email"],
    ["phone", "12", "phone"],
    ["amount", "lots", "money"],
    ["amount", 500n, "tooSmall 10"],
    ["lessons", "many", "number"],
    ["lessons", 2.5, "whole"],
    ["lessons", 13, "tooBig {least} 12"],
    ["mood", "", "chooseOne"],
    ["days", [], "chooseOne"],
    ["due", "tomorrow", "date"],
  ])("%s = %s: %s", (name, value, expected) => {
    const error = judge(field(name), value, texts);
    if (expected === null) expect(error).toBeNull();
    else expect(error).toContain(expected);
  });
});

it.each([
  ["2,500", 250_000n],
  ["2 500.5", 250_050n],
  ["ksh 10", 1_000n],
  ["-1.05", -105n],
  ["1.005", null],
  ["", null],
  ["1e3", null],
  ["abc", null],
])("the amount %s", (text, cents) => {
  expect(parseAmount(text)).toBe(cents);
});
