import { roleHome } from "@/lib/roles";
import { hrefOf } from "@/server/features/notify/notify.queries";
import type { Ctx } from "@/server/platform/actor";
import { requestCtx } from "@/server/platform/context";
import { seeOther } from "@/server/platform/origin";

export const dynamic = "force-dynamic";

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Where a push leads: the device knows only the message's id, and what it is about is said to its reader alone. Somebody
 * else who taps it ends at their own inbox; nobody signed in, at the door.
 */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const { id } = await params;
  const ctx = await requestCtx(request);
  if (ctx.actor.kind !== "user") return seeOther("/login");
  const { actor } = ctx as Ctx;
  const href = uuid.test(id) ? await ctx.work((db) => hrefOf(db, actor, id)) : null;
  return seeOther(href ?? `${roleHome(actor.role)}/notifications`);
}
