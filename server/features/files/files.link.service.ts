import { hkdfSync } from "node:crypto";
import type { z } from "zod";
import type { Ctx } from "@/server/platform/actor";
import { env } from "@/server/platform/env";
import { AppError } from "@/server/platform/errors";
import { mayServe } from "./files.domain";
import { type FileLink, linkPath, type Shown, type Size } from "./files.link.domain";
import { findFile } from "./files.queries";
import { LINK_SECONDS, type linkInput } from "./files.schema";

/** The key of links: derived from the school's secret and good for nothing else. */
export const linkKey = (): Uint8Array =>
  new Uint8Array(hkdfSync("sha256", env().NEXTAUTH_SECRET, "", "urban home school: file links 1", 32));

/**
 * A link for pages to put beside a file the person has just been shown. It carries no right of its own: whoever follows
 * it is asked for their session and for the right to the file again.
 */
export function linkFor(ctx: Ctx, fileId: string, show: Shown = "attachment", size: Size = "whole"): string {
  const until = Math.floor(ctx.now.getTime() / 1000) + LINK_SECONDS;
  const link: FileLink = { fileId, show, size, personId: ctx.actor.userId, until };
  return linkPath(linkKey(), link);
}

/** A link to a file the caller may see and that may be served. */
export async function makeLink(
  ctx: Ctx,
  input: z.output<typeof linkInput>,
): Promise<{ url: string; expiresAt: Date; name: string; mime: string }> {
  const file = await findFile(ctx, input.id);
  if (file.scan === "PENDING") throw new AppError("CONFLICT", "file.being_checked");
  if (!mayServe(file.scan)) throw new AppError("NOT_FOUND", "file.not_found");
  const url = linkFor(ctx, file.id, input.show, input.size);
  return { url, expiresAt: new Date(ctx.now.getTime() + LINK_SECONDS * 1000), name: file.name, mime: file.mime };
}
