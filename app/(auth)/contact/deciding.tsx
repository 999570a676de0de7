import { DoorPage, Told } from "@/components/documents/door-page";
import { keeping } from "@/components/documents/frame";
import { contactLinkState, undoContact, verifyContact } from "@/server/features/identity/contact.service";
import { contactAddress, documentRoute, type Reader, readReader } from "@/server/platform/document";
import { translator } from "@/server/platform/i18n";
import { refuseForeign } from "@/server/platform/origin";
import { setSession } from "@/server/platform/session";
import { respond, tokenOf, tried } from "../respond";

type Which = "verify" | "undo";
const purpose = { verify: "CONTACT_VERIFY", undo: "CONTACT_UNDO" } as const;

/** Shows what the link does; looking at it does nothing, mail programs look before people do. */
export const showContact = (which: Which) =>
  documentRoute(async (request) => {
    const token = tokenOf(request);
    const reader = await readReader(request, new URL(request.url).pathname);
    if (!token || (await contactLinkState(reader.ctx, token, purpose[which])) !== "open") return gone(reader);
    const { frame } = reader;
    const r = translator(frame.locale, "registration");
    return respond(
      reader,
      <DoorPage {...frame} title={r(`contact.${which}_title`)} lead={r(`contact.${which}_text`)}>
        <form method="post" action={keeping(frame.here, frame.lang)} className="fields">
          <button type="submit" className="btn main wide">
            {r(`contact.${which}_submit`)}
          </button>
        </form>
      </DoorPage>,
      { title: r(`contact.${which}_title`), description: r("contact.description") },
    );
  });

export const takeContact = (which: Which) =>
  documentRoute(async (request) => {
    const refused = refuseForeign(request, { maxBytes: 1024 });
    if (refused) return refused;
    const token = tokenOf(request);
    const reader = await readReader(request, new URL(request.url).pathname);
    const { frame, ctx } = reader;
    if (!token) return gone(reader);
    const answer = await tried(reader, () =>
      which === "verify" ? verifyContact(ctx, token) : undoContact(ctx, token),
    );
    if ("refused" in answer) return gone(reader);
    const r = translator(frame.locale, "registration");
    const done = which === "verify" ? "verified" : "undone";
    return respond(
      reader,
      <Told {...frame} title={r(`contact.${done}_title`)} text={r(`contact.${done}_text`)}>
        <a className="btn main" href={keeping(which === "verify" ? "/dashboard" : "/reset", frame.lang)}>
          {which === "verify" ? frame.t("dashboard") : r("reset.title")}
        </a>
      </Told>,
      { title: r(`contact.${done}_title`), description: r("contact.description") },
      200,
      which === "undo" ? { "set-cookie": setSession(null) } : {},
    );
  });

function gone(reader: Reader): Promise<Response> {
  const { frame } = reader;
  const r = translator(frame.locale, "registration");
  return respond(
    reader,
    <Told {...frame} title={r("contact.gone_title")} text={r("contact.gone_text", { address: contactAddress() })}>
      <a className="btn" href={keeping("/", frame.lang)}>
        {r("form.home")}
      </a>
    </Told>,
    { title: r("contact.gone_title"), description: r("contact.description") },
    410,
  );
}
