import type { PGlite } from "@electric-sql/pglite";
import { openDatabase } from "../../server/database/engine";

/** Beyond this an engine has grown by what a seed wrote, and a new one costs less memory. */
const MOST_BYTES = 150_000_000;
const MOST_WAL_FILES = 6;

const ours =
  "relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace, 'pg_toast'::regnamespace)";

/** Everything about the database that is not a row: two alike differ in rows only. */
const SHAPE = `SELECT md5(string_agg(line, E'\\n' ORDER BY line)) AS shape FROM (
  SELECT format('class %s %s %s %s %s %s', oid, relname, relkind, relrowsecurity, relforcerowsecurity, relacl) FROM pg_class WHERE ${ours}
  UNION ALL SELECT format('column %s %s %s', a.attrelid, a.attname, a.xmin) FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid WHERE ${ours} AND a.attnum > 0
  UNION ALL SELECT format('default %s %s', oid, xmin) FROM pg_attrdef
  UNION ALL SELECT format('policy %s %s', oid, xmin) FROM pg_policy
  UNION ALL SELECT format('trigger %s %s', oid, xmin) FROM pg_trigger
  UNION ALL SELECT format('constraint %s %s', oid, xmin) FROM pg_constraint
  UNION ALL SELECT format('function %s %s', oid, xmin) FROM pg_proc
  UNION ALL SELECT format('type %s %s', oid, xmin) FROM pg_type
  UNION ALL SELECT format('label %s %s', oid, xmin) FROM pg_enum
  UNION ALL SELECT format('schema %s %s', oid, xmin) FROM pg_namespace
  UNION ALL SELECT format('role %s %s', oid, xmin) FROM pg_authid
  UNION ALL SELECT format('setting %s %s', setdatabase, setconfig) FROM pg_db_role_setting
) AS every(line)`;

/** Tables that were ever written to, their partitions' parents left out: those hold nothing themselves. */
const WRITTEN = `SELECT oid::regclass::text AS name FROM pg_class WHERE relkind = 'r' AND ${ours} AND pg_relation_size(oid) > 0 ORDER BY oid`;

type Rows = { table: string; data: Blob };
type Sequence = { name: string; value: string; called: boolean };

/** An embedded database that can be brought back to how it was opened. */
export class Emptied {
  readonly db: PGlite;
  readonly #shape: string;
  readonly #rows: Rows[];
  readonly #sequences: Sequence[];

  private constructor(db: PGlite, shape: string, rows: Rows[], sequences: Sequence[]) {
    this.db = db;
    this.#shape = shape;
    this.#rows = rows;
    this.#sequences = sequences;
  }

  /** Opens the template and keeps what a migration wrote into it. */
  static async open(template: Uint8Array<ArrayBuffer>): Promise<Emptied> {
    const db = await openDatabase(undefined, new Blob([template]));
    const rows: Rows[] = [];
    for (const table of await names(db, WRITTEN)) {
      const { blob } = await db.query(`COPY ${table} TO '/dev/blob'`);
      if (blob?.size) rows.push({ table, data: blob });
    }
    return new Emptied(db, await shapeOf(db), rows, await sequencesOf(db));
  }

  /** Only the rows of the template, a session that knows nothing; false when the database has changed beyond its rows. */
  async empty(): Promise<boolean> {
    const { db } = this;
    await db.exec("ROLLBACK");
    await db.exec("DISCARD ALL");
    if ((await shapeOf(db)) !== this.#shape || (await hasGrown(db))) return false;
    // Neither triggers nor foreign keys are asked: what comes is what the migrations left.
    await db.exec("SET session_replication_role = replica");
    const written = await names(db, WRITTEN);
    if (written.length) await db.exec(`TRUNCATE ${written.join(", ")} CASCADE`);
    for (const { table, data } of this.#rows) await db.query(`COPY ${table} FROM '/dev/blob'`, [], { blob: data });
    for (const { name, value, called } of this.#sequences)
      await db.query("SELECT setval($1::regclass, $2, $3)", [name, value, called]);
    await db.exec("RESET session_replication_role");
    const { rows } = await db.query<{ files: number }>("SELECT count(*)::int AS files FROM pg_ls_waldir()");
    if ((rows[0]?.files ?? 0) > MOST_WAL_FILES) await db.exec("CHECKPOINT");
    return true;
  }
}

const names = async (db: PGlite, sql: string) => (await db.query<{ name: string }>(sql)).rows.map(({ name }) => name);
const shapeOf = async (db: PGlite) => (await db.query<{ shape: string }>(SHAPE)).rows[0]?.shape ?? "";
const hasGrown = async (db: PGlite) =>
  ((await db.query<{ bytes: number }>("SELECT pg_database_size(current_database())::int AS bytes")).rows[0]?.bytes ??
    0) > MOST_BYTES;

async function sequencesOf(db: PGlite): Promise<Sequence[]> {
  const all = await names(db, `SELECT oid::regclass::text AS name FROM pg_class WHERE relkind = 'S' AND ${ours}`);
  if (all.length === 0) return [];
  const each = all.map(
    (name) =>
      `SELECT '${name.replaceAll("'", "''")}' AS name, last_value::text AS value, is_called AS called FROM ${name}`,
  );
  return (await db.query<Sequence>(each.join(" UNION ALL "))).rows;
}
