import { BackupCodes, SetUp } from "@/components/documents/second-step";
import { type AtDoor, afterDoor, doorOfPending } from "@/server/features/identity/factors.door";
import { beginTotp, confirmFirstTotp, enrollingPending } from "@/server/features/identity/factors.enrol.service";
import { offeredToPending } from "@/server/features/identity/factors.queries";
import { ownPath } from "@/server/features/identity/identity.domain";
import { heldToken } from "@/server/platform/context";
import { documentResponse, documentRoute, type Reader, readReader, renderDocument } from "@/server/platform/document";
import { isAppError } from "@/server/platform/errors";
import { errorText, translator } from "@/server/platform/i18n";
import { readForm, refuseForeign, seeOther } from "@/server/platform/origin";
import { type Pending, resolvePending, sealSession, setSession } from "@/server/platform/session";
import { answerStep, showStep } from "../second-step";

export const dynamic = "force-dynamic";

/** Who stands between the two steps, in their own language; null sends them to the first. */
async function atDoor(request: Request, next: string | null) {
  const token = await heldToken(request);
  const pending = token ? await resolvePending(token) : null;
  if (!pending) return null;
  const here = `/login/second${next ? `?next=${encodeURIComponent(next)}` : ""}`;
  const reader = await readReader(request, here);
  if (!reader.frame.lang && reader.frame.locale !== pending.locale) {
    reader.frame = { ...reader.frame, locale: pending.locale, t: translator(pending.locale, "documents") };
  }
  return { pending, reader, door: doorOfPending(pending) };
}
const toLogin = (next: string | null) => seeOther(next ? `/login?next=${encodeURIComponent(next)}` : "/login");

export const GET = documentRoute(async (request) => {
  const query = new URL(request.url).searchParams;
  const next = ownPath(query.get("next"));
  const at = await atDoor(request, next);
  if (!at) return toLogin(next);
  const { pending, reader, door } = at;
  if (!pending.hasFactor) return setUp(reader, pending, door, next, null);
  return showStep(reader, door, await offeredToPending(pending), afterDoor(door, next), {
    method: query.get("method"),
  });
});

export const POST = documentRoute(async (request) => {
  const refused = refuseForeign(request, { maxBytes: 48 * 1024 });
  if (refused) return refused;
  const form = await readForm(request);
  const next = ownPath(form.get("next"));
  const at = await atDoor(request, next);
  if (!at) return toLogin(next);
  const { pending, reader, door } = at;
  if (pending.hasFactor) return answerStep(request, form, reader, door, await offeredToPending(pending));
  const { locale } = reader.frame;
  try {
    const given = await confirmFirstTotp(reader.ctx, pending, form.get("code") ?? "");
    const s = translator(locale, "security");
    const html = await renderDocument(
      <BackupCodes {...reader.frame} signedIn={false} s={s} codes={given.backupCodes} next={afterDoor(door, next)} />,
      { locale, theme: reader.theme, title: `${s("codes.title")} · Urban Home School`, description: s("codes.title") },
    );
    return documentResponse(html, 200, { "set-cookie": setSession(await sealSession(given.token)) });
  } catch (error) {
    if (!isAppError(error) || error.kind === "INTERNAL") throw error;
    const reason = Object.values(error.fields)[0] ?? error.reason;
    return setUp(reader, pending, door, next, errorText(locale, reason, error.meta));
  }
});

async function setUp(reader: Reader, pending: Pending, door: AtDoor, next: string | null, error: string | null) {
  const { locale } = reader.frame;
  const s = translator(locale, "security");
  const { secret, qr } = await beginTotp(reader.ctx, enrollingPending(pending), { keep: true });
  const html = await renderDocument(
    <SetUp
      {...reader.frame}
      signedIn={false}
      s={s}
      secret={secret}
      qr={qr}
      next={afterDoor(door, next)}
      error={error}
    />,
    { locale, theme: reader.theme, title: `${s("setup.title")} · Urban Home School`, description: s("setup.title") },
  );
  return documentResponse(html, error ? 422 : 200);
}
