import { showsInline } from "@/lib/file-types";
import { contentDisposition, parseRange, servedName } from "@/server/features/files/files.domain";
import { isId } from "@/server/features/files/files.http";
import { readLink } from "@/server/features/files/files.link.domain";
import { linkKey } from "@/server/features/files/files.link.service";
import { followLink, noteReading, readBytes, type Served } from "@/server/features/files/files.service";
import type { Ctx, UserActor } from "@/server/platform/actor";
import { requestCtx } from "@/server/platform/context";
import { isAppError, statusOf } from "@/server/platform/errors";
import { limit } from "@/server/platform/rate-limit";

export const dynamic = "force-dynamic";

const nothing = (status: number, headers: Record<string, string> = {}) =>
  new Response(null, { status, headers: { "cache-control": "private, no-store", ...headers } });

/**
 * What every answer with bytes carries. Served from our own address, a file must never act there: it is not guessed at,
 * runs nothing, loads nothing, and is kept by nobody in between. A browser that has it asks before showing it again.
 */
function headersOf({ file, mime, size, etag }: Served, show: "attachment" | "inline"): Record<string, string> {
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

/** A file by its link. The link is not enough: the person it was made for must be asking, and may see the file now. */
async function serve(request: Request, id: string, ctx: Ctx<UserActor>): Promise<Response> {
  await limit("file", ctx.actor.userId, 900, 60);
  const link = readLink(linkKey(), id, new URL(request.url).searchParams, ctx.now);
  const served = await followLink(ctx, id, link);
  const headers = headersOf(served, link?.show ?? "attachment");
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
  if (part.from === 0) await noteReading(ctx, served.file);
  const length = part.to - part.from + 1;
  const body = request.method === "HEAD" ? null : await readBytes(ctx, served, part);
  if (request.method !== "HEAD" && !body) return nothing(404);
  return new Response(body, {
    status: range ? 206 : 200,
    headers: {
      ...headers,
      "content-length": String(length),
      ...(range ? { "content-range": `bytes ${part.from}-${part.to}/${size}` } : {}),
    },
  });
}

/** Whatever is amiss, there is no such file. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const { id } = await params;
  const ctx = await requestCtx(request);
  if (ctx.actor.kind !== "user" || !isId(id) || !ctx.actor.permissions.has("file:read")) return nothing(404);
  try {
    return await serve(request, id, ctx as Ctx<UserActor>);
  } catch (error) {
    if (isAppError(error)) return nothing(statusOf[error.kind]);
    throw error;
  }
}
export { GET as HEAD };
