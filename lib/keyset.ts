import type { ListState } from "./list.ts";

/**
 * Keyset paging: a page begins after the last row seen, not after a number of rows, so page 400 costs what page 1 costs
 * and a row added meanwhile shifts nothing. The order is the sort column and then the id, which makes it total.
 */

export type CursorValue = string | number | boolean | null;
export type SortColumn = {
  /** Dotted path of the field in the Prisma model, e.g. `createdAt` or `user.name`. */
  field: string;
  kind?: "text" | "number" | "date" | "bigint";
  /** The field may be null; such rows come last whichever way the list is sorted. */
  nullable?: boolean;
};
export type Direction = "asc" | "desc";
export type Keyset = {
  /** Combine with the list's own conditions: `where: { AND: [visible, keyset.where] }`. */
  where: Record<string, unknown>;
  orderBy: Record<string, unknown>[];
  /** One more than the page, to know whether there is a next one. */
  take: number;
  /** The rows arrive in the opposite order and are turned round by `pageOf`. */
  reversed: boolean;
  hasCursor: boolean;
  from: number;
};
export type Page<Row> = {
  rows: Row[];
  next: string | null;
  previous: string | null;
  /** Rows before this page, for "51–100 of 520". */
  from: number;
  /** How many there are in all, when it is cheap to know. */
  total?: number;
  /** The count stopped here: show "more than 10,000". */
  totalIsFloor?: boolean;
};

const toBase64Url = (bytes: Uint8Array) =>
  btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

/** `[value, id]` as base64url JSON, safe in an address. */
export function encodeCursor(value: Date | bigint | CursorValue, id: string): string {
  const plain = value instanceof Date ? value.toISOString() : typeof value === "bigint" ? value.toString() : value;
  return toBase64Url(new TextEncoder().encode(JSON.stringify([plain, id])));
}

/** Null when it is not a cursor of ours: the list then starts at its first page. */
export function decodeCursor(cursor: string | undefined): [value: CursorValue, id: string] | null {
  if (!cursor) return null;
  try {
    const binary = atob(cursor.replace(/-/g, "+").replace(/_/g, "/"));
    const parsed: unknown = JSON.parse(new TextDecoder().decode(Uint8Array.from(binary, (c) => c.charCodeAt(0))));
    if (!Array.isArray(parsed) || parsed.length !== 2) return null;
    const [value, id] = parsed as [unknown, unknown];
    if (typeof id !== "string" || id.length === 0 || id.length > 200) return null;
    if (value !== null && !["string", "number", "boolean"].includes(typeof value)) return null;
    return [value as CursorValue, id];
  } catch {
    return null;
  }
}

/** The cursor's value as the column's own type; undefined when it cannot be one (a cursor of another sort). */
function typed(value: CursorValue, column: SortColumn): Date | bigint | CursorValue | undefined {
  if (value === null) return column.nullable ? null : undefined;
  switch (column.kind ?? "text") {
    case "date": {
      const date = typeof value === "string" ? new Date(value) : null;
      return date && !Number.isNaN(date.getTime()) ? date : undefined;
    }
    case "bigint":
      return typeof value === "string" && /^-?\d{1,18}$/.test(value) ? BigInt(value) : undefined;
    case "number":
      return typeof value === "number" ? value : undefined;
    default:
      return typeof value === "string" ? value : undefined;
  }
}

const at = (path: string, leaf: unknown): Record<string, unknown> =>
  path.split(".").reduceRight<unknown>((inner, key) => ({ [key]: inner }), leaf) as Record<string, unknown>;

/** Prisma's `where`, `orderBy` and `take` for the page the state asks for. `columns` has an entry for each sort of the list. */
export function keyset<Columns extends Record<string, SortColumn>>(
  state: Pick<ListState, "sort" | "cursor" | "dir" | "limit" | "from">,
  columns: Columns,
  idField = "id",
): Keyset {
  const name = state.sort.replace(/^-/, "");
  const column = columns[name];
  if (!column) throw new Error(`This list has no column for the sort "${name}"`);
  const decoded = decodeCursor(state.cursor);
  const value = decoded ? typed(decoded[0], column) : undefined;
  const id = decoded?.[1];
  const hasCursor = value !== undefined && id !== undefined;
  const reversed = hasCursor && state.dir === "before";
  const asked: Direction = state.sort.startsWith("-") ? "desc" : "asc";
  const direction: Direction = reversed ? (asked === "asc" ? "desc" : "asc") : asked;
  const nulls = reversed ? "first" : "last";
  const beyond = direction === "asc" ? "gt" : "lt";

  const { field } = column;
  const isId = field === idField;
  const where: Record<string, unknown> = {};
  if (hasCursor) {
    const tie = { AND: [at(field, value), at(idField, { [beyond]: id })] };
    if (isId) Object.assign(where, at(idField, { [beyond]: id }));
    else if (value === null) where.OR = nulls === "last" ? [tie] : [tie, at(field, { not: null })];
    else {
      const rest = [at(field, { [beyond]: value }), tie];
      where.OR = column.nullable && nulls === "last" ? [...rest, at(field, null)] : rest;
    }
  }
  const order = at(field, column.nullable ? { sort: direction, nulls } : direction);
  return {
    where,
    orderBy: isId ? [order] : [order, at(idField, direction)],
    take: state.limit + 1,
    reversed,
    hasCursor,
    from: hasCursor ? state.from : 0,
  };
}

/** Cuts the extra row off, turns a page fetched backwards round, and makes the cursors on either side. */
export function pageOf<Row>(
  fetched: readonly Row[],
  keys: Pick<Keyset, "take" | "reversed" | "hasCursor" | "from">,
  key: (row: Row) => readonly [value: Date | bigint | CursorValue, id: string],
  count?: { total: number; isFloor?: boolean },
): Page<Row> {
  const limit = keys.take - 1;
  const more = fetched.length > limit;
  const rows = fetched.slice(0, limit);
  if (keys.reversed) rows.reverse();
  const [first, last] = [rows.at(0), rows.at(-1)];
  const hasNext = keys.reversed ? true : more;
  const hasPrevious = keys.reversed ? more : keys.hasCursor;
  return {
    rows,
    next: hasNext && last !== undefined ? encodeCursor(...key(last)) : null,
    previous: hasPrevious && first !== undefined ? encodeCursor(...key(first)) : null,
    from: keys.reversed && !more ? 0 : keys.from,
    total: count?.total,
    totalIsFloor: count?.isFloor,
  };
}
