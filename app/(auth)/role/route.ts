import { roleHome } from "@/lib/roles";
import { destination } from "@/server/features/identity/identity.domain";
import { switchRoleInput } from "@/server/features/identity/identity.schema";
import { switchRole } from "@/server/features/identity/identity.service";
import type { Ctx } from "@/server/platform/actor";
import { requestCtx } from "@/server/platform/context";
import { documentRoute } from "@/server/platform/document";
import { AppError } from "@/server/platform/errors";
import { readForm, refuseForeign, seeOther } from "@/server/platform/origin";

export const dynamic = "force-dynamic";

/**
 * Acts in another of one's roles, and goes to its home, or to the page of that role which was asked for. A form's target,
 * so that it needs no script.
 */
export const POST = documentRoute(async (request) => {
  const refused = refuseForeign(request, { maxBytes: 1024 });
  if (refused) return refused;
  const ctx = await requestCtx(request);
  if (ctx.actor.kind !== "user") return seeOther("/login");
  const form = await readForm(request);
  const input = switchRoleInput.safeParse({ role: form.get("role") });
  if (!input.success) throw new AppError("BAD_INPUT", "bad_input");
  const { role } = await switchRole(ctx as Ctx, input.data);
  return seeOther(destination(form.get("next"), [role], role)?.path ?? roleHome(role));
});
