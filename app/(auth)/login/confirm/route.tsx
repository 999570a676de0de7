import { afterDoor, doorOfCtx } from "@/server/features/identity/factors.door";
import { offeredToCtx } from "@/server/features/identity/factors.queries";
import { ownPath } from "@/server/features/identity/identity.domain";
import type { Ctx } from "@/server/platform/actor";
import { documentRoute, readReader } from "@/server/platform/document";
import { readForm, refuseForeign, seeOther } from "@/server/platform/origin";
import { answerStep, showStep } from "../second-step";

export const dynamic = "force-dynamic";

const here = (next: string | null) => `/login/confirm${next ? `?next=${encodeURIComponent(next)}` : ""}`;
const toLogin = (next: string | null) => seeOther(next ? `/login?next=${encodeURIComponent(next)}` : "/login");

/** Asks somebody signed in to prove again who they are, before a dangerous act. */
export const GET = documentRoute(async (request) => {
  const query = new URL(request.url).searchParams;
  const next = ownPath(query.get("next"));
  const reader = await readReader(request, here(next));
  if (reader.ctx.actor.kind !== "user") return toLogin(next);
  const ctx = reader.ctx as Ctx;
  const door = doorOfCtx(ctx);
  return showStep(reader, door, await offeredToCtx(ctx), afterDoor(door, next), { method: query.get("method") });
});

export const POST = documentRoute(async (request) => {
  const refused = refuseForeign(request, { maxBytes: 48 * 1024 });
  if (refused) return refused;
  const form = await readForm(request);
  const next = ownPath(form.get("next"));
  const reader = await readReader(request, here(next));
  if (reader.ctx.actor.kind !== "user") return toLogin(next);
  const ctx = reader.ctx as Ctx;
  return answerStep(request, form, reader, doorOfCtx(ctx), await offeredToCtx(ctx));
});
