import type { UserActor } from "@/server/platform/actor";
import { Sql } from "@/server/platform/db/work";
import { visibleStudentsSql } from "../families/families.policy";
import type { HitGroup } from "./platform.schema";

/** Which kinds of record a person may search at all. */
export function searchableGroups(actor: UserActor): HitGroup[] {
  const may: Record<HitGroup, boolean> = {
    children: actor.permissions.has("child:read"),
    people: actor.permissions.has("person:read"),
    organizations: actor.permissions.has("organization:read"),
    competencies: actor.permissions.has("curriculum:read"),
  };
  return (Object.keys(may) as HitGroup[]).filter((group) => may[group]);
}

/** The children a person may find by name, for SQL over `"Student" s`: whom they look after, teach, or are shown by consent. */
export function findableStudentsSql(actor: UserActor): Sql.Sql {
  if (actor.role === "INSTRUCTOR") return Sql.sql`s.id IN (SELECT app.taught_students())`;
  if (actor.role === "PARTNER") return Sql.sql`s.id IN (SELECT app.readable_students('PROFILE'))`;
  return visibleStudentsSql(actor);
}
