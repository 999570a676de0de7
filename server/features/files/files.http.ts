import { showsInline } from "@/lib/file-types";
import type { Permission } from "@/lib/permissions";
import type { Ctx, UserActor } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import { requestCtx } from "@/server/platform/context";
import { AppError, isAppError, statusOf } from "@/server/platform/errors";
import { logger } from "@/server/platform/logger";
import { limit } from "@/server/platform/rate-limit";
import { storage } from "@/server/platform/storage";
import { publicError, toAppError } from "@/server/platform/trpc";
import { contentDisposition, parseRange, servedName } from "./files.domain";
import type { Shown } from "./files.link.domain";
import { makeLink } from "./files.link.service";
import { findOpenFile } from "./files.queries";
import { linkInput } from "./files.schema";
import type { Served } from "./files.service";

export const isId = (id: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);

/**
 * Runs a request of this door for a signed-in person with the permission; answers what was thrown as a procedure would.
 * A refused attempt is written down.
 */
export async function asPerson(
  request: Request,
  permission: Permission,
  act: (ctx: Ctx<UserActor>) => Promise<Response>,
): Promise<Response> {
  const ctx = await requestCtx(request);
  try {
    if (ctx.actor.kind !== "user") throw new AppError("UNAUTHENTICATED", "unauthenticated");
    const signedIn = ctx as Ctx<UserActor>;
    if (!signedIn.actor.permissions.has(permission)) {
      await signedIn.work((db) =>
        audit(db, signedIn, {
          action: "procedure.refused",
          subjectType: "procedure",
          subjectId: new URL(request.url).pathname.slice(0, 40),
          outcome: "DENIED",
          after: { permission },
        }),
      );
      throw new AppError("FORBIDDEN", "forbidden");
    }
    return await act(signedIn);
  } catch (error) {
    const known = toAppError(error);
    if (known.kind === "INTERNAL")
      logger.error({ err: known.cause ?? known, requestId: ctx.requestId }, "a file request failed");
    const shown = publicError(known, ctx);
    return Response.json({ error: shown }, { status: shown.status, headers: { "cache-control": "no-store" } });
  }
}

/** An answer without a body, kept by nobody. */
export const nothing = (status: number, headers: Record<string, string> = {}) =>
  new Response(null, { status, headers: { "cache-control": "private, no-store", ...headers } });

type Answered = Pick<Served, "mime" | "size" | "etag"> & { file: { name: string } };

/**
 * What every answer with bytes carries. Served from our own address, a file must never act there: it is not guessed at,
 * runs nothing, loads nothing, and is kept by nobody in between. A browser that has it asks before showing it again.
 */
function headersOf({ file, mime, size, etag }: Answered, show: Shown): Record<string, string> {
  const inline = show === "inline" && showsInline(mime);
  return {
    "content-type": mime === "text/csv" ? "text/csv; charset=utf-8" : mime,
    "content-length": String(size),
    "content-disposition": contentDisposition(inline ? "inline" : "attachment", servedName(file.name, mime)),
    "x-content-type-options": "nosniff",
    "content-security-policy": "sandbox; default-src 'none'",
    "cross-origin-resource-policy": "same-site",
    "cache-control": "private, no-cache",
    "accept-ranges": "bytes",
    vary: "cookie",
    etag,
  };
}

/** A file, or the part of it that was asked for; `open` reads it. */
export async function answerBytes(
  request: Request,
  served: Answered,
  show: Shown,
  open: (part: { from: number; to: number }) => Promise<ReadableStream<Uint8Array> | null>,
): Promise<Response> {
  const headers = headersOf(served, show);
  const { size, etag } = served;
  if (
    request.headers
      .get("if-none-match")
      ?.split(/\s*,\s*/)
      .includes(etag)
  ) {
    const { "content-length": _length, ...kept } = headers;
    return new Response(null, { status: 304, headers: kept });
  }
  const ifRange = request.headers.get("if-range");
  const range = ifRange && ifRange !== etag ? null : parseRange(request.headers.get("range"), size);
  if (range === "none") return nothing(416, { "content-range": `bytes */${size}` });
  const part = range ?? { from: 0, to: size - 1 };
  const body = await open(part);
  if (request.method !== "HEAD" && !body) return nothing(404);
  return new Response(body, {
    status: range ? 206 : 200,
    headers: {
      ...headers,
      "content-length": String(part.to - part.from + 1),
      ...(range ? { "content-range": `bytes ${part.from}-${part.to}/${size}` } : {}),
    },
  });
}

/**
 * A file of a course for whoever may read it: people by a link made for them at this moment, visitors what stands in
 * the open: the cover of a published course, and what its open lessons show.
 */
export async function answerCourseFile(request: Request, id: string): Promise<Response> {
  const ctx = await requestCtx(request);
  if (ctx.actor.kind === "user") return leadToFile(request, id);
  const wanted = linkInput.safeParse({ id, ...Object.fromEntries(new URL(request.url).searchParams) });
  if (!wanted.success) return nothing(404);
  try {
    await limit("file-visitor", ctx.ip, 900, 60);
    const file = await findOpenFile(ctx, wanted.data);
    if (!file) return nothing(404);
    return await answerBytes(request, file, "inline", async (part) => storage().open(file.storageKey, part));
  } catch (error) {
    if (isAppError(error)) return nothing(statusOf[error.kind]);
    throw error;
  }
}

/**
 * Leads from an address that stays the same to the bytes of a file, by a link made for this person at this moment: what a
 * page shows an hour after it was drawn is judged an hour after. Whatever is amiss, there is no such file.
 */
export async function leadToFile(request: Request, id: string): Promise<Response> {
  const ctx = await requestCtx(request);
  const wanted = linkInput.safeParse({ id, ...Object.fromEntries(new URL(request.url).searchParams) });
  if (ctx.actor.kind !== "user" || !wanted.success || !ctx.actor.permissions.has("file:read")) return nothing(404);
  try {
    const { url } = await makeLink(ctx as Ctx<UserActor>, wanted.data);
    return new Response(null, { status: 307, headers: { location: url, "cache-control": "private, no-store" } });
  } catch (error) {
    if (isAppError(error)) return nothing(statusOf[error.kind]);
    throw error;
  }
}
