import type { Permission } from "@/lib/permissions";
import type { Ctx, UserActor } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import { requestCtx } from "@/server/platform/context";
import { AppError } from "@/server/platform/errors";
import { logger } from "@/server/platform/logger";
import { publicError, toAppError } from "@/server/platform/trpc";

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
