/**
 * The database of one test file and the ways into it.
 *
 *   let t: TestDatabase;
 *   beforeAll(async () => { t = await testDatabase(); });
 *   afterAll(() => t.close());
 *
 *   const parent = await createUser(t.sql, t.random, { roles: ["PARENT"] });
 *   const api = await t.as(parent);            // through the front door, as that person
 *   await api.families.recordMood({ … });
 *   const { rows } = await t.sql.query(`SELECT … `);   // what really stands there, past every policy
 */
import { randomBytes, randomUUID } from "node:crypto";
import pg from "pg";
import type { Locale } from "@/lib/locales";
import type { Role } from "@/lib/roles";
import { type Ctx, systemActor, type UserActor, type VisitorActor, visitor } from "@/server/platform/actor";
import { makeCtx } from "@/server/platform/context";
import { closeDatabase } from "@/server/platform/db/client";
import { type Db, work } from "@/server/platform/db/work";
import { env } from "@/server/platform/env";
import { hashToken, resolveSession } from "@/server/platform/session";
import { createCaller } from "@/server/root.router";
import { Random } from "../factories/random";
import { freshDatabase } from "./engine";

/** A person as the factories return one: an id is enough. `role` chooses the active role; the first one held when absent. */
export type Person = { id: string } | string;
export type Who = Person | { user: Person; role?: Role };
export type Caller = ReturnType<typeof createCaller>;
/** Raw SQL with parameters. */
export type Query = <R extends pg.QueryResultRow = pg.QueryResultRow>(text: string, values?: unknown[]) => Promise<R[]>;

export type TestDatabase = {
  /** The database's address as its owner; DATABASE_URL of this process says the same. */
  url: string;
  /** Owner's client for arranging and asserting: row-level security does not apply to it. */
  sql: pg.Client;
  /** The file's random source: the same values in every run. */
  random: Random;
  /** tRPC caller for a signed-in person, through a real session row, with the permissions the database gives. */
  as(who: Who, request?: RequestOptions): Promise<Caller>;
  /** tRPC caller for somebody not signed in. */
  asVisitor(request?: RequestOptions): Caller;
  /** The context the caller above runs in, for calling services and queries directly. */
  ctx(who: Who, request?: RequestOptions): Promise<Ctx<UserActor>>;
  visitorCtx(request?: RequestOptions): Ctx<VisitorActor>;
  /** Units of work as a named system actor: `t.asSystem("outbox")((db) => …)`. */
  asSystem(name: string): <T>(fn: (db: Db) => Promise<T>) => Promise<T>;
  /**
   * Raw SQL as the application's database role with a person and role claimed, in a transaction that is rolled back:
   * what somebody could do who got past all of our code. Null for nobody.
   */
  asApp<T>(userId: string | null, role: Role | null, fn: (query: Query) => Promise<T>, system?: string): Promise<T>;
  /** Ends everything; also empties what the process holds. */
  close(): Promise<void>;
};

export type RequestOptions = { now?: Date; locale?: Locale; ip?: string; userAgent?: string; requestId?: string };

const idOf = (person: Person) => (typeof person === "string" ? person : person.id);

/** Opens the file's own database and points the application at it. */
export async function testDatabase(seed = "test"): Promise<TestDatabase> {
  const server = await freshDatabase();
  process.env.DATABASE_URL = server.url;
  // Parsed already when a module asked for the environment while it was loaded.
  env().DATABASE_URL = server.url;
  await closeDatabase();
  const sql = new pg.Client({ connectionString: server.url });
  await sql.connect();
  // To see a test fail for the right reason: TEST_BREAK_SQL='DROP POLICY …' npx vitest run <file>.
  if (process.env.TEST_BREAK_SQL) await sql.query(process.env.TEST_BREAK_SQL);

  async function signIn(who: Who): Promise<UserActor> {
    const { user, role } = typeof who === "object" && "user" in who ? who : { user: who, role: undefined };
    const userId = idOf(user);
    const held = await sql.query<{ role: Role }>(
      `SELECT role FROM "UserRole" WHERE "userId" = $1 ORDER BY "createdAt", role`,
      [userId],
    );
    const active = role ?? held.rows[0]?.role;
    if (!active) throw new Error(`The person ${userId} holds no role: nobody can act as them`);
    const token = randomBytes(32).toString("base64url");
    await sql.query(
      `INSERT INTO "AuthSession" (id, "tokenHash", "userId", "activeRole", "userVersion", amr, "mfaAt", "expiresAt", ip, "userAgent")
       SELECT $1, $2, u.id, $3::"Role", u."sessionVersion", '{pwd}', CASE WHEN app.has_factor(u.id) THEN now() END, now() + interval '1 day', '127.0.0.1', 'test' FROM "User" u WHERE u.id = $4`,
      [randomUUID(), Buffer.from(hashToken(token)), active, userId],
    );
    const actor = await resolveSession(token);
    if (!actor)
      throw new Error(
        `No session for ${userId} as ${active}: not active, or the role is not theirs (${held.rows.map((row) => row.role).join(", ")})`,
      );
    return actor;
  }

  const info = (request: RequestOptions) => ({
    requestId: request.requestId ?? randomUUID(),
    ip: request.ip ?? "127.0.0.1",
    userAgent: request.userAgent ?? "vitest",
  });
  const ctx = async (who: Who, request: RequestOptions = {}) => {
    const actor = await signIn(who);
    return makeCtx(actor, info(request), request.locale ?? actor.locale, request.now);
  };
  const visitorCtx = (request: RequestOptions = {}) =>
    makeCtx(visitor, info(request), request.locale ?? "en", request.now);

  return {
    url: server.url,
    sql,
    random: new Random(seed),
    ctx,
    visitorCtx,
    as: async (who, request) => createCaller(await ctx(who, request)),
    asVisitor: (request) => createCaller(visitorCtx(request)),
    asSystem: (name) => (fn) => work(systemActor(name), fn),
    asApp: (userId, role, fn, system) => asApp(sql, { userId, role, system }, fn),
    async close() {
      await closeDatabase();
      await sql.end();
      await server.stop();
    },
  };
}

async function asApp<T>(
  sql: pg.Client,
  who: { userId: string | null; role: Role | null; system?: string | undefined },
  fn: (query: Query) => Promise<T>,
): Promise<T> {
  await sql.query("BEGIN");
  try {
    await sql.query(
      "SELECT set_config('role', 'uhs_app', true), set_config('app.user_id', $1, true), set_config('app.role', $2, true), set_config('app.system', $3, true)",
      [who.userId ?? "", who.role ?? "", who.system ?? ""],
    );
    return await fn(async (text, values) => (await sql.query(text, values)).rows);
  } finally {
    await sql.query("ROLLBACK");
  }
}

/** Whether a failed statement leaves the transaction usable: wraps one attempt in a savepoint. */
export async function attempt(
  query: Query,
  text: string,
  values?: unknown[],
): Promise<{ rows: pg.QueryResultRow[] } | { refused: string }> {
  await query("SAVEPOINT attempt");
  try {
    const rows = await query(text, values);
    await query("RELEASE SAVEPOINT attempt");
    return { rows };
  } catch (error) {
    await query("ROLLBACK TO SAVEPOINT attempt");
    return { refused: (error as Error).message };
  }
}
