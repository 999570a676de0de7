/** Rows for any table, made from the catalogue alone, so that tests about every table hold for tables not yet written. */
import type { Client } from "pg";
import { insertRow } from "../factories/insert";
import type { Random } from "../factories/random";

/** What anybody may read, signed in or not: published knowledge, never a person's data. */
export const publicTables = [
  "Badge",
  "Competency",
  "ConsentText",
  "FeatureFlag",
  "GradeScale",
  "LearningArea",
  "Permission",
  "Plan",
  "PlanPrice",
  "RolePermission",
  "ScaleLevel",
  "ScaleUse",
];

export type Column = {
  name: string;
  type: string;
  array: boolean;
  labels: string[] | null;
  to: string | null;
  /** Column of that table. */
  toColumn: string | null;
  generated: boolean;
};
export type Table = { name: string; columns: Column[]; readable: string[] };

/** Every table of the application with its columns, what they point at, and which of them the application may read. */
export async function tablesOf(sql: Client): Promise<Table[]> {
  const { rows } = await sql.query<Column & { table: string; readable: boolean }>(
    `SELECT c.relname AS table, a.attname AS name, a.attgenerated <> '' OR a.attidentity <> '' OR coalesce(pg_get_expr(d.adbin, d.adrelid), '') ~ 'nextval|pg_current_xact' AS generated,
            coalesce(e.typname, y.typname) AS type, e.oid IS NOT NULL AS array, has_column_privilege('uhs_app', c.oid, a.attnum, 'SELECT') AS readable,
            (SELECT array_agg(enumlabel::text ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = y.oid) AS labels,
            (SELECT f.relname FROM pg_constraint k JOIN pg_class f ON f.oid = k.confrelid WHERE k.contype = 'f' AND k.conrelid = c.oid AND k.conkey = ARRAY[a.attnum]) AS to,
            (SELECT t.attname FROM pg_constraint k JOIN pg_attribute t ON t.attrelid = k.confrelid AND t.attnum = k.confkey[1] WHERE k.contype = 'f' AND k.conrelid = c.oid AND k.conkey = ARRAY[a.attnum]) AS "toColumn"
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped JOIN pg_type y ON y.oid = a.atttypid
     LEFT JOIN pg_type e ON e.oid = y.typelem AND y.typcategory = 'A' LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname <> '_prisma_migrations' ORDER BY c.relname, a.attnum`,
  );
  const tables = new Map<string, Table>();
  for (const { table, readable, ...column } of rows) {
    const found = tables.get(table) ?? { name: table, columns: [], readable: [] };
    found.columns.push(column);
    if (readable) found.readable.push(column.name);
    tables.set(table, found);
  }
  return [...tables.values()];
}

/**
 * What a row may point at: the owner's row of each table (its columns by name), and values by column name where no
 * foreign key says which table is meant.
 */
export type Owner = { tables: Record<string, Record<string, unknown>>; columns: Record<string, string> };

/** A row of `table` that belongs to `owner` in every column that can say so. Values differ in every call. */
export function rowFor(
  table: Table,
  owner: Owner,
  random: Random,
  fixed: Record<string, unknown> = {},
): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  for (const column of table.columns) {
    if (column.generated) continue;
    if (column.name in fixed) row[column.name] = fixed[column.name];
    else row[column.name] = fill(column, owner, random);
  }
  return row;
}

function fill({ name, type, array, labels, to, toColumn }: Column, owner: Owner, random: Random): unknown {
  if (array) return [];
  const known = (to && toColumn && owner.tables[to]?.[toColumn]) || owner.columns[name];
  if (known) return known;
  if (labels) return labels[0];
  // Points at something else of its own table's kind: nothing.
  if (to) return null;
  const serial = random.uuid();
  if (type === "uuid") return serial;
  if (["text", "citext", "varchar", "bpchar"].includes(type))
    return name === "locale" ? "en" : name === "phone" ? null : name === "passwordHash" ? null : serial;
  if (/^int|^float|^numeric/.test(type)) return 1;
  if (type === "bool") return true;
  if (type === "date") return new Date().toISOString().slice(0, 10);
  if (type === "timestamptz")
    return /ended|revoked|superseded|consumed|accepted|closed/i.test(name) ? null : new Date(Date.now() + 3_600_000);
  if (type === "jsonb") return {};
  if (type === "bytea") return new Uint8Array(Buffer.from(serial));
  if (type === "vector" || type === "tsvector") return null;
  throw new Error(`tests/harness/fill.ts knows no value for ${name} of type ${type}`);
}

/** What rows of learning need beside what the catalogue says, for `fixed`. */
export const learningRows: Record<string, Record<string, unknown>> = {
  Rubric: {
    criteria: [
      { id: "idea", title: "Idea", weight: 1, levels: { EE: "Why", ME: "Right", AE: "Partly", BE: "Not yet" } },
    ],
  },
  Assignment: { opensAt: null },
  Submission: { status: "SUBMITTED", submittedAt: new Date(), responseId: null },
  Intervention: { result: null, endedOn: null },
  Course: { currency: "KES", language: "en" },
  CourseModule: { position: "a0" },
  Lesson: { position: "a0" },
  LessonProgress: { completedAt: null },
  Assessment: { opensAt: null },
  ForumPost: { language: "en", sensitive: false },
};

/** Puts one row of the owner into every table that has none of theirs yet, parents before what points at them. */
export async function fillTables(
  sql: Client,
  tables: Table[],
  owner: Owner,
  random: Random,
  fixed: Record<string, Record<string, unknown>> = {},
): Promise<void> {
  const left = new Set(tables.filter(({ name }) => !owner.tables[name]));
  while (left.size > 0) {
    const ready = [...left].filter((table) =>
      table.columns.every(
        ({ to }) => !to || to === table.name || owner.tables[to] || ![...left].some(({ name }) => name === to),
      ),
    );
    const next = ready.length > 0 ? ready : [...left];
    for (const table of next) {
      left.delete(table);
      const row = rowFor(table, owner, random, fixed[table.name]);
      try {
        await insertRow(sql, table.name, row);
      } catch (error) {
        throw new Error(
          `No row could be made for ${table.name}: ${(error as Error).message}. Say what it needs in \`fixed\`.`,
          { cause: error },
        );
      }
      owner.tables[table.name] = row;
    }
  }
}
