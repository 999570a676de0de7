import { Told } from "@/components/documents/door-page";
import { keeping } from "@/components/documents/frame";
import { RegisterCode } from "@/components/documents/register";
import { codeInput } from "@/server/features/identity/registration.schema";
import { confirmRegistration } from "@/server/features/identity/registration.service";
import { documentRoute, readReader } from "@/server/platform/document";
import { errorText, translator } from "@/server/platform/i18n";
import { readForm, refuseForeign, seeOther } from "@/server/platform/origin";
import { respond, tried } from "../../respond";

export const dynamic = "force-dynamic";

/** The form stands in the answer to the registration: a token has no place in an address that is kept. */
export const GET = documentRoute(async () => seeOther("/register"));

export const POST = documentRoute(async (request) => {
  const refused = refuseForeign(request, { maxBytes: 4 * 1024 });
  if (refused) return refused;
  const form = await readForm(request);
  const reader = await readReader(request, "/register");
  const { frame } = reader;
  const r = translator(frame.locale, "registration");
  const token = form.get("token") ?? "";
  const sentTo = (form.get("sentTo") ?? "").slice(0, 40);
  const head = { title: r("register.code_title"), description: r("register.description") };
  const again = (error: string, status: number) =>
    respond(
      reader,
      <RegisterCode {...frame} r={r} token={token} sentTo={sentTo} error={error} />,
      { ...head, failed: r("form.problem") },
      status,
    );
  const input = codeInput.safeParse({ code: (form.get("code") ?? "").slice(0, 40) });
  if (!input.success || !/^[\w-]{43}$/.test(token)) return again(errorText(frame.locale, "field.code"), 422);
  const answer = await tried(reader, () => confirmRegistration(reader.ctx, token, input.data));
  if ("refused" in answer) return again(answer.refused.form, answer.refused.status);
  return respond(
    reader,
    <Told {...frame} title={r("register.done_title")} text={r("register.done_text")}>
      <a className="btn main" href={keeping("/login", frame.lang)}>
        {r("form.sign_in")}
      </a>
    </Told>,
    { ...head, title: r("register.done_title") },
  );
});
