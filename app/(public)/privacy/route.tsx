import { Privacy } from "@/components/documents/small-pages";
import { contactAddress, documentRoute, keptDocument, readReader, renderDocument } from "@/server/platform/document";
import { translator } from "@/server/platform/i18n";

export const dynamic = "force-dynamic";

export const GET = documentRoute(async (request) => {
  const { frame, theme } = await readReader(request, "/privacy");
  const { locale, lang, signedIn } = frame;
  return keptDocument(request, ["privacy", locale, lang, signedIn, theme].join(), 600, async () => {
    const p = translator(locale, "public");
    return renderDocument(<Privacy {...frame} p={p} contact={contactAddress()} />, {
      locale,
      theme,
      title: `${p("privacy.title")} · Urban Home School`,
      description: p("privacy.description"),
      canonical: "/privacy",
    });
  });
});
