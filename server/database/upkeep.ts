import type { PGlite } from "@electric-sql/pglite";

const WAL_BEFORE_CHECKPOINT = 32 * 1024 * 1024;

const NEEDY_TABLE = `
  SELECT format('%I.%I', schemaname, relname) AS name
  FROM pg_stat_user_tables
  WHERE n_dead_tup > 500 + 0.2 * n_live_tup OR n_mod_since_analyze > 250 + 0.1 * n_live_tup
  ORDER BY n_dead_tup + n_mod_since_analyze DESC
  LIMIT 1`;

/**
 * What a server's background processes would do and a single session does not: vacuum and analyse the table that needs
 * it most, and write a checkpoint before the log grows long (recovery after a kill replays it).
 */
export class Upkeep {
  readonly #db: PGlite;
  #checkpointAt = "0/0";

  constructor(db: PGlite) {
    this.#db = db;
  }

  /** One small piece of work; call it only while no client is in a transaction. */
  async step(): Promise<void> {
    const wal = await this.#db.query<{ lsn: string; bytes: number }>(
      "SELECT pg_current_wal_lsn()::text AS lsn, (pg_current_wal_lsn() - $1::pg_lsn)::float8 AS bytes",
      [this.#checkpointAt],
    );
    const now = wal.rows[0];
    if (now && this.#checkpointAt === "0/0") this.#checkpointAt = now.lsn;
    else if (now && now.bytes > WAL_BEFORE_CHECKPOINT) {
      await this.#db.exec("CHECKPOINT");
      this.#checkpointAt = now.lsn;
      return;
    }
    const needy = await this.#db.query<{ name: string }>(NEEDY_TABLE);
    const table = needy.rows[0];
    if (table) await this.#db.exec(`VACUUM (ANALYZE) ${table.name}`);
  }
}
