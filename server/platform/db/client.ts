import { PrismaPg } from "@prisma/adapter-pg";
import { env } from "../env";
import { PrismaClient } from "./generated/client";

/**
 * The one database client of a process. Nothing outside this folder may import it: everything else goes
 * through the unit of work, which sets the ordinary role and the person. The layer rules say so.
 */
function create() {
  const { DATABASE_URL, DATABASE_POOL, DATABASE_ENGINE } = env();
  const adapter = new PrismaPg({
    connectionString: DATABASE_URL,
    // The embedded database is one session behind all connections: more of them only queue there instead of here.
    max: DATABASE_ENGINE === "embedded" ? Math.min(DATABASE_POOL, 4) : DATABASE_POOL,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 60_000,
  });
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
      if (/^\s*(SELECT|WITH)\b/i.test(query) && !query.includes("set_config(")) reads.count += 1;
    });
  return client;
}

/** Reads made by this process so far; for tests and benchmarks. */
export const readCount = () => reads.count;

const counter = globalThis as { __uhsReads?: { count: number } };
counter.__uhsReads ??= { count: 0 };
const reads = counter.__uhsReads;

type Client = ReturnType<typeof create>;
// Next evaluates modules more than once; the pool must not be.
const holder = globalThis as { __uhsDatabase?: Client };

/** The client, made on first use. */
export function database(): Client {
  holder.__uhsDatabase ??= create();
  return holder.__uhsDatabase;
}

/** Ends the pool; for graceful shutdown and tests. */
export async function closeDatabase(): Promise<void> {
  const open = holder.__uhsDatabase;
  holder.__uhsDatabase = undefined;
  await open?.$disconnect();
}
