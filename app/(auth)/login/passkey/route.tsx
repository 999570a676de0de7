import { PasskeySignIn } from "@/components/documents/second-step";
import { answerPasskey, askPasskey } from "@/server/features/identity/factors.passkeys.service";
import { signInAnswer } from "@/server/features/identity/factors.schema";
import { ownPath } from "@/server/features/identity/identity.domain";
import { signInByPasskey } from "@/server/features/identity/identity.service";
import { heldToken } from "@/server/platform/context";
import { deviceCookies, heldDevice } from "@/server/platform/device-cookies";
import { documentResponse, documentRoute, type Reader, readReader, renderDocument } from "@/server/platform/document";
import { isAppError } from "@/server/platform/errors";
import { translator } from "@/server/platform/i18n";
import { readForm, refuseForeign, seeOther } from "@/server/platform/origin";
import { limit } from "@/server/platform/rate-limit";
import { sealSession, setSession } from "@/server/platform/session";

export const dynamic = "force-dynamic";

const here = (next: string | null) => `/login/passkey${next ? `?next=${encodeURIComponent(next)}` : ""}`;

/** Signing in with a passkey alone: it names the person and verifies them. */
export const GET = documentRoute(async (request) => {
  const next = ownPath(new URL(request.url).searchParams.get("next"));
  return show(await readReader(request, here(next)), next, false);
});

export const POST = documentRoute(async (request) => {
  const refused = refuseForeign(request, { maxBytes: 48 * 1024 });
  if (refused) return refused;
  const form = await readForm(request);
  const next = ownPath(form.get("next"));
  const reader = await readReader(request, here(next));
  const { ctx } = reader;
  await limit("passkey", ctx.ip, 30, 60);
  try {
    const answer = signInAnswer.safeParse(JSON.parse(form.get("answer") || "null"));
    const whose = answer.success ? await answerPasskey(ctx, "sign_in", "", answer.data, null) : null;
    if (!whose) return show(reader, next, true);
    const device = heldDevice(request);
    const session = await signInByPasskey(ctx, whose.userId, { next, replaces: await heldToken(request), device });
    return seeOther(session.path, [
      ["set-cookie", setSession(await sealSession(session.token))],
      ...deviceCookies(device),
    ]);
  } catch (error) {
    if (error instanceof SyntaxError || (isAppError(error) && error.reason === "sign_in.refused"))
      return show(reader, next, true);
    throw error;
  }
});

async function show({ frame, theme, ctx }: Reader, next: string | null, refused: boolean): Promise<Response> {
  const s = translator(frame.locale, "security");
  const title = s("step.passkey.sign_in");
  const html = await renderDocument(
    <PasskeySignIn
      {...frame}
      signedIn={false}
      s={s}
      next={next ?? ""}
      passkey={JSON.stringify(await askPasskey("sign_in", "", null, ctx.now))}
      error={refused ? s("step.passkey.refused") : null}
    />,
    { locale: frame.locale, theme, title: `${title} · Urban Home School`, description: title, script: true },
  );
  return documentResponse(html, refused ? 401 : 200, {}, { script: true });
}
