import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { z } from "zod";
import type { Permission } from "@/lib/permissions";
import { roleOfPath } from "@/lib/roles";
import type { Ctx, UserActor } from "./actor";
import { audit, recordMissing } from "./audit";
import { pageCtx } from "./context";
import { isAppError } from "./errors";

/**
 * The first line of every page for signed-in people: names the permission it needs and gives the context.
 * A visitor is sent to sign in and brought back; somebody without the permission, or in another role than the
 * page's, is told that there is no such page, and the attempt is audited: once, also where its title asks too.
 */
export const requirePage = cache(async (permission: Permission): Promise<Ctx<UserActor>> => {
  const ctx = await pageCtx();
  const path = (await headers()).get("x-uhs-path") ?? "/dashboard";
  if (ctx.actor.kind !== "user") redirect(`/login?next=${encodeURIComponent(path)}`);
  const signedIn = ctx as Ctx<UserActor>;
  const role = roleOfPath(path);
  if ((role && role !== signedIn.actor.role) || !signedIn.actor.permissions.has(permission)) {
    await signedIn.work((db) =>
      audit(db, signedIn, {
        action: "page.refused",
        subjectType: "page",
        subjectId: path.split("?")[0],
        outcome: "DENIED",
        after: { permission },
      }),
    );
    notFound();
  }
  return signedIn;
});

/**
 * A page's record: what `found` gives, or the page that does not exist. Asking for a record that is not one's own is
 * audited like a refused page; whether it exists is told to nobody.
 */
export async function recordOf<T>(ctx: Ctx<UserActor>, id: string, found: Promise<T>): Promise<T> {
  try {
    return await found;
  } catch (error) {
    if (!isAppError(error) || error.kind !== "NOT_FOUND") throw error;
    const path = (await headers()).get("x-uhs-path") ?? "";
    await recordMissing(ctx, "page", path.split("?")[0] ?? "", error.reason, { id });
    notFound();
  }
}

/**
 * The record whose id an address names, read once for the page and its title. It asks for the permission as `requirePage`
 * does; an address that is no id, and a record that is not one's own, is a page that does not exist.
 */
export const recordPage = <T>(permission: Permission, read: (ctx: Ctx<UserActor>, id: string) => Promise<T>) =>
  cache(async (given: string) => {
    const ctx = await requirePage(permission);
    const id = z.uuid().safeParse(given);
    if (!id.success) notFound();
    return { ctx, record: await recordOf(ctx, id.data, read(ctx, id.data)) };
  });
