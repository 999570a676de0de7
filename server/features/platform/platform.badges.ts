import type { BadgeKey } from "@/lib/nav";
import type { UserActor } from "@/server/platform/actor";
import { Sql } from "@/server/platform/db/work";

/**
 * What each counter of the menu counts: one expression of SQL that answers a whole number. All of them are read in one
 * statement with the page (platform.queries.ts), under the reader's own row-level security, so each must be answered by
 * an index; `upTo` keeps a long list from being counted to its end.
 */
const upTo = (rows: Sql.Sql) => Sql.sql`(SELECT count(*)::int FROM (${rows} LIMIT 100) counted)`;

export const badges: Record<BadgeKey, (actor: UserActor) => Sql.Sql> = {
  unreadNotifications: (actor) =>
    upTo(Sql.sql`SELECT 1 FROM "Notification" WHERE "userId" = ${actor.userId}::uuid AND "readAt" IS NULL`),
};
