import type { Locale } from "@/lib/locales";
import { assets } from "@/server/platform/document";
import { translator } from "@/server/platform/i18n";
import type { PdfViewer } from "./pdf";

/** The viewer of documents in a language, for pages that hand it to what shows them; and what it weighs at most. */
export function pdfViewer(locale: Locale): PdfViewer & { bytes: number } {
  const t = translator(locale, "files");
  const page = { page: "{page}", count: "{count}" };
  const { pdf, pdfBytes } = assets();
  return {
    code: pdf,
    bytes: pdfBytes,
    words: {
      loading: t("pdf.loading"),
      page: t("pdf.page", { ...page, name: "{name}" }),
      page_of: t("pdf.page_of", page),
      earlier: t("pdf.earlier"),
      later: t("pdf.later"),
      locked: t("pdf.locked"),
      broken: t("pdf.broken"),
      unreached: t("pdf.unreached"),
      again: t("pdf.again"),
    },
  };
}
