import { PGlite } from "@electric-sql/pglite";
import { citext } from "@electric-sql/pglite/contrib/citext";
import { pg_trgm } from "@electric-sql/pglite/contrib/pg_trgm";
import { pgcrypto } from "@electric-sql/pglite/contrib/pgcrypto";
import { unaccent } from "@electric-sql/pglite/contrib/unaccent";
import { vector } from "@electric-sql/pglite-pgvector";

/** Opens PostgreSQL in this process, with every extension a migration may ask for. Without a folder it lives in memory. */
export function openDatabase(folder?: string, loadDataDir?: Blob): Promise<PGlite> {
  return PGlite.create({
    dataDir: folder ?? "memory://",
    extensions: { vector, citext, pg_trgm, unaccent, pgcrypto },
    loadDataDir,
  });
}
