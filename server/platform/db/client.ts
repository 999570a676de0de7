import { AsyncLocalStorage } from "node:async_hooks";
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { env } from "../env";
import { forget, oncePerProcess } from "../once";
import { PrismaClient } from "./generated/client";
import { noteRead } from "./reads";
import { statementName } from "./statements";

/** Settings the next transaction begins with; `done` once the database has them. */
export type Opening = { settings: Record<string, string>; done: boolean };
export const opening = oncePerProcess("Opening", () => new AsyncLocalStorage<Opening>());

/**
 * Sends a transaction's settings together with its BEGIN: who asks is known from the first moment, and a unit costs one
 * journey to the database less. Whoever opens the unit checks `done`, so that nothing ever runs without them.
 */
class UnitClient extends pg.Client {
  // biome-ignore lint/suspicious/noExplicitAny: it passes on whatever form of the driver's many it was called in
  override query(...args: any[]): any {
    const [config] = args;
    const next = config?.text === "BEGIN" ? opening.getStore() : undefined;
    if (!next || next.done) return super.query(...(args as [string]));
    const calls = Object.entries(next.settings).map(
      ([name, value]) => `set_config(${this.escapeLiteral(name)}, ${this.escapeLiteral(value)}, true)`,
    );
    const sent = super.query({ ...config, text: `BEGIN; SELECT ${calls.join(", ")}` });
    return sent.then((result: unknown) => {
      next.done = true;
      return result;
    });
  }
}

/**
 * The one database client of a process. Nothing outside this folder may import it: everything else goes
 * through the unit of work, which sets the ordinary role and the person. The layer rules say so.
 */
function create() {
  const { DATABASE_URL, DATABASE_POOL, DATABASE_ENGINE } = env();
  const adapter = new PrismaPg(
    {
      connectionString: DATABASE_URL,
      // The embedded database is one session behind all connections: more of them only queue there instead of here.
      max: DATABASE_ENGINE === "embedded" ? Math.min(DATABASE_POOL, 4) : DATABASE_POOL,
      connectionTimeoutMillis: 10_000,
      idleTimeoutMillis: 60_000,
      Client: UnitClient,
    },
    { statementNameGenerator: statementName },
  );
  const client = new PrismaClient({
    adapter,
    // Not readable by the application's role; leaving them out keeps create and update from asking.
    omit: { user: { passwordHash: true }, student: { upi: true, assessmentNo: true } },
    transactionOptions: { maxWait: 10_000, timeout: 5_000 },
    log: [{ emit: "event", level: "query" }],
  });
  // Pages are held to a number of reads; away from production the process can say how many it has made.
  if (env().UHS_ENV !== "production")
    client.$on("query", ({ query }) => {
      if (/^\s*(SELECT|WITH)\b/i.test(query) && !query.includes("set_config(")) noteRead();
    });
  return client;
}

type Client = ReturnType<typeof create>;

/** The client, made on first use. */
export const database = (): Client => oncePerProcess("Database", create);

/** Ends the pool; for graceful shutdown and tests. */
export async function closeDatabase(): Promise<void> {
  await forget<Client>("Database")?.$disconnect();
}
