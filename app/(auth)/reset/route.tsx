import { DoorPage, Told } from "@/components/documents/door-page";
import { TextField } from "@/components/documents/fields";
import { keeping } from "@/components/documents/frame";
import { contactOf, maskContact } from "@/lib/phone";
import { requestReset } from "@/server/features/identity/recovery.service";
import { documentRoute, type Reader, readReader } from "@/server/platform/document";
import { errorText, translator } from "@/server/platform/i18n";
import { readForm, refuseForeign } from "@/server/platform/origin";
import { respond, tried } from "../respond";

export const dynamic = "force-dynamic";

export const GET = documentRoute(async (request) => show(await readReader(request, "/reset")));

/** Sends a link if there is somebody to send it to; says the same in either case. */
export const POST = documentRoute(async (request) => {
  const refused = refuseForeign(request, { maxBytes: 4 * 1024 });
  if (refused) return refused;
  const form = await readForm(request);
  const reader = await readReader(request, "/reset");
  const { frame } = reader;
  const r = translator(frame.locale, "registration");
  const typed = (form.get("contact") ?? "").slice(0, 254);
  const contact = contactOf(typed);
  if (!contact) return show(reader, typed, errorText(frame.locale, "field.contact"), 422);
  const answer = await tried(reader, () => requestReset(reader.ctx, contact));
  if ("refused" in answer) return show(reader, typed, answer.refused.form, answer.refused.status);
  return respond(
    reader,
    <Told
      {...frame}
      title={r("reset.sent_title")}
      text={r("reset.sent_text", { address: maskContact("email" in contact ? contact.email : contact.phone) })}
      help={r("register.sent_help")}
    >
      <a className="btn" href={keeping("/login", frame.lang)}>
        {r("form.sign_in")}
      </a>
    </Told>,
    { title: r("reset.sent_title"), description: r("reset.description") },
  );
});

function show(reader: Reader, typed = "", error: string | null = null, status = 200): Promise<Response> {
  const r = translator(reader.frame.locale, "registration");
  return respond(
    reader,
    <DoorPage {...reader.frame} title={r("reset.title")} lead={r("reset.lead")}>
      <form method="post" action={keeping("/reset", reader.frame.lang)} className="fields" noValidate>
        <TextField
          name="contact"
          type="email"
          label={r("reset.contact")}
          value={typed}
          error={error ?? undefined}
          autoComplete="username"
          maxLength={254}
        />
        <button type="submit" className="btn main wide">
          {r("reset.submit")}
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
