import type { z } from "zod";
import type { Actor, Ctx } from "@/server/platform/actor";
import { Sql } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import type { Size } from "./files.link.domain";
import { visibleFilesSql } from "./files.policy";
import type { linkInput, myFilesInput } from "./files.schema";

export type StoredVariant = {
  name: Exclude<Size, "whole">;
  storageKey: string;
  mime: string;
  size: number;
  sha256: string;
  width: number;
  height: number;
};
export type VisibleFile = {
  id: string;
  ownerId: string;
  studentId: string | null;
  dataType: string | null;
  purpose: string;
  name: string;
  sha256: string;
  size: number;
  mime: string;
  width: number | null;
  height: number | null;
  storageKey: string;
  variants: StoredVariant[];
  scan: "PENDING" | "CLEAN" | "INFECTED" | "SKIPPED";
  createdAt: Date;
};

/** A file this person may see now; else it is not found, whether or not it exists. */
export async function findFile(ctx: Ctx, fileId: string): Promise<VisibleFile> {
  const [row] = await ctx.work(
    (db) => db.$queryRaw<(Omit<VisibleFile, "size"> & { size: bigint })[]>`
      SELECT f.id, f."ownerId", f."studentId", f."dataType", f.purpose, f.name, f.sha256, f.size, f.mime, f.width, f.height,
             f."storageKey", f.variants, f.scan, f."createdAt"
      FROM "StoredFile" f WHERE f.id = ${fileId}::uuid AND ${visibleFilesSql(ctx.actor)}`,
  );
  if (!row) throw new AppError("NOT_FOUND", "file.not_found");
  return { ...row, size: Number(row.size) };
}

export type OpenFile = { file: { name: string }; mime: string; size: number; etag: string; storageKey: string };

/**
 * A file of a course that anybody may see, in the size that was asked for; null for any other. The database decides by
 * the same function as for people: to nobody it shows covers and open lessons of published courses.
 */
export async function findOpenFile(
  ctx: Pick<Ctx<Actor>, "work">,
  { id, size }: z.output<typeof linkInput>,
): Promise<OpenFile | null> {
  const [file] = await ctx.work(
    (db) => db.$queryRaw<
      (Pick<VisibleFile, "name" | "mime" | "sha256" | "storageKey" | "variants"> & { size: bigint })[]
    >`
      SELECT f.name, f.mime, f.sha256, f.size, f."storageKey", f.variants FROM "StoredFile" f
      WHERE f.id = ${id}::uuid AND f.purpose = 'course' AND f."studentId" IS NULL AND f.scan IN ('CLEAN', 'SKIPPED')
        AND app.sees_course_file(f.id)`,
  );
  if (!file) return null;
  const { storageKey, mime, sha256, size: bytes } = file.variants.find(({ name }) => name === size) ?? file;
  return { file, storageKey, mime, size: Number(bytes), etag: `"${sha256.slice(0, 40)}"` };
}

/** Whether a person may still see a file: asked while it is being read. */
export async function stillVisible(ctx: Ctx, fileId: string): Promise<boolean> {
  const rows = await ctx.work(
    (db) => db.$queryRaw<{ id: string }[]>`
      SELECT f.id FROM "StoredFile" f WHERE f.id = ${fileId}::uuid AND f.scan IN ('CLEAN', 'SKIPPED') AND ${visibleFilesSql(ctx.actor)}`,
  );
  return rows.length === 1;
}

/** Files the caller has sent and may still see, newest first. */
export async function myFiles(ctx: Ctx, input: z.output<typeof myFilesInput>) {
  const rows = await ctx.work(
    (db) => db.$queryRaw<
      {
        id: string;
        studentId: string | null;
        purpose: string;
        name: string;
        mime: string;
        size: bigint;
        scan: VisibleFile["scan"];
        createdAt: Date;
      }[]
    >`
      SELECT f.id, f."studentId", f.purpose, f.name, f.mime, f.size, f.scan, f."createdAt" FROM "StoredFile" f
      WHERE f."ownerId" = ${ctx.actor.userId}::uuid AND f.purpose <> 'profile-photo' AND ${visibleFilesSql(ctx.actor)}
        ${input.purpose ? Sql.sql`AND f.purpose = ${input.purpose}` : Sql.empty}
        ${input.studentId ? Sql.sql`AND f."studentId" = ${input.studentId}::uuid` : Sql.empty}
        ${input.after ? Sql.sql`AND f.id < ${input.after}::uuid` : Sql.empty}
      ORDER BY f.id DESC LIMIT ${input.limit + 1}`,
  );
  const page = rows.slice(0, input.limit).map((row) => ({ ...row, size: Number(row.size) }));
  return { files: page, next: rows.length > input.limit ? (page.at(-1)?.id ?? null) : null };
}
