import { cache } from "react";
import { type BadgeKey, badgeKeys, type Counters } from "@/lib/nav";
import type { Ctx } from "@/server/platform/actor";
import { pageCtx } from "@/server/platform/context";
import { type Db, Sql } from "@/server/platform/db/work";
import { badges } from "./platform.badges";
import { type Density, settingOf, shellKeys } from "./platform.schema";

export type ShellChild = { id: string; firstName: string; lastName: string; grade: string };
export type ShellData = {
  counters: Counters;
  sidebar: "wide" | "narrow";
  closedSections: string[];
  density: Density;
  /** A guardian's children, eldest first; empty for every other role. */
  children: ShellChild[];
  photoFileId: string | null;
};

type Row = {
  counters: Counters;
  settings: Record<string, unknown> | null;
  children: ShellChild[] | null;
  photoFileId: string | null;
};

/** Everything the frame of a page needs, in one unit and one statement, whatever the number of badges. */
export async function shellData(ctx: Ctx, keys: readonly BadgeKey[] = badgeKeys): Promise<ShellData> {
  const { actor } = ctx;
  const counters = keys.length
    ? Sql.join(
        keys.flatMap((key) => [Sql.sql`${key}::text`, badges[key](actor)]),
        ", ",
      )
    : Sql.empty;
  const children =
    actor.role === "PARENT"
      ? Sql.sql`(SELECT jsonb_agg(jsonb_build_object('id', s.id, 'firstName', s."firstName", 'lastName', s."lastName", 'grade', s.grade)
                 ORDER BY s.grade DESC, s."birthDate", s.id)
                 FROM "Student" s JOIN "Guardianship" g ON g."studentId" = s.id
                 WHERE g."guardianId" = ${actor.userId}::uuid AND g."endedAt" IS NULL AND g."canView" AND s.status <> 'LEFT')`
      : Sql.sql`NULL::jsonb`;
  const [row] = await ctx.work(
    (db) => db.$queryRaw<Row[]>`
      SELECT jsonb_build_object(${counters}) AS counters,
        (SELECT jsonb_object_agg(key, value) FROM "UserSetting"
         WHERE "userId" = ${actor.userId}::uuid AND key IN (${Sql.join([...shellKeys])})) AS settings,
        ${children} AS children,
        (SELECT "photoFileId" FROM "User" WHERE id = ${actor.userId}::uuid) AS "photoFileId"`,
  );
  const settings = row?.settings ?? {};
  return {
    counters: row?.counters ?? {},
    sidebar: settingOf(settings, "sidebar") ?? "wide",
    closedSections: settingOf(settings, "closedSections") ?? [],
    density: settingOf(settings, "density") ?? "auto",
    children: row?.children ?? [],
    photoFileId: row?.photoFileId ?? null,
  };
}

/** The same for the page being rendered, read once per request; null for a visitor. */
export const pageShell = cache(async (): Promise<{ ctx: Ctx; data: ShellData } | null> => {
  const ctx = await pageCtx();
  if (ctx.actor.kind !== "user") return null;
  const signedIn = ctx as Ctx;
  return { ctx: signedIn, data: await shellData(signedIn) };
});

export type SavedViewRow = { id: string; name: string; params: Record<string, string | string[]> };

/** A person's own views of one list, by name; read inside the page's unit. */
export async function savedViews(db: Db, userId: string, list: string): Promise<SavedViewRow[]> {
  const rows = await db.savedView.findMany({
    where: { userId, list },
    orderBy: { name: "asc" },
    select: { id: true, name: true, params: true },
  });
  return rows.map((row) => ({ ...row, params: row.params as SavedViewRow["params"] }));
}

export const listViews = (ctx: Ctx, list: string) => ctx.work((db) => savedViews(db, ctx.actor.userId, list));

/** What the screen remembers under one key, as the schema of that key says; for pages with a memory of their own. */
export async function rememberedSettings(db: Db, userId: string, keys: readonly string[]) {
  const rows = await db.userSetting.findMany({
    where: { userId, key: { in: [...keys] } },
    select: { key: true, value: true },
  });
  return Object.fromEntries(rows.map((row) => [row.key, row.value])) as Record<string, unknown>;
}
