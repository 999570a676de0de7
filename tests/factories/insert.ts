import type { Client } from "pg";

/** What a factory needs of a database: one statement with parameters. */
export type Sql = Pick<Client, "query">;

const BATCH = 2_000;

function encode(this: unknown, key: string, value: unknown): unknown {
  // Before toJSON had its way: bytes become bytea's own notation, bigints digits.
  const raw = key === "" ? value : (this as Record<string, unknown>)[key];
  if (raw instanceof Uint8Array) return `\\x${Buffer.from(raw).toString("hex")}`;
  if (typeof raw === "bigint") return raw.toString();
  return value;
}

/**
 * Inserts plain rows: one statement per 2,000, whatever the columns' types, because PostgreSQL itself casts each value to
 * its column. All rows must have the same columns; columns left out take their defaults.
 */
export async function insertRows(sql: Sql, table: string, rows: readonly object[], onConflict = ""): Promise<void> {
  const first = rows[0];
  if (!first) return;
  const columns = Object.keys(first);
  const list = columns.map((column) => `"${column}"`).join(", ");
  for (let from = 0; from < rows.length; from += BATCH) {
    await sql.query(
      `INSERT INTO "${table}" (${list}) SELECT ${list} FROM jsonb_populate_recordset(NULL::"${table}", $1::jsonb) ${onConflict}`,
      [JSON.stringify(rows.slice(from, from + BATCH), encode)],
    );
  }
}

/** One row. */
export const insertRow = (sql: Sql, table: string, row: object, onConflict = "") =>
  insertRows(sql, table, [row], onConflict);
