import { Pool, type PoolClient, type QueryResultRow } from "pg";

/** What pg-boss needs of a database. */
export type QueueDb = { executeSql(text: string, values?: unknown[]): Promise<{ rows: QueryResultRow[] }> };

export type Tx = {
  /** Runs as the ordinary role and the system actor `jobs`: the application's tables. */
  query<R extends QueryResultRow>(text: string, values?: unknown[]): Promise<R[]>;
  /** Leaves the ordinary role for the rest of the transaction: the queue's own tables. Call it last. */
  queue(): Promise<QueueDb>;
};

/**
 * The runner's own small door to the database, because the queue must be written in the same transaction as the run.
 * Everything is transaction-local: on the embedded database all connections share one session.
 */
export class RunnerDatabase {
  readonly #pool: Pool;

  constructor(connectionString: string, onError: (error: Error) => void) {
    this.#pool = new Pool({
      connectionString,
      max: 3,
      application_name: "uhs-runner",
      connectionTimeoutMillis: 10_000,
      // The client gives up; a server-side `statement_timeout` would be a session setting, shared on PGlite.
      query_timeout: 20_000,
      idleTimeoutMillis: 60_000,
      keepAlive: true,
    });
    this.#pool.on("error", onError);
  }

  /** Single statements of the queue, outside any transaction of ours. */
  readonly queueDb: QueueDb = {
    executeSql: async (text, values) => this.#pool.query(text, values),
  };

  async transaction<T>(fn: (tx: Tx) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect();
    // While a connection is lent out the pool does not listen for its death, and an unheard error would end the process.
    // The query at hand, or the next one, fails and says so.
    client.on("error", unheard);
    try {
      await client.query("BEGIN; SET LOCAL ROLE uhs_app; SELECT set_config('app.system', 'jobs', true)");
      const result = await fn(transactionOf(client));
      await client.query("COMMIT");
      client.off("error", unheard);
      client.release();
      return result;
    } catch (error) {
      // A connection that cannot even roll back is thrown away: the server rolls back when it closes.
      const alive = await client.query("ROLLBACK").then(
        () => true,
        () => false,
      );
      if (alive) client.off("error", unheard);
      client.release(!alive);
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }
}

const unheard = () => {};

function transactionOf(client: PoolClient): Tx {
  return {
    query: async <R extends QueryResultRow>(text: string, values?: unknown[]) =>
      (await client.query<R>(text, values)).rows,
    queue: async () => {
      await client.query("SET LOCAL ROLE NONE");
      return { executeSql: (text, values) => client.query(text, values) };
    },
  };
}
