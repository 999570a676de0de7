import { Told } from "@/components/documents/door-page";
import { keeping } from "@/components/documents/frame";
import { RegisterConfirm } from "@/components/documents/register";
import { signIn } from "@/server/features/identity/identity.service";
import { confirmInput } from "@/server/features/identity/registration.schema";
import { confirmRegistration, waitingRegistration } from "@/server/features/identity/registration.service";
import { heldToken } from "@/server/platform/context";
import { documentRoute, type Reader, readReader } from "@/server/platform/document";
import { translator } from "@/server/platform/i18n";
import { readForm, refuseForeign, seeOther } from "@/server/platform/origin";
import { sealSession, setSession } from "@/server/platform/session";
import { fieldText } from "@/server/platform/trpc";
import { respond, tokenOf, tried } from "../../../respond";

export const dynamic = "force-dynamic";

/** Looking at the link changes nothing: mail programs look before people do. */
export const GET = documentRoute(async (request) => {
  const token = tokenOf(request);
  const reader = await readReader(request, new URL(request.url).pathname);
  const state = token ? await waitingRegistration(reader.ctx, token) : "unknown";
  return state === "open" ? ask(reader) : gone(reader);
});

export const POST = documentRoute(async (request) => {
  const refused = refuseForeign(request, { maxBytes: 4 * 1024 });
  if (refused) return refused;
  const token = tokenOf(request);
  const form = await readForm(request);
  const reader = await readReader(request, new URL(request.url).pathname);
  const input = confirmInput.safeParse({ password: (form.get("password") ?? "").slice(0, 600) });
  if (!token) return gone(reader);
  if (!input.success) return ask(reader, fieldText(reader.frame.locale, "field.required"), 422);
  const answer = await tried(reader, () => confirmRegistration(reader.ctx, token, input.data));
  if ("refused" in answer)
    return answer.refused.reason === "registration.gone"
      ? gone(reader)
      : ask(reader, answer.refused.form, answer.refused.status);
  const session = await signIn(
    reader.ctx,
    { email: answer.done.login, password: input.data.password },
    { replaces: await heldToken(request) },
  );
  return seeOther(session.path, { "set-cookie": setSession(await sealSession(session.token)) });
});

function ask(reader: Reader, error: string | null = null, status = 200): Promise<Response> {
  const r = translator(reader.frame.locale, "registration");
  return respond(
    reader,
    <RegisterConfirm {...reader.frame} r={r} action={keeping(reader.frame.here, reader.frame.lang)} error={error} />,
    {
      title: r("register.confirm_title"),
      description: r("register.description"),
      failed: error ? r("form.problem") : undefined,
    },
    status,
  );
}

function gone(reader: Reader): Promise<Response> {
  const { frame } = reader;
  const r = translator(frame.locale, "registration");
  return respond(
    reader,
    <Told {...frame} title={r("register.gone_title")} text={r("register.gone_text")}>
      <a className="btn main" href={keeping("/login", frame.lang)}>
        {r("form.sign_in")}
      </a>
      <a className="btn" href={keeping("/register", frame.lang)}>
        {r("register.again")}
      </a>
    </Told>,
    { title: r("register.gone_title"), description: r("register.description") },
    410,
  );
}
