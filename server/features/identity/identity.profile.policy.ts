import type { UserActor } from "@/server/platform/actor";
import { Sql } from "@/server/platform/db/work";

/**
 * Whose photo a person may see, for SQL over `"StoredFile" f`: their own, those of people they know by family, class or
 * organisation, and any for offices that find people. Row-level security says the same.
 */
export function visiblePhotosSql(actor: UserActor): Sql.Sql {
  if (actor.permissions.has("person:read")) return Sql.sql`true`;
  return Sql.sql`(f."ownerId" = ${actor.userId}::uuid OR f."ownerId" IN (SELECT app.known_people()))`;
}
