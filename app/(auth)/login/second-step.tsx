import { SecondStep } from "@/components/documents/second-step";
import { sendCode } from "@/server/features/identity/factors.codes.service";
import { type AtDoor, afterDoor, shownMethod } from "@/server/features/identity/factors.door";
import { askPasskey } from "@/server/features/identity/factors.passkeys.service";
import { codeTarget, type Offered } from "@/server/features/identity/factors.queries";
import { secondStepInput } from "@/server/features/identity/factors.schema";
import { giveFactor } from "@/server/features/identity/factors.service";
import { deviceCookies, heldDevice } from "@/server/platform/device-cookies";
import { documentResponse, type Reader, renderDocument } from "@/server/platform/document";
import { isAppError, statusOf } from "@/server/platform/errors";
import { errorText, translator } from "@/server/platform/i18n";
import { seeOther } from "@/server/platform/origin";
import { sealSession, setSession } from "@/server/platform/session";

type Shown = { method: string | null; challengeId?: string | null; error?: string | null; status?: number };

/** The form for one way of proving oneself. */
export async function showStep(
  reader: Reader,
  door: AtDoor,
  offered: Offered,
  next: string,
  { method: asked, challengeId = null, error = null, status = 200 }: Shown,
): Promise<Response> {
  const { frame, theme, ctx } = reader;
  const s = translator(frame.locale, "security");
  const method = shownMethod(offered, asked);
  const passkey =
    method === "passkey" ? JSON.stringify(await askPasskey(door.mode, door.sessionId, door.userId, ctx.now)) : null;
  const title = s(`step.${door.mode}`);
  const html = await renderDocument(
    <SecondStep
      {...frame}
      signedIn={false}
      s={s}
      mode={door.mode}
      name={door.name}
      method={method}
      offered={offered}
      challengeId={challengeId}
      passkey={passkey}
      next={next}
      error={error}
    />,
    {
      locale: frame.locale,
      theme,
      title: `${title} · Urban Home School`,
      description: title,
      script: passkey !== null,
    },
  );
  return documentResponse(html, status, {}, { script: passkey !== null });
}

/** Sends a code, or takes what was given and goes on. What is wrong stands above the form it was typed in. */
export async function answerStep(
  request: Request,
  form: Map<string, string>,
  reader: Reader,
  door: AtDoor,
  offered: Offered,
): Promise<Response> {
  const next = afterDoor(door, form.get("next") ?? null);
  const { locale } = reader.frame;
  const input = secondStepInput.safeParse(Object.fromEntries(form));
  if (!input.success) return showStep(reader, door, offered, next, { method: null, status: 422 });
  const { method } = input.data;
  const challengeId = input.data.challengeId ?? null;
  const wrong = (error: string, status: number) =>
    showStep(reader, door, offered, next, { method, challengeId, error, status });
  try {
    if (form.get("act") === "send" && (method === "sms" || method === "email")) {
      const target = await codeTarget(door.userId, method);
      if (!target) return await wrong(errorText(locale, "code.no_target"), 409);
      const { userId, sessionId } = door;
      const sent = await sendCode(reader.ctx, {
        userId,
        sessionId,
        channel: method,
        target,
        purpose: door.mode,
        locale,
      });
      return await showStep(reader, door, offered, next, { method, challengeId: sent.challengeId });
    }
    if (method !== "passkey" && input.data.code === "") return await wrong(errorText(locale, "field.required"), 422);
    const given = await giveFactor(reader.ctx, { ...door, purpose: door.mode }, input.data);
    return seeOther(next, [
      ["set-cookie", setSession(await sealSession(given.token))],
      ...deviceCookies(heldDevice(request), given.remembered),
    ]);
  } catch (error) {
    if (!isAppError(error) || error.kind === "INTERNAL") throw error;
    return wrong(errorText(locale, error.reason, error.meta), statusOf[error.kind]);
  }
}
