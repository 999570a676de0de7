import { VerifyPage } from "@/components/documents/verify";
import type { Verified } from "@/server/features/recognition/certificates.schema";
import { documentResponse, type Reader, renderDocument } from "@/server/platform/document";
import { translator } from "@/server/platform/i18n";

/** The page of a code, or of none yet. It is for people who hold a paper; search engines keep none of it. */
export async function verifyResponse(
  { frame, theme }: Reader,
  typed: string,
  verified: Verified | null,
): Promise<Response> {
  const c = translator(frame.locale, "certificates");
  const known = verified === null || verified.state === "valid" || "on" in verified;
  const html = await renderDocument(<VerifyPage {...frame} c={c} typed={typed} verified={verified} />, {
    locale: frame.locale,
    theme,
    title: `${c(verified && verified.state !== "mistyped" ? `verify.${verified.state}.title` : "verify.title")} · Urban Home School`,
    description: c("verify.description"),
  });
  return documentResponse(html, known ? 200 : 404);
}
