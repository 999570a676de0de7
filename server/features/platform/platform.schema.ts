import { z } from "zod";

/**
 * What the screen may remember for a person, key by key. A key that is not here is refused; the browser sends through
 * components/shell/remember.ts, the server reads with `settingOf`. Keys ending in a dot hold one value per list.
 */
const minutes = z.int().min(0).max(1440);

/** One day's working hours in the person's own zone; null is a day off. */
export const workingDay = z
  .object({ from: minutes, until: minutes })
  .refine((day) => day.until > day.from, { path: ["until"], message: "field.until_after_from" })
  .nullable();

/** Monday first. */
export const workingHours = z.array(workingDay).length(7);
export type WorkingHours = z.infer<typeof workingHours>;

export const densities = ["auto", "airy", "dense"] as const;
export type Density = (typeof densities)[number];

const fixed = {
  /** The sidebar's width on a desk. */
  sidebar: z.enum(["wide", "narrow"]),
  /** Keys of the menu's closed sections. */
  closedSections: z.array(z.string().regex(/^[a-z_]{1,30}$/)).max(30),
  density: z.enum(densities),
  workingHours,
  /** Whether colleagues see that one is here now. */
  presence: z.enum(["shown", "hidden"]),
};

const families = {
  /** How one list is shown: columns, order, rows to a page, table or cards. */
  "list.": z
    .object({
      columns: z.array(z.string().max(40)).max(40).optional(),
      sort: z.string().max(60).optional(),
      limit: z.int().min(1).max(200).optional(),
      mode: z.string().max(20).optional(),
    })
    .strict(),
  /** A closed or open part of a page: a panel, a hint that was read. */
  "part.": z.enum(["open", "closed"]),
};

export type SettingKey = keyof typeof fixed | `list.${string}` | `part.${string}`;
export type SettingValue<K extends SettingKey> = K extends keyof typeof fixed
  ? z.infer<(typeof fixed)[K]>
  : K extends `list.${string}`
    ? z.infer<(typeof families)["list."]>
    : z.infer<(typeof families)["part."]>;

/** The schema of a key, or null when nobody knows the key. */
export function settingSchema(key: string): z.ZodType | null {
  if (Object.hasOwn(fixed, key)) return fixed[key as keyof typeof fixed];
  const match = /^(list\.|part\.)[a-z][a-zA-Z0-9._-]{0,60}$/.exec(key);
  return match ? families[match[1] as keyof typeof families] : null;
}

/** Reads one setting from what the database holds; what no longer fits its schema counts as not set. */
export function settingOf<K extends SettingKey>(
  settings: Record<string, unknown>,
  key: K,
): SettingValue<K> | undefined {
  const read = settingSchema(key)?.safeParse(settings[key]);
  return read?.success ? (read.data as SettingValue<K>) : undefined;
}

/** Keys the shell itself needs on every page. */
export const shellKeys = ["sidebar", "closedSections", "density"] as const satisfies readonly SettingKey[];

const MAX_BYTES = 4096;

export const rememberSettingInput = z
  .object({ key: z.string().max(80), value: z.unknown() })
  .transform((input, ctx): { key: SettingKey; value: unknown } => {
    const schema = settingSchema(input.key);
    if (!schema) {
      ctx.addIssue({ code: "custom", path: ["key"], message: "field.unknown" });
      return z.NEVER;
    }
    const read = schema.safeParse(input.value);
    if (!read.success || JSON.stringify(read.data).length > MAX_BYTES) {
      ctx.addIssue({ code: "custom", path: ["value"], message: "field.invalid" });
      return z.NEVER;
    }
    return { key: input.key as SettingKey, value: read.data };
  });

export const MAX_VIEWS = 30;
const listName = z.string().regex(/^[a-z][a-zA-Z0-9._-]{0,60}$/);
/** The address parameters of a list, as `listParams` of lib/list.ts writes them. */
const viewParams = z
  .record(z.string().max(40), z.union([z.string().max(400), z.array(z.string().max(200)).max(60)]))
  .refine((params) => JSON.stringify(params).length <= MAX_BYTES, { message: "field.invalid" });

export const saveViewInput = z.object({
  list: listName,
  name: z.string().trim().min(1).max(60),
  params: viewParams,
});
export const removeViewInput = z.object({ id: z.uuid() });
export const viewsInput = z.object({ list: listName });

export const MIN_QUERY = 2;
export const searchInput = z.object({ q: z.string().trim().min(MIN_QUERY).max(80) });

export const hitGroups = ["children", "people", "organizations", "competencies"] as const;
export type HitGroup = (typeof hitGroups)[number];
/** One record found. `href` is null where no page shows it yet: then `copy` is what choosing it puts on the clipboard. */
export type Hit = { id: string; title: string; text: string; href: string | null; copy: string };
export type Hits = { group: HitGroup; hits: Hit[] }[];
