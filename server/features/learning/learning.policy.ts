import type { Actor } from "@/server/platform/actor";
import { Sql } from "@/server/platform/db/work";

/**
 * Enrolments a person learns in, for SQL over `"Enrollment" e`: a child's own, while they last. It opens every read and
 * write of this room; row-level security says the same. Families look at progress elsewhere.
 */
export function learningIn(actor: Actor): Sql.Sql {
  return actor.kind === "user" && actor.permissions.has("lesson:learn")
    ? Sql.sql`e.status <> 'WITHDRAWN' AND e."studentId" IN (SELECT app.my_students())`
    : Sql.sql`false`;
}
