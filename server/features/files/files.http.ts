import type { Permission } from "@/lib/permissions";
import type { Ctx, UserActor } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import { requestCtx } from "@/server/platform/context";
import { AppError, isAppError, statusOf } from "@/server/platform/errors";
import { logger } from "@/server/platform/logger";
import { publicError, toAppError } from "@/server/platform/trpc";
import { makeLink } from "./files.link.service";
import { linkInput } from "./files.schema";

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

const nothing = (status: number) => new Response(null, { status, headers: { "cache-control": "private, no-store" } });

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
