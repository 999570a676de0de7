import { DoorPage, Told } from "@/components/documents/door-page";
import { TextField } from "@/components/documents/fields";
import { keeping } from "@/components/documents/frame";
import { completeReset, resetState } from "@/server/features/identity/recovery.service";
import { documentRoute, type Reader, readReader } from "@/server/platform/document";
import { translator } from "@/server/platform/i18n";
import { readForm, refuseForeign } from "@/server/platform/origin";
import { setSession } from "@/server/platform/session";
import { respond, tokenOf, tried } from "../../respond";

export const dynamic = "force-dynamic";

/** Looking at the link uses nothing up. */
export const GET = documentRoute(async (request) => {
  const token = tokenOf(request);
  const reader = await readReader(request, new URL(request.url).pathname);
  return token && (await resetState(reader.ctx, token)) === "open" ? ask(reader) : gone(reader);
});

export const POST = documentRoute(async (request) => {
  const refused = refuseForeign(request, { maxBytes: 4 * 1024 });
  if (refused) return refused;
  const token = tokenOf(request);
  const form = await readForm(request);
  const reader = await readReader(request, new URL(request.url).pathname);
  const { frame } = reader;
  if (!token) return gone(reader);
  const password = (form.get("password") ?? "").slice(0, 600);
  const answer = await tried(reader, () => completeReset(reader.ctx, token, password));
  if ("refused" in answer) {
    const { reason, fields, form: problem, status } = answer.refused;
    return reason === "reset.gone" ? gone(reader) : ask(reader, fields.password ?? problem, status);
  }
  const r = translator(frame.locale, "registration");
  return respond(
    reader,
    <Told {...frame} signedIn={false} title={r("reset.done_title")} text={r("reset.done_text")}>
      <a className="btn main" href={keeping("/login", frame.lang)}>
        {r("form.sign_in")}
      </a>
    </Told>,
    { title: r("reset.done_title"), description: r("reset.description") },
    200,
    { "set-cookie": setSession(null) },
  );
});

function ask(reader: Reader, error: string | null = null, status = 200): Promise<Response> {
  const { frame } = reader;
  const r = translator(frame.locale, "registration");
  return respond(
    reader,
    <DoorPage {...frame} title={r("reset.title")} lead={r("reset.new_lead")}>
      <form method="post" action={keeping(frame.here, frame.lang)} className="fields" noValidate>
        <TextField
          name="password"
          type="password"
          label={r("form.new_password")}
          help={r("form.password_help")}
          error={error ?? undefined}
          autoComplete="new-password"
          maxLength={512}
        />
        <button type="submit" className="btn main wide">
          {r("reset.new_submit")}
        </button>
      </form>
    </DoorPage>,
    {
      title: r("reset.title"),
      description: r("reset.description"),
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
    <Told {...frame} title={r("reset.gone_title")} text={r("reset.gone_text")}>
      <a className="btn main" href={keeping("/reset", frame.lang)}>
        {r("reset.again")}
      </a>
    </Told>,
    { title: r("reset.gone_title"), description: r("reset.description") },
    410,
  );
}
