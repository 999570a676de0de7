import { localeInput } from "@/server/features/identity/identity.schema";
import { chooseLocale } from "@/server/features/identity/identity.service";
import type { Ctx } from "@/server/platform/actor";
import { requestCtx, setLocale } from "@/server/platform/context";
import { documentRoute } from "@/server/platform/document";
import { AppError } from "@/server/platform/errors";
import { readForm, refuseForeign, seeOther } from "@/server/platform/origin";

export const dynamic = "force-dynamic";

/** Pages that show the switch; the way back leads to one of them and nowhere else. */
const back = new RegExp(
  `^/(?:${[
    "(?:login(?:/(?:second|passkey|confirm))?(?:\\?next=[\\w%.~-]*)?)",
    "logout",
    "privacy",
    "unsubscribe\\?t=[\\w.%-]{1,500}",
    "register(?:/(?:instructor|partner))?",
    "reset",
    "courses(?:/[a-z0-9-]{1,200}){0,2}(?:\\?[\\w.%=&+~-]{1,1000})?",
    // A letter's link: what it opens stays open in the other language.
    "(?:register/confirm|reset|invite|contact/(?:verify|undo))/[\\w-]{43}",
  ].join("|")})?$`,
);

/** Chooses the language: for this browser, and for the person when somebody is signed in. */
export const POST = documentRoute(async (request) => {
  const refused = refuseForeign(request, { maxBytes: 4096 });
  if (refused) return refused;
  const form = await readForm(request);
  const input = localeInput.safeParse({ locale: form.get("locale") });
  if (!input.success) throw new AppError("BAD_INPUT", "bad_input");
  const ctx = await requestCtx(request);
  if (ctx.actor.kind === "user") await chooseLocale(ctx as Ctx, input.data.locale);
  const to = form.get("back") ?? "/";
  return seeOther(back.test(to) ? to : "/", { "set-cookie": setLocale(input.data.locale) });
});
