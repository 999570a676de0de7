import { z } from "zod";
import { isStorable } from "./storable.ts";

/**
 * The one list contract. A feature writes `listInput({ sorts, filters })` once, in its schema file; the procedure takes it
 * as input, the page reads it from the address with `parseList`, links are written with `listHref`, and the query is
 * paged with `keyset` and `pageOf`. State lives in the address and nowhere else.
 */

export type SearchParams = Record<string, string | string[] | undefined>;
type Filters = Record<string, z.ZodType>;
type Signed<Sort extends string> = Sort | `-${Sort}`;

export type ListState = {
  /** Where the page starts; absent on the first page. */
  cursor?: string;
  /** Which side of the cursor the page lies on. */
  dir: "after" | "before";
  limit: number;
  /** Column name, `-` before it for descending. */
  sort: string;
  /** Words searched for. */
  q?: string;
  filters: Record<string, unknown>;
  /** Columns shown, in order; absent means the list's own choice. */
  columns?: string[];
  /** How many rows come before this page: only for showing "51–100 of 520", never for fetching. */
  from: number;
};

const RESERVED = ["cursor", "dir", "limit", "sort", "q", "cols", "from", "view"];
export const LIMITS = [25, 50, 100] as const;
const MAX_CURSOR = 600;

/**
 * The input schema of a list. The first sort is the default (`-` before it for descending); each filter is a zod schema,
 * optional by nature: `{ role: z.array(z.enum(ROLES)), since: z.iso.date() }`.
 */
export function listInput<const Sort extends string, F extends Filters>(options: {
  sorts: readonly [Sort, ...Sort[]];
  filters: F;
  defaultSort?: Signed<NoInfer<Sort>>;
  limit?: number;
}) {
  const clash = Object.keys(options.filters).find((name) => RESERVED.includes(name));
  if (clash) throw new Error(`A list filter may not be called "${clash}"`);
  const [first] = options.sorts;
  const sorts = options.sorts.flatMap((name) => [name, `-${name}`] as const) as [Signed<Sort>, ...Signed<Sort>[]];
  const filters = Object.fromEntries(
    Object.entries(options.filters).map(([name, schema]) => [name, schema.optional()]),
  );
  return z.object({
    cursor: z.string().max(MAX_CURSOR).optional(),
    dir: z.enum(["after", "before"]).default("after"),
    limit: z
      .int()
      .min(1)
      .max(200)
      .default(options.limit ?? 50),
    sort: z.literal(sorts).default(options.defaultSort ?? first),
    q: z.string().trim().max(200).optional(),
    filters: z.object(filters as { [K in keyof F]: z.ZodOptional<F[K]> }).default({} as never),
    columns: z.array(z.string().max(40)).max(40).optional(),
    from: z.int().min(0).max(10_000_000).default(0),
  });
}

type ListSchema = z.ZodType<ListState> & {
  shape: Record<"cursor" | "dir" | "limit" | "sort" | "q" | "filters" | "columns" | "from", z.ZodType>;
};

const one = (value: string | string[] | undefined) => {
  const text = Array.isArray(value) ? value[0] : value;
  return text === undefined || isStorable(text) ? text : undefined;
};

/** A filter arrives as text; the first reading its schema accepts is the one meant. */
function readings(raw: string | string[]): unknown[] {
  if (![raw].flat().every(isStorable)) return [];
  const list = (Array.isArray(raw) ? raw : raw.split(",")).map((part) => part.trim()).filter(Boolean);
  const text = one(raw) ?? "";
  const number = text.trim() === "" ? Number.NaN : Number(text);
  return [
    text,
    list,
    ...(text === "true" || text === "false" ? [text === "true"] : []),
    ...(Number.isFinite(number) ? [number] : []),
  ];
}

function filterShape(schema: ListSchema): Record<string, z.ZodType> {
  const { filters } = schema.shape;
  const inner = filters instanceof z.ZodDefault ? filters.unwrap() : filters;
  return inner instanceof z.ZodObject ? (inner.shape as Record<string, z.ZodType>) : {};
}

/**
 * Reads a list's state from an address a person may have edited or an old bookmark may hold: what cannot be understood
 * falls back to the default instead of failing the page.
 */
export function parseList<S extends z.ZodType<ListState>>(schema: S, params: SearchParams): z.output<S> {
  const { shape } = schema as unknown as ListSchema;
  const state: Record<string, unknown> = {};
  const take = (name: keyof ListSchema["shape"], value: unknown) => {
    if (value !== undefined && shape[name].safeParse(value).success) state[name] = value;
  };
  const whole = (name: string) => {
    const text = one(params[name]);
    return text && /^\d{1,8}$/.test(text) ? Number(text) : undefined;
  };
  take("cursor", one(params.cursor));
  take("dir", one(params.dir));
  take("limit", whole("limit"));
  take("sort", one(params.sort));
  take("q", one(params.q)?.trim() || undefined);
  take("from", whole("from"));
  const columns = [params.cols ?? []]
    .flat()
    .flatMap((part) => part.split(","))
    .filter(Boolean);
  if (columns.length > 0) take("columns", columns);

  const filters: Record<string, unknown> = {};
  for (const [name, filter] of Object.entries(filterShape(schema as unknown as ListSchema))) {
    const raw = params[name];
    if (raw === undefined || raw.length === 0) continue;
    for (const reading of readings(raw)) {
      const read = filter.safeParse(reading);
      if (read.success && read.data !== undefined && !(Array.isArray(read.data) && read.data.length === 0)) {
        filters[name] = read.data;
        break;
      }
    }
  }
  return schema.parse({ ...state, filters }) as z.output<S>;
}

export type ListDefaults = { sort: string; limit: number };

/** What the schema uses when the address says nothing; links leave these out. */
export function listDefaults(schema: z.ZodType<ListState>): ListDefaults {
  const { sort, limit } = schema.parse({}) as ListState;
  return { sort, limit };
}

/** The state as address parameters: only what differs from the default, in a fixed order, so that equal lists have equal addresses. */
export function listParams(state: ListState, defaults?: ListDefaults): URLSearchParams {
  const params = new URLSearchParams();
  if (state.q) params.set("q", state.q);
  for (const [name, value] of Object.entries(state.filters).sort(([a], [b]) => a.localeCompare(b))) {
    if (value === undefined || value === null || value === "") continue;
    if (Array.isArray(value)) {
      // A value holding a comma cannot share one parameter with others.
      if (value.some((v) => String(v).includes(","))) for (const v of value) params.append(name, String(v));
      else if (value.length > 0) params.set(name, value.join(","));
    } else params.set(name, String(value));
  }
  if (state.sort !== defaults?.sort) params.set("sort", state.sort);
  if (state.columns?.length) params.set("cols", state.columns.join(","));
  if (state.limit !== (defaults?.limit ?? 50)) params.set("limit", String(state.limit));
  if (state.cursor) {
    params.set("cursor", state.cursor);
    if (state.dir === "before") params.set("dir", "before");
    if (state.from > 0) params.set("from", String(state.from));
  }
  return params;
}

export type ListPatch = Partial<Omit<ListState, "filters">> & { filters?: Record<string, unknown> };

/** The state after a change. Whatever changes which rows there are, or their order, starts again at the first page. */
export function changeList<S extends ListState>(state: S, patch: ListPatch): S {
  const restarts = !("cursor" in patch) && ["sort", "q", "filters", "limit"].some((name) => name in patch);
  const start = restarts ? { cursor: undefined, dir: "after" as const, from: 0 } : {};
  return {
    ...state,
    ...start,
    ...patch,
    filters: patch.filters ? { ...state.filters, ...patch.filters } : state.filters,
  };
}

/** A link to the same list, changed. */
export function listHref(path: string, state: ListState, patch: ListPatch = {}, defaults?: ListDefaults): string {
  const query = listParams(changeList(state, patch), defaults).toString();
  return query ? `${path}?${query}` : path;
}

/** The next sort of a column whose heading is pressed: ascending, then descending. */
export function toggleSort(current: string, column: string): string {
  return current === column ? `-${column}` : column;
}

/** The words of a search; the first four count. */
export const wordsOf = (q: string | undefined): string[] => (q ?? "").split(/\s+/).filter(Boolean).slice(0, 4);
