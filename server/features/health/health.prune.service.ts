import { systemActor } from "@/server/platform/actor";
import { Sql, work } from "@/server/platform/db/work";

const platform = systemActor("platform");
const BITE = 500;
const days = (count: number) => Sql.sql`now() - make_interval(days => ${count})`;

/** What is deleted, and when it has served its purpose. */
const rules: { table: string; key: string; done: Sql.Sql }[] = [
  { table: "LiveEvent", key: "seq", done: Sql.sql`"createdAt" < ${days(2)}` },
  { table: "IdempotencyKey", key: "ctid", done: Sql.sql`"createdAt" < ${days(2)}` },
  {
    table: "LoginThrottle",
    key: "key",
    done: Sql.sql`"updatedAt" < ${days(2)} AND coalesce("blockedUntil", "updatedAt") < now()`,
  },
  { table: "OtpChallenge", key: "id", done: Sql.sql`"expiresAt" < ${days(1)}` },
  // A registration nobody confirmed names children: it goes as soon as it can no longer be confirmed.
  { table: "Registration", key: "id", done: Sql.sql`"expiresAt" < now()` },
  { table: "AccountLink", key: "id", done: Sql.sql`"expiresAt" < ${days(30)}` },
  // Nobody accepted it: name and address of somebody who may not want to be known here. A month to send it again.
  { table: "Invitation", key: "id", done: Sql.sql`"acceptedAt" IS NULL AND "expiresAt" < ${days(30)}` },
  { table: "Invitation", key: "id", done: Sql.sql`"acceptedAt" < ${days(365)}` },
  // A year, as applicants are told when they apply; one that became an account goes with the account.
  {
    table: "Application",
    key: "id",
    done: Sql.sql`coalesce("decidedAt", "createdAt") < ${days(365)} AND "userId" IS NULL`,
  },
  { table: "ContactChange", key: "id", done: Sql.sql`"createdAt" < ${days(365)}` },
  { table: "AuthSession", key: "id", done: Sql.sql`"expiresAt" < ${days(30)} OR "revokedAt" < ${days(30)}` },
  {
    table: "JobRun",
    key: "id",
    done: Sql.sql`status = 'COMPLETED' AND "endedAt" < ${days(1)} AND "eventName" = 'inngest/scheduled.timer'`,
  },
  { table: "JobRun", key: "id", done: Sql.sql`status IN ('COMPLETED', 'CANCELLED') AND "endedAt" < ${days(14)}` },
  { table: "JobRun", key: "id", done: Sql.sql`status = 'DEAD' AND "endedAt" < ${days(90)}` },
  // The mark of an event keeps it from being handed over twice: longer than anybody repeats one.
  { table: "OutboxEvent", key: "id", done: Sql.sql`"dispatchedAt" < ${days(30)}` },
  {
    table: "OutboxMessage",
    key: "id",
    done: Sql.sql`status IN ('SENT', 'DELIVERED', 'SUPPRESSED') AND "createdAt" < ${days(90)}`,
  },
];

/** Deletes one bite of everything that has served its purpose; `more` when some is left. Each bite is its own unit. */
export async function pruneOld(): Promise<{ deleted: Record<string, number>; more: boolean }> {
  const deleted: Record<string, number> = {};
  let more = false;
  for (const { table, key, done } of rules) {
    const from = Sql.raw(`"${table}"`);
    const column = Sql.raw(key === "ctid" ? "ctid" : `"${key}"`);
    const count = await work(platform, (db) =>
      db.$executeRaw(
        Sql.sql`DELETE FROM ${from} WHERE ${column} IN (SELECT ${column} FROM ${from} WHERE ${done} LIMIT ${BITE})`,
      ),
    );
    if (count > 0) deleted[table] = (deleted[table] ?? 0) + count;
    if (count === BITE) more = true;
  }
  if (!more) {
    await work(platform, (db) =>
      db.heartbeat.upsert({
        where: { part: "platform-prune" },
        create: { part: "platform-prune" },
        update: { at: new Date() },
      }),
    );
  }
  return { deleted, more };
}
