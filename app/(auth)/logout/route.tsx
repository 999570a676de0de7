import { SignOut } from "@/components/documents/small-pages";
import { readDoor } from "@/server/features/identity/handover.queries";
import { signOut } from "@/server/features/identity/identity.service";
import { heldToken, requestCtx, setLocale } from "@/server/platform/context";
import { heldDevice } from "@/server/platform/device-cookies";
import { documentResponse, documentRoute, readReader, renderDocument } from "@/server/platform/document";
import { translator } from "@/server/platform/i18n";
import { refuseForeign, seeOther } from "@/server/platform/origin";
import { setSession } from "@/server/platform/session";

export const dynamic = "force-dynamic";

export const GET = documentRoute(async (request) => {
  const { ctx, frame, theme } = await readReader(request, "/logout");
  if (ctx.actor.kind !== "user") return seeOther("/login");
  const i = translator(frame.locale, "identity");
  const html = await renderDocument(<SignOut {...frame} i={i} name={ctx.actor.name} />, {
    locale: frame.locale,
    theme,
    title: `${i("sign_out.title")} · Urban Home School`,
    description: i("sign_out.title"),
  });
  return documentResponse(html);
});

/** Ends the session in the database and takes the cookie away; the door goes on in the language the person read in. */
export const POST = documentRoute(async (request) => {
  const refused = refuseForeign(request, { maxBytes: 1024 });
  if (refused) return refused;
  const token = await heldToken(request);
  const ctx = await requestCtx(request);
  if (token) await signOut(ctx, token);
  // On a device that was handed over the next child comes in.
  const handedOver = await readDoor(heldDevice(request).handover);
  return seeOther(handedOver ? "/handover" : "/login?out=1", [
    ["set-cookie", setSession(null)],
    ["set-cookie", setLocale(ctx.locale)],
  ]);
});
