import { AsyncLocalStorage } from "node:async_hooks";
import type { Actor } from "../actor";
import { env } from "../env";
import { AppError } from "../errors";
import { database, type Opening, opening } from "./client";
import { Prisma } from "./generated/client";

export type { Prisma } from "./generated/client";
export { Prisma as Sql } from "./generated/client";

/** The database inside a unit of work. */
export type Db = Omit<Prisma.TransactionClient, "$queryRawUnsafe" | "$executeRawUnsafe">;

type Unit = { db: Db; actor: Actor; afterCommit: (() => void)[] };
const units = new AsyncLocalStorage<Unit>();

/** Same person, or same service: only then may an inner unit join the outer one. */
function sameActor(a: Actor, b: Actor): boolean {
  if (a.kind === "user" && b.kind === "user") return a.userId === b.userId && a.role === b.role;
  if (a.kind === "system" && b.kind === "system") return a.name === b.name;
  return a.kind === b.kind;
}

/** SQLSTATE of a lost serialisation or a deadlock, wherever the driver put it. */
const isLostRace = (error: unknown): boolean => {
  const seen =
    JSON.stringify(error, ["code", "meta", "message", "cause", "originalCode", "driverAdapterError", "kind"]) ?? "";
  return /"(P2034|40001|40P01)"|TransactionWriteConflict/.test(seen);
};

/**
 * One short transaction as the ordinary database role, with the actor set for row-level security.
 * A unit opened inside another joins it; one for another actor inside an open unit is a mistake and throws,
 * because on the embedded database it would wait for ever. A lost serialisation or deadlock is retried once,
 * so `fn` must be repeatable. Nothing inside may wait for the network: see `assertOutsideWork`.
 */
export async function work<T>(
  actor: Actor,
  fn: (db: Db) => Promise<T>,
  options: { timeoutMs?: number } = {},
): Promise<T> {
  const open = units.getStore();
  if (open) {
    if (sameActor(open.actor, actor)) return fn(open.db);
    throw new Error("A unit of work for another actor was opened inside a unit of work");
  }
  try {
    return await once(actor, fn, options);
  } catch (error) {
    if (!isLostRace(error)) throw error;
    return once(actor, fn, options);
  }
}

async function once<T>(
  actor: Actor,
  fn: (db: Db) => Promise<T>,
  { timeoutMs = 5_000 }: { timeoutMs?: number },
): Promise<T> {
  const afterCommit: (() => void)[] = [];
  const settings = {
    role: "uhs_app",
    "app.user_id": actor.kind === "user" ? actor.userId : "",
    "app.role": actor.kind === "user" ? actor.role : "",
    "app.system": actor.kind === "system" ? actor.name : "",
    // How long the database lets a unit stand.
    statement_timeout: `${timeoutMs}`,
    // The embedded database cannot end its one session and runs out of memory when told to; Prisma's own limit ends
    // the unit there.
    idle_in_transaction_session_timeout: env().DATABASE_ENGINE === "embedded" ? "0" : `${timeoutMs}`,
  };
  const start: Opening = { settings, done: false };
  const result = await opening.run(start, () =>
    database().$transaction(
      async (db) => {
        // They travel with BEGIN; a transaction that began without them gets them here, and nothing runs before.
        if (!start.done) {
          const calls = Object.entries(settings).map(
            ([name, value]) => Prisma.sql`set_config(${name}, ${value}, true)`,
          );
          await db.$queryRaw`SELECT ${Prisma.join(calls)}`;
        }
        return units.run({ db, actor, afterCommit }, () => fn(db));
      },
      { timeout: timeoutMs, maxWait: 10_000 },
    ),
  );
  for (const effect of afterCommit) effect();
  return result;
}

/** Runs `effect` once the open unit has committed (at once when there is none): waking streams, nothing that may be lost. */
export function afterCommit(effect: () => void): void {
  const open = units.getStore();
  if (open) open.afterCommit.push(effect);
  else effect();
}

/** Every client of an outside service calls this first: a transaction must not wait for the network. */
export function assertOutsideWork(what: string): void {
  if (units.getStore())
    throw new AppError("INTERNAL", "internal", { cause: new Error(`${what} was called inside a unit of work`) });
}
