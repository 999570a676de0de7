import type { z } from "zod";
import type { Ctx } from "@/server/platform/actor";
import { auditChildRead } from "@/server/platform/audit";
import { type Db, Sql } from "@/server/platform/db/work";
import { translator } from "@/server/platform/i18n";
import { limit } from "@/server/platform/rate-limit";
import { likePatterns, recordHref, shorten } from "./platform.domain";
import { findableStudentsSql, searchableGroups } from "./platform.policy";
import type { Hit, HitGroup, Hits, searchInput } from "./platform.schema";

/** Answers shown of each kind: the palette is for jumping, lists are for looking through. */
const SHOWN = 5;

type Find = (db: Db, ctx: Ctx, matches: (text: Sql.Sql) => Sql.Sql, q: string) => Promise<Hit[]>;

/**
 * Records whose words hold every word asked for, of the kinds this person may search, within what they may see. One unit,
 * one statement for each kind. Asking fast is normal (each letter asks), asking like a machine is not.
 */
export async function search(ctx: Ctx, { q }: z.output<typeof searchInput>): Promise<Hits> {
  await limit("search", ctx.actor.userId, 90, 60);
  const patterns = likePatterns(q);
  const matches = (text: Sql.Sql) =>
    Sql.join(
      patterns.map((pattern) => Sql.sql`${text} ILIKE ${pattern}`),
      " AND ",
    );
  return ctx.work(async (db) => {
    const found: Hits = [];
    for (const group of searchableGroups(ctx.actor))
      found.push({ group, hits: await finders[group](db, ctx, matches, q) });
    return found.filter(({ hits }) => hits.length > 0);
  });
}

const finders: Record<HitGroup, Find> = {
  async children(db, ctx, matches) {
    const grades = translator(ctx.locale, "shell");
    const rows = await db.$queryRaw<
      { id: string; firstName: string; lastName: string; grade: string; admissionNumber: string }[]
    >`
      SELECT s.id, s."firstName", s."lastName", s.grade::text AS grade, s."admissionNumber" FROM "Student" s
      WHERE ${findableStudentsSql(ctx.actor)} AND ${matches(Sql.sql`concat_ws(' ', s."firstName", s."lastName", s."admissionNumber")`)}
      ORDER BY s."lastName", s."firstName", s.id LIMIT ${SHOWN}`;
    const found = rows.map(({ id }) => id);
    await auditChildRead(db, ctx, found, "search", { glance: true });
    return rows.map((row) => ({
      id: row.id,
      title: `${row.firstName} ${row.lastName}`,
      text: `${grades(`grades.${row.grade}`)} · ${row.admissionNumber}`,
      href: recordHref(ctx.actor.role, "children", { id: row.id, name: row.firstName }),
      copy: row.admissionNumber,
    }));
  },

  async people(db, ctx, matches) {
    const nav = translator(ctx.locale, "nav");
    const rows = await db.$queryRaw<{ id: string; name: string; email: string | null; roles: string[] }[]>`
      SELECT u.id, u.name, u.email::text AS email,
        array(SELECT r.role::text FROM "UserRole" r WHERE r."userId" = u.id ORDER BY r."createdAt", r.role) AS roles
      FROM "User" u WHERE ${matches(Sql.sql`concat_ws(' ', u.name, u.email::text, u.phone)`)}
      ORDER BY u.name, u.id LIMIT ${SHOWN}`;
    return rows.map((row) => ({
      id: row.id,
      title: row.name,
      text: [...row.roles.map((role) => nav(`roles.${role}`)), row.email].filter(Boolean).join(" · "),
      href: recordHref(ctx.actor.role, "people", row),
      copy: row.email ?? row.name,
    }));
  },

  async organizations(db, ctx, matches) {
    const rows = await db.$queryRaw<{ id: string; name: string; county: string | null }[]>`
      SELECT o.id, o.name, o.county FROM "Organization" o
      WHERE ${matches(Sql.sql`concat_ws(' ', o.name, o.county)`)} ORDER BY o.name, o.id LIMIT ${SHOWN}`;
    return rows.map((row) => ({
      id: row.id,
      title: row.name,
      text: row.county ?? "",
      href: recordHref(ctx.actor.role, "organizations", row),
      copy: row.name,
    }));
  },

  async competencies(db, ctx, matches, q) {
    const grades = translator(ctx.locale, "shell");
    const rows = await db.$queryRaw<
      { id: string; code: string; grade: string; strand: string; statement: string; area: string }[]
    >`
      SELECT c.id, c.code, c.grade::text AS grade, c.strand, c.statement,
        ${ctx.locale === "sw" ? Sql.sql`a."nameSw"` : Sql.sql`a.name`} AS area
      FROM "Competency" c JOIN "LearningArea" a ON a.code = c."learningAreaCode"
      WHERE c."retiredAt" IS NULL
        AND ${matches(Sql.sql`concat_ws(' ', c.code, c.strand, c."subStrand", c.statement, c."statementEn")`)}
      ORDER BY upper(c.code) = upper(${q}) DESC, starts_with(upper(c.code), upper(${q})) DESC, c.code LIMIT ${SHOWN}`;
    return rows.map((row) => ({
      id: row.id,
      title: `${row.code} ${shorten(row.statement, 60)}`,
      text: `${row.area} · ${grades(`grades.${row.grade}`)} · ${row.strand}`,
      href: recordHref(ctx.actor.role, "competencies", { id: row.id, name: row.code }),
      copy: `${row.code} ${row.statement}`,
    }));
  },
};
