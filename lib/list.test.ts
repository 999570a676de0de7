import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { decodeCursor, encodeCursor, keyset, pageOf } from "./keyset";
import {
  changeList,
  type ListState,
  listDefaults,
  listHref,
  listInput,
  listParams,
  parseList,
  type SearchParams,
  toggleSort,
} from "./list";

const people = listInput({
  sorts: ["name", "createdAt"],
  filters: {
    role: z.array(z.enum(["PARENT", "STAFF"])),
    county: z.string().max(40),
    active: z.boolean(),
    minAge: z.int().min(3),
    since: z.iso.date(),
  },
});
const defaults = listDefaults(people);

describe("reading a list from the address", () => {
  it.each<[string, SearchParams, Partial<ListState>]>([
    ["nothing", {}, { sort: "name", limit: 50, dir: "after", from: 0, filters: {} }],
    ["one of many", { role: "PARENT" }, { filters: { role: ["PARENT"] } }],
    ["several, one parameter", { role: "PARENT,STAFF" }, { filters: { role: ["PARENT", "STAFF"] } }],
    ["several, repeated", { role: ["PARENT", "STAFF"] }, { filters: { role: ["PARENT", "STAFF"] } }],
    ["a role that does not exist", { role: "KING" }, { filters: {} }],
    ["yes or no", { active: "false" }, { filters: { active: false } }],
    ["a number", { minAge: "7" }, { filters: { minAge: 7 } }],
    ["a number too small", { minAge: "1" }, { filters: {} }],
    ["a day", { since: "2026-01-05" }, { filters: { since: "2026-01-05" } }],
    ["text with a comma", { county: "Kisumu, East" }, { filters: { county: "Kisumu, East" } }],
    ["an unknown sort", { sort: "shoeSize" }, { sort: "name" }],
    ["descending", { sort: "-createdAt" }, { sort: "-createdAt" }],
    ["a limit out of bounds", { limit: "9999" }, { limit: 50 }],
    ["a limit that is no number", { limit: "1e3" }, { limit: 50 }],
    ["an empty search", { q: "  " }, { q: undefined }],
    ["columns", { cols: "name,role" }, { columns: ["name", "role"] }],
    ["columns ticked in a form", { cols: ["name", "role"] }, { columns: ["name", "role"] }],
    ["a cursor far too long", { cursor: "a".repeat(601) }, { cursor: undefined }],
  ])("%s", (_, params, expected) => {
    expect({ q: undefined, cursor: undefined, ...parseList(people, params) }).toMatchObject(expected);
  });

  it("refuses in a procedure what it forgives in an address", () => {
    expect(people.safeParse({ sort: "shoeSize" }).success).toBe(false);
    expect(people.safeParse({ filters: { role: ["KING"] } }).success).toBe(false);
    expect(people.parse({})).toEqual({ dir: "after", limit: 50, sort: "name", filters: {}, from: 0 });
  });

  it("does not let a filter hide a parameter of the list", () => {
    expect(() => listInput({ sorts: ["name"], filters: { cursor: z.string() } })).toThrow("cursor");
  });

  it("survives any address", () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.constantFrom(
            "role",
            "county",
            "active",
            "minAge",
            "since",
            "sort",
            "limit",
            "cursor",
            "cols",
            "q",
            "from",
            "dir",
          ),
          fc.oneof(fc.string(), fc.array(fc.string())),
        ),
        (params) => {
          expect(people.safeParse(parseList(people, params)).success).toBe(true);
        },
      ),
    );
  });
});

describe("writing it back", () => {
  it("says only what differs from the default", () => {
    expect(listHref("/p", parseList(people, {}), {}, defaults)).toBe("/p");
  });
  it("reads what it wrote", () => {
    fc.assert(
      fc.property(
        fc.record({
          sort: fc.constantFrom("name", "-name", "createdAt", "-createdAt"),
          limit: fc.integer({ min: 1, max: 200 }),
          q: fc.option(
            fc
              .string({ minLength: 1, maxLength: 20 })
              .map((s) => s.trim())
              .filter(Boolean),
            { nil: undefined },
          ),
          role: fc.option(fc.uniqueArray(fc.constantFrom("PARENT", "STAFF"), { minLength: 1 }), { nil: undefined }),
          county: fc.option(fc.string({ minLength: 1, maxLength: 20 }), { nil: undefined }),
          active: fc.option(fc.boolean(), { nil: undefined }),
        }),
        ({ sort, limit, q, ...filters }) => {
          const state = parseList(people, {});
          const written = changeList(state, { sort, limit, q, filters });
          const params: SearchParams = {};
          for (const [k, v] of listParams(written as ListState, defaults))
            params[k] = params[k] === undefined ? v : [params[k] ?? [], v].flat();
          const known = Object.fromEntries(Object.entries(written.filters).filter(([, v]) => v !== undefined));
          expect(parseList(people, params)).toEqual({ ...written, filters: known, ...(q ? { q } : { q: undefined }) });
        },
      ),
    );
  });
  it("goes back to the first page when what is listed changes, and only then", () => {
    const third = { ...parseList(people, {}), cursor: "abc", from: 100 };
    expect(changeList(third, { filters: { role: ["STAFF"] } })).toMatchObject({ cursor: undefined, from: 0 });
    expect(changeList(third, { sort: "-name" })).toMatchObject({ cursor: undefined, from: 0 });
    expect(changeList(third, { columns: ["name"] })).toMatchObject({ cursor: "abc", from: 100 });
  });
  it.each([
    ["name", "name", "-name"],
    ["-name", "name", "name"],
    ["name", "age", "age"],
  ])("sorted by %s, pressing %s gives %s", (now, pressed, then) => {
    expect(toggleSort(now, pressed)).toBe(then);
  });
});

describe("cursors", () => {
  it("carry any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string({ minLength: 1, maxLength: 60 }), (value, id) => {
        expect(decodeCursor(encodeCursor(value, id))).toEqual([value, id]);
        expect(encodeCursor(value, id)).toMatch(/^[\w-]+$/);
      }),
    );
  });
  it.each([
    ["", null],
    ["!!!", null],
    ["bnVsbA", null],
    [encodeCursor("a", ""), null],
  ])("%s is none of ours", (text, expected) => {
    expect(decodeCursor(text)).toBe(expected);
  });
});

describe("paging", () => {
  type Row = { id: string; name: string; score: number | null };
  const columns = { name: { field: "name" }, score: { field: "score", kind: "number", nullable: true } } as const;
  const compare = (a: unknown, b: unknown) => (a === b ? 0 : (a as string) < (b as string) ? -1 : 1);

  /** What the database does with the parts of Prisma's language that keyset() speaks. */
  function matches(row: Record<string, unknown>, where: Record<string, unknown>): boolean {
    return Object.entries(where).every(([key, condition]) => {
      if (key === "OR") return (condition as Record<string, unknown>[]).some((c) => matches(row, c));
      if (key === "AND") return (condition as Record<string, unknown>[]).every((c) => matches(row, c));
      const value = row[key];
      if (condition === null || typeof condition !== "object") return value === condition;
      const test = condition as { gt?: unknown; lt?: unknown; not?: null };
      if ("not" in test) return value !== null;
      if (value === null) return false;
      return "gt" in test ? compare(value, test.gt) > 0 : compare(value, test.lt) < 0;
    });
  }
  function run(rows: Row[], keys: ReturnType<typeof keyset>): Row[] {
    return rows
      .filter((row) => matches(row, keys.where))
      .sort((a, b) => {
        for (const order of keys.orderBy) {
          const [field = "id", how] = Object.entries(order)[0] ?? [];
          const { sort, nulls } =
            typeof how === "object" ? (how as { sort: string; nulls: string }) : { sort: how as string, nulls: "last" };
          const [x, y] = [a[field as keyof Row], b[field as keyof Row]];
          if (x === y) continue;
          if (x === null || y === null) return (x === null) === (nulls === "first") ? -1 : 1;
          return compare(x, y) * (sort === "desc" ? -1 : 1);
        }
        return 0;
      })
      .slice(0, keys.take);
  }

  it("walks every row once, forwards and back again, whatever ties and gaps there are", () => {
    const row = fc.record({ name: fc.constantFrom("a", "b", "c"), score: fc.option(fc.integer({ min: 0, max: 3 })) });
    fc.assert(
      fc.property(
        fc.array(row, { maxLength: 25 }),
        fc.constantFrom("name", "-name", "score", "-score"),
        fc.integer({ min: 1, max: 7 }),
        (raw, sort, limit) => {
          const rows = raw.map((r, i) => ({ ...r, id: `id${String(i).padStart(2, "0")}` }));
          const key = (r: Row) => [sort.endsWith("name") ? r.name : r.score, r.id] as const;
          const whole = run(rows, { ...keyset({ sort, dir: "after", limit: 1000, from: 0 }, columns) });
          const seen: Row[][] = [];
          let cursor: string | undefined;
          let back: string | null = null;
          for (let page = 0; page <= rows.length; page++) {
            const keys = keyset({ sort, cursor, dir: "after", limit, from: page * limit }, columns);
            const got = pageOf(run(rows, keys), keys, key);
            seen.push(got.rows);
            back = got.previous;
            if (!got.next) break;
            cursor = got.next;
          }
          expect(seen.flat().map((r) => r.id)).toEqual(whole.map((r) => r.id));
          for (let page = seen.length - 2; page >= 0; page--) {
            const keys = keyset({ sort, cursor: back ?? undefined, dir: "before", limit, from: page * limit }, columns);
            const got = pageOf(run(rows, keys), keys, key);
            expect(got.rows.map((r) => r.id)).toEqual(seen[page]?.map((r) => r.id));
            back = got.previous;
          }
          expect(back).toBeNull();
        },
      ),
    );
  });
  it("starts at the first page when the cursor belongs to another sort", () => {
    const keys = keyset(
      { sort: "score", cursor: encodeCursor("Amani", "x"), dir: "after", limit: 10, from: 40 },
      columns,
    );
    expect(keys).toMatchObject({ where: {}, hasCursor: false, from: 0, take: 11 });
  });
  it("sorts by a related record", () => {
    const keys = keyset(
      { sort: "-name", cursor: encodeCursor("B", "7"), dir: "after", limit: 5, from: 5 },
      { name: { field: "user.name" } },
    );
    expect(keys.orderBy).toEqual([{ user: { name: "desc" } }, { id: "desc" }]);
    expect(keys.where).toEqual({
      OR: [{ user: { name: { lt: "B" } } }, { AND: [{ user: { name: "B" } }, { id: { lt: "7" } }] }],
    });
  });
});
