import { type StopState, Unsubscribe } from "@/components/documents/unsubscribe";
import { stopMail } from "@/server/features/notify/notify.stop.service";
import { readStopToken } from "@/server/features/notify/notify.unsubscribe";
import { documentResponse, documentRoute, readReader, renderDocument } from "@/server/platform/document";
import { translator } from "@/server/platform/i18n";
import { readForm } from "@/server/platform/origin";
import { limit } from "@/server/platform/rate-limit";

export const dynamic = "force-dynamic";

const MAX_BYTES = 4096;

async function page(request: Request, token: string, state: StopState): Promise<Response> {
  const { frame, theme } = await readReader(request, `/unsubscribe?t=${encodeURIComponent(token)}`);
  const n = translator(frame.locale, "notify");
  const what = readStopToken(token)?.what ?? null;
  const html = await renderDocument(<Unsubscribe {...frame} n={n} state={state} what={what} token={token} />, {
    locale: frame.locale,
    theme,
    title: `${n(`unsubscribe.${state}.title`)} · Urban Home School`,
    description: n(`unsubscribe.${state}.title`),
  });
  return documentResponse(html, state === "unknown" ? 404 : 200);
}

/** Asks; changes nothing. */
export const GET = documentRoute(async (request) => {
  const token = new URL(request.url).searchParams.get("t") ?? "";
  return page(request, token, readStopToken(token) ? "ask" : "unknown");
});

/**
 * Ends it. From our own form, and from mail programs by themselves (RFC 8058: the token in the address, no cookie, no
 * origin): the signed link is all the right there is, so who carries it here does not matter.
 */
export const POST = documentRoute(async (request) => {
  if (Number(request.headers.get("content-length") ?? 0) > MAX_BYTES) return new Response(null, { status: 413 });
  const { ctx } = await readReader(request, "/unsubscribe");
  await limit("unsubscribe", ctx.ip, 60, 60);
  const body = await request.clone().text();
  const form = await readForm(request);
  const oneClick = body.includes("List-Unsubscribe=One-Click");
  const token = (oneClick ? null : form.get("t")) ?? new URL(request.url).searchParams.get("t") ?? "";
  const stop = readStopToken(token);
  const again = !oneClick && form.get("act") === "again";
  const done = stop !== null && (await stopMail(ctx, stop, again));
  if (oneClick) return new Response(null, { status: done ? 200 : 404 });
  return page(request, token, done ? (again ? "resumed" : "stopped") : "unknown");
});
