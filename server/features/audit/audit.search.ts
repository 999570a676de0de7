import { Sql } from "@/server/platform/db/work";

/**
 * How the log is searched when it has millions of rows. The narrowest thing asked for leads: for each of its values the
 * newest rows are taken along that value's own index, then merged. So a page costs as many rows as it shows, for each
 * value, whatever the length of the log; the other conditions filter on the way.
 */
type Asked = {
  request?: string | undefined;
  subject?: string | undefined;
  children?: string[] | undefined;
  people?: string[] | undefined;
  actions?: string[] | undefined;
  outcome?: "DONE" | "DENIED" | undefined;
  since?: string | undefined;
  until?: string | undefined;
  timeZone: string;
};
export type Lead = { column: Sql.Sql; values: Sql.Sql };

/** What leads: exactly known things before people, people before kinds of act. Null: the log's own order. */
export function narrowest(asked: Asked): Lead | null {
  if (asked.request) return { column: Sql.sql`"requestId"`, values: Sql.sql`${[asked.request]}::text[]` };
  if (asked.subject) return { column: Sql.sql`"subjectId"`, values: Sql.sql`${[asked.subject]}::text[]` };
  if (asked.children) return { column: Sql.sql`"studentId"`, values: Sql.sql`${asked.children}::uuid[]` };
  if (asked.people) return { column: Sql.sql`"actorId"`, values: Sql.sql`${asked.people}::uuid[]` };
  if (asked.actions) return { column: Sql.sql`action`, values: Sql.sql`${asked.actions}::text[]` };
  return null;
}

/** All conditions, for `"AuditEvent" e`; the leading one once more does no harm. Days are the reader's own. */
export function filtersSql(asked: Asked): Sql.Sql {
  const parts = [Sql.sql`true`];
  if (asked.request) parts.push(Sql.sql`e."requestId" = ${asked.request}`);
  if (asked.subject) parts.push(Sql.sql`e."subjectId" = ${asked.subject}`);
  if (asked.children) parts.push(Sql.sql`e."studentId" = ANY(${asked.children}::uuid[])`);
  if (asked.people) parts.push(Sql.sql`e."actorId" = ANY(${asked.people}::uuid[])`);
  if (asked.actions) parts.push(Sql.sql`e.action = ANY(${asked.actions}::text[])`);
  // Written out, not as a value: the partial index of refused attempts is found by it.
  if (asked.outcome)
    parts.push(asked.outcome === "DENIED" ? Sql.sql`e.outcome = 'DENIED'` : Sql.sql`e.outcome = 'DONE'`);
  if (asked.since)
    parts.push(Sql.sql`e."createdAt" >= ${asked.since}::date::timestamp AT TIME ZONE ${asked.timeZone}::text`);
  if (asked.until)
    parts.push(Sql.sql`e."createdAt" < (${asked.until}::date + 1)::timestamp AT TIME ZONE ${asked.timeZone}::text`);
  return Sql.join(parts, " AND ");
}

/** At most `take` rows that match, in `order`. */
export function matchingSql(
  lead: Lead | null,
  columns: Sql.Sql,
  where: Sql.Sql,
  order: Sql.Sql | null,
  take: number,
): Sql.Sql {
  const ordered = order ? Sql.sql`ORDER BY ${order}` : Sql.empty;
  if (!lead) return Sql.sql`SELECT ${columns} FROM "AuditEvent" e WHERE ${where} ${ordered} LIMIT ${take}`;
  return Sql.sql`SELECT e.* FROM unnest(${lead.values}) AS d(value) CROSS JOIN LATERAL (
      SELECT ${columns} FROM "AuditEvent" e WHERE e.${lead.column} = d.value AND ${where} ${ordered} LIMIT ${take}) AS e
    ${ordered} LIMIT ${take}`;
}
