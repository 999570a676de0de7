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
  // The same as unreadNotifications() of the notify room: what a person keeps out of the inbox is not counted.
  unreadNotifications: (actor) =>
    upTo(Sql.sql`SELECT FROM "Notification" n WHERE n."userId" = ${actor.userId}::uuid AND n."readAt" IS NULL
      AND (n.severity = 'URGENT' OR NOT EXISTS (SELECT FROM "NotificationPreference" p
        WHERE p."userId" = n."userId" AND p.type = n.type AND p.channel = 'IN_APP' AND NOT p.enabled))`),
  // As many as the queue of the desk begins with: what is marked and not yet returned still waits.
  toGrade: (actor) =>
    actor.permissions.has("work:grade")
      ? upTo(
          Sql.sql`SELECT FROM "Submission" s WHERE s.status IN ('SUBMITTED', 'GRADED') AND s."courseId" IN (SELECT app.taught_courses('grade'))`,
        )
      : Sql.sql`0`,
};
