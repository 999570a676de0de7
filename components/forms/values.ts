import type { FieldSpec } from "./fields";

/** Reading a form and judging it in the browser by the limits its schema set. Pure; no zod. */

export type FormTexts = Record<
  | "required"
  | "chooseOne"
  | "tooShort"
  | "tooLong"
  | "tooSmall"
  | "tooBig"
  | "whole"
  | "number"
  | "email"
  | "phone"
  | "date"
  | "money"
  | "pattern",
  string
>;

type Read = { get(name: string): unknown; getAll(name: string): unknown[] };

const AMOUNT = /^-?\d{1,15}([.]\d{1,2})?$/;
const tidy = (text: string) => text.replace(/[\s,\u00A0]/g, "");

/** "2,500.50" in whole cents; null when it is not an amount. */
export function parseAmount(text: string): bigint | null {
  const clean = tidy(text).replace(/^(kes|ksh)\.?/i, "");
  if (!AMOUNT.test(clean)) return null;
  const [whole = "0", rest = ""] = clean.replace("-", "").split(".");
  const cents = BigInt(whole) * 100n + BigInt(rest.padEnd(2, "0"));
  return clean.startsWith("-") ? -cents : cents;
}

/** What a control holds, as the procedure takes it; text that cannot be read stays text and fails there or here. */
export function readField(field: FieldSpec, data: Read): unknown {
  if (field.kind === "choices") return data.getAll(field.name).map(String);
  if (field.kind === "switch" || field.kind === "checkbox") return data.get(field.name) !== null;
  const raw = data.get(field.name);
  const text = typeof raw === "string" ? (field.kind === "password" ? raw : raw.trim()) : "";
  if (text === "")
    return field.nullable ? null : field.required || ["text", "textarea"].includes(field.kind) ? text : undefined;
  if (field.kind === "money") return parseAmount(text) ?? text;
  if (field.kind === "number") return Number.isFinite(Number(tidy(text))) ? Number(tidy(text)) : text;
  if (field.as === "bigint") return /^-?\d+$/.test(text) ? BigInt(text) : text;
  if (field.as === "date") return new Date(`${text}T00:00:00Z`);
  return text;
}

/** The whole input, dotted names as nested objects. */
export function readForm(
  fields: readonly FieldSpec[],
  data: Read,
  hidden: Record<string, unknown> = {},
): Record<string, unknown> {
  const input: Record<string, unknown> = { ...hidden };
  for (const field of fields) {
    const value = readField(field, data);
    if (value === undefined) continue;
    const path = field.name.split(".");
    const last = path.pop() ?? field.name;
    let at = input;
    for (const step of path) {
      const next = (at[step] as Record<string, unknown> | undefined) ?? {};
      at[step] = next;
      at = next;
    }
    at[last] = value;
  }
  return input;
}

const put = (text: string, values: Record<string, string | number>) =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));

/** What is wrong with one field, in words; null when nothing is. */
export function judge(field: FieldSpec, value: unknown, texts: FormTexts): string | null {
  const { kind, least, most } = field;
  if (Array.isArray(value)) return field.required && value.length === 0 ? texts.chooseOne : null;
  if (value === undefined || value === null || value === "") {
    if (!field.required) return null;
    return kind === "radio" || kind === "select" ? texts.chooseOne : texts.required;
  }
  if (kind === "checkbox" && field.required && value !== true) return texts.required;
  if (kind === "money" && typeof value !== "bigint") return texts.money;
  if (kind === "number") {
    if (typeof value !== "number") return texts.number;
    if (field.whole && !Number.isInteger(value)) return texts.whole;
  }
  if (typeof value === "number" || typeof value === "bigint") {
    const size = Number(value);
    const shown = (edge: number) => (kind === "money" ? edge / 100 : edge);
    if (least !== undefined && size < least) return put(texts.tooSmall, { least: shown(least) });
    if (most !== undefined && size > most) return put(texts.tooBig, { most: shown(most) });
    return null;
  }
  if (typeof value !== "string") return null;
  if (kind === "email" && !/^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(value)) return texts.email;
  if (kind === "tel" && !/^\+?[\d\s()-]{9,17}$/.test(value)) return texts.phone;
  if (kind === "date" && !/^\d{4}-\d{2}-\d{2}$/.test(value)) return texts.date;
  if (least !== undefined && value.length < least) return put(texts.tooShort, { least });
  if (most !== undefined && value.length > most) return put(texts.tooLong, { most });
  if (field.pattern && !new RegExp(field.pattern, "u").test(value)) return texts.pattern;
  return null;
}
