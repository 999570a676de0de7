import { localeInput } from "@/server/features/identity/identity.schema";
import { chooseLocale } from "@/server/features/identity/identity.service";
import type { Ctx } from "@/server/platform/actor";
import { localeCookie, requestCtx } from "@/server/platform/context";
import { documentRoute } from "@/server/platform/document";
import { env } from "@/server/platform/env";
import { AppError } from "@/server/platform/errors";
import { readForm, refuseForeign, seeOther } from "@/server/platform/origin";

export const dynamic = "force-dynamic";

/** Pages that show the switch; the way back leads to one of them and nowhere else. */
const back = /^\/(?:login(?:\?next=[\w%.~-]*)?|logout|privacy|unsubscribe\?t=[\w.%-]{1,500})?$/;

/** Chooses the language: for this browser, and for the person when somebody is signed in. */
export const POST = documentRoute(async (request) => {
  const refused = refuseForeign(request, { maxBytes: 4096 });
  if (refused) return refused;
  const form = await readForm(request);
  const input = localeInput.safeParse({ locale: form.get("locale") });
  if (!input.success) throw new AppError("BAD_INPUT", "bad_input");
  const ctx = await requestCtx(request);
  if (ctx.actor.kind === "user") await chooseLocale(ctx as Ctx, input.data.locale);
  const secure = env().APP_URL.startsWith("https://") ? "; Secure" : "";
  const to = form.get("back") ?? "/";
  return seeOther(back.test(to) ? to : "/", {
    "set-cookie": `${localeCookie}=${input.data.locale}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly${secure}`,
  });
});
