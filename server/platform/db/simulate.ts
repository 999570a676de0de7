import type { Role } from "@/lib/roles";
import type { Ctx } from "../actor";
import { audit } from "../audit";
import { AppError } from "../errors";
import { database } from "./client";
import { assertOutsideWork, Sql } from "./work";

/** A table of a child's records and the columns of it that pages of outsiders read. */
export type SightTable = {
  table: string;
  /** The column that names the child. */
  student: string;
  columns: readonly string[];
  /** Newest first by this column. */
  order: string;
  /** The column that says which kind of record a row is, where one table holds several. */
  kind?: string;
};
export type Seen = { count: number; kind: string | null; rows: Record<string, unknown>[] };

const name = /^[A-Za-z][A-Za-z0-9]{0,62}$/;
const quoted = (word: string) => {
  if (!name.test(word)) throw new Error(`Not a name of ours: ${word}`);
  return Sql.raw(`"${word}"`);
};
const samples = 3;

/**
 * Looks at one child with the eyes of somebody else: what row-level security would hand to that person, and nothing
 * about any other child. For a guardian who sees and decides for the child, and only in the place of a teacher of the
 * child or a member of an active organisation: `app.simulation_subject` decides both, as the guardian. Every look is
 * audited before it happens. The look itself is one read-only transaction as the ordinary role, and the statements are
 * made here: a caller names tables, never a query. Why this exists: docs/adr/0012.
 * Null when nobody could look: the teacher does not teach the child now, the organisation has no active member.
 */
export async function simulate(
  ctx: Ctx,
  about: { studentId: string; recipientType: "INSTRUCTOR" | "PARTNER"; recipientId: string },
  tables: readonly SightTable[],
): Promise<{ open: Set<string>; seen: Map<string, Seen[]> } | null> {
  assertOutsideWork("the simulator");
  const { studentId, recipientType, recipientId } = about;
  const subject = await ctx.work(async (db) => {
    const [may] = await db.$queryRaw<{ may: boolean }[]>`
      SELECT app.is_guardian_of(${studentId}::uuid, 'consent') AND app.is_guardian_of(${studentId}::uuid, 'view') AS may`;
    if (!may?.may) throw new AppError("NOT_FOUND", "child.not_found");
    const [found] = await db.$queryRaw<{ userId: string; role: Role }[]>`
      SELECT "userId", role FROM app.simulation_subject(${studentId}::uuid, ${recipientType}, ${recipientId}::uuid)`;
    await audit(db, ctx, {
      action: "consent.simulated",
      subjectType: "consent",
      subjectId: recipientId,
      studentId,
      after: { recipientType, recipientId, asked: Boolean(found) },
    });
    return found ?? null;
  });
  if (!subject) return null;

  return database().$transaction(
    async (db) => {
      await db.$queryRaw`SELECT set_config('transaction_read_only', 'on', true), set_config('role', 'uhs_app', true), set_config('app.user_id', ${subject.userId}, true),
        set_config('app.role', ${subject.role}, true), set_config('app.system', '', true), set_config('statement_timeout', '5000', true)`;
      const open = await db.$queryRaw<{ kind: string }[]>`
        SELECT kind FROM unnest(enum_range(NULL::"ConsentDataType")::text[]) AS kind
        WHERE ${studentId}::uuid IN (SELECT app.readable_students(kind))`;
      const seen = new Map<string, Seen[]>();
      for (const { table, student, columns, order, kind } of tables) {
        const of = kind ? Sql.sql`x.${quoted(kind)}::text` : Sql.sql`NULL::text`;
        const list = Sql.join(columns.map((column) => Sql.sql`x.${quoted(column)}`));
        seen.set(
          table,
          await db.$queryRaw<Seen[]>`
            SELECT kind, count(*)::int AS count, coalesce(jsonb_agg(row ORDER BY place) FILTER (WHERE place <= ${samples}), '[]') AS rows FROM (
              SELECT ${of} AS kind, row_number() OVER (PARTITION BY ${of} ORDER BY x.${quoted(order)} DESC) AS place,
                     (SELECT to_jsonb(y) FROM (SELECT ${list}) y) AS row
              FROM ${quoted(table)} x WHERE x.${quoted(student)} = ${studentId}::uuid) s
            GROUP BY kind`,
        );
      }
      return { open: new Set(open.map((row) => row.kind)), seen };
    },
    { timeout: 5_000, maxWait: 10_000 },
  );
}
