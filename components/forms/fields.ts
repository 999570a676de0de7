import type { z } from "zod";
import type { Translate } from "@/lib/translate";

/**
 * A form's fields, read from the zod schema its procedure takes. Only the types of zod are used, so the result and this
 * file are light enough for a family's page; the schema itself stays on the server.
 */

export type FieldKind =
  | "text"
  | "email"
  | "tel"
  | "url"
  | "password"
  | "textarea"
  | "number"
  | "money"
  | "date"
  | "time"
  | "select"
  | "radio"
  | "choices"
  | "switch"
  | "checkbox";
export type FieldOption = { value: string; label: string; help?: string };
export type FieldSpec = {
  /** Path in the input, dots between: `address.town`. */
  name: string;
  kind: FieldKind;
  label: string;
  help?: string;
  placeholder?: string;
  required: boolean;
  /** Empty is sent as null rather than left out. */
  nullable?: boolean;
  least?: number;
  most?: number;
  whole?: boolean;
  pattern?: string;
  options?: FieldOption[];
  value?: string | number | boolean | string[];
  autoComplete?: string;
  /** How the value travels when it is not text or a number. */
  as?: "bigint" | "date";
};
export type FieldWords = {
  label: string;
  help?: string;
  placeholder?: string;
  options?: Record<string, string>;
  /** Help per option of a radio group. */
  optionHelp?: Record<string, string>;
  kind?: FieldKind;
  autoComplete?: string;
};
export type FormWords = Record<string, FieldWords>;

type Def = {
  type: string;
  format?: string;
  innerType?: z.ZodType;
  in?: z.ZodType;
  element?: z.ZodType;
  shape?: Record<string, z.ZodType>;
  entries?: Record<string, string | number>;
  values?: unknown[];
  defaultValue?: unknown;
  checks?: {
    _zod: {
      def: {
        check: string;
        minimum?: number;
        maximum?: number;
        value?: number | bigint;
        inclusive?: boolean;
        format?: string;
        pattern?: RegExp;
      };
    };
  }[];
};
type Meta = { control?: FieldKind; autoComplete?: string };

const defOf = (schema: z.ZodType) => schema._zod.def as unknown as Def;
const metaOf = (schema: z.ZodType): Meta => (schema.meta() as Meta | undefined) ?? {};

type Inner = { def: Def; meta: Meta; required: boolean; nullable: boolean; value: unknown };

/** The schema within optional, nullable, default, pipes and the like, and what they said. */
function unwrap(schema: z.ZodType): Inner {
  let def = defOf(schema);
  let settled = false;
  const found: Inner = { def, meta: metaOf(schema), required: true, nullable: false, value: undefined };
  for (
    let inner = def.innerType ?? (def.type === "pipe" ? def.in : undefined);
    inner;
    inner = def.innerType ?? (def.type === "pipe" ? def.in : undefined)
  ) {
    // What is said outside counts: `.required()` takes an inner `.optional()` back.
    if (def.type === "nonoptional") settled = true;
    else if (settled && def.type === "optional") settled = false;
    else if (def.type === "optional" || def.type === "default" || def.type === "prefault" || def.type === "nullable")
      found.required = false;
    if (def.type === "nullable") found.nullable = true;
    if (def.type === "default" || def.type === "prefault") found.value ??= def.defaultValue;
    found.meta = { ...metaOf(inner), ...found.meta };
    def = defOf(inner);
  }
  found.def = def;
  return found;
}

function bounds(def: Def): Pick<FieldSpec, "least" | "most" | "whole" | "pattern"> & { format?: string } {
  const out: ReturnType<typeof bounds> = {};
  const own = { check: "", ...def } as { format?: string; pattern?: RegExp };
  if (own.format) out.format = own.format;
  for (const { _zod } of def.checks ?? []) {
    const { check, minimum, maximum, value, inclusive, format, pattern } = _zod.def;
    const edge = typeof value === "bigint" ? Number(value) : value;
    if (check === "min_length") out.least = minimum;
    else if (check === "max_length") out.most = maximum;
    else if (check === "length_equals") out.least = out.most = minimum;
    else if (check === "greater_than" && edge !== undefined) out.least = inclusive ? edge : edge + 1;
    else if (check === "less_than" && edge !== undefined) out.most = inclusive ? edge : edge - 1;
    else if (check === "string_format" && format === "regex") out.pattern = pattern?.source;
    else if (format) out.format = format;
  }
  if (out.format?.includes("int")) out.whole = true;
  return out;
}

function kindOf({ def, meta }: Inner, format: string | undefined, options: number): FieldKind {
  if (meta.control) return meta.control;
  switch (def.type) {
    case "boolean":
      return "switch";
    case "number":
      return "number";
    case "bigint":
      return "money";
    case "date":
      return "date";
    case "array":
    case "set":
      return "choices";
    case "enum":
    case "literal":
      return options <= 4 ? "radio" : "select";
    default:
      if (format === "email" || format === "url" || format === "date" || format === "time") return format;
      return format === "e164" ? "tel" : "text";
  }
}

/**
 * The fields of a schema in its own order. A field appears when `words` names it; what is not named is left to `hidden`
 * values of the form. Values given win over the schema's defaults.
 */
export function fieldsOf(
  schema: z.ZodType,
  words: FormWords,
  values: Record<string, unknown> = {},
  prefix = "",
): FieldSpec[] {
  const shape = defOf(schema).shape ?? unwrap(schema).def.shape ?? {};
  return Object.entries(shape).flatMap(([key, part]) => {
    const name = prefix + key;
    const inner = unwrap(part);
    if (inner.def.type === "object")
      return fieldsOf(part, words, (values[key] as Record<string, unknown>) ?? {}, `${name}.`);
    const word = words[name];
    if (!word) return [];
    const listed = inner.def.element ? unwrap(inner.def.element).def : inner.def;
    const known = listed.entries ? Object.values(listed.entries) : (listed.values ?? []);
    const { format, ...limits } = bounds(inner.def);
    const kind = word.kind ?? kindOf(inner, format, known.length);
    const options = known.map((one) => ({
      value: String(one),
      label: word.options?.[String(one)] ?? String(one),
      help: word.optionHelp?.[String(one)],
    }));
    const value = values[key] ?? inner.value;
    const field: FieldSpec = {
      name,
      kind,
      label: word.label,
      help: word.help,
      placeholder: word.placeholder,
      required:
        inner.required &&
        kind !== "switch" &&
        (kind !== "choices" || (limits.least ?? 0) > 0) &&
        !(inner.def.type === "string" && limits.least === undefined && !format && !limits.pattern),
      nullable: inner.nullable || undefined,
      ...limits,
      options:
        options.length > 0
          ? options
          : word.options
            ? Object.entries(word.options).map(([v, label]) => ({ value: v, label, help: word.optionHelp?.[v] }))
            : undefined,
      value: shown(value, kind),
      autoComplete: word.autoComplete ?? inner.meta.autoComplete,
      as: inner.def.type === "bigint" ? "bigint" : inner.def.type === "date" ? "date" : undefined,
    };
    return [field];
  });
}

/** A value as its control holds it. */
function shown(value: unknown, kind: FieldKind): FieldSpec["value"] {
  if (value === undefined || value === null || typeof value === "function") return undefined;
  if (typeof value === "bigint") {
    if (kind !== "money") return value.toString();
    const size = value < 0n ? -value : value;
    const cents = size % 100n;
    return `${value < 0n ? "-" : ""}${size / 100n}${cents === 0n ? "" : `.${cents.toString().padStart(2, "0")}`}`;
  }
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  if (Array.isArray(value)) return value.map(String);
  if (typeof value === "boolean" || typeof value === "number") return value;
  return String(value);
}

/**
 * Words from a message file: `<at>.<field>.label`, `.help`, `.placeholder`, `.options.<value>`, for the fields named.
 * `t.has` decides what is there, so only labels are obligatory.
 */
export function wordsOf(
  t: Translate & { has(key: string): boolean },
  at: string,
  fields: Record<string, Omit<FieldWords, "label" | "options"> & { options?: readonly string[] }>,
): FormWords {
  return Object.fromEntries(
    Object.entries(fields).map(([name, extra]) => {
      const key = `${at}.${name.replaceAll(".", "_")}`;
      const maybe = (part: string) => (t.has(`${key}.${part}`) ? t(`${key}.${part}`) : undefined);
      const options = extra.options
        ? Object.fromEntries(extra.options.map((value) => [value, t(`${key}.options.${value}`)]))
        : undefined;
      return [
        name,
        {
          ...extra,
          label: t(`${key}.label`),
          help: extra.help ?? maybe("help"),
          placeholder: extra.placeholder ?? maybe("placeholder"),
          options,
        },
      ];
    }),
  );
}
