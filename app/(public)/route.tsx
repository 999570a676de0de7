import { Landing } from "@/components/documents/landing";
import { readSize } from "@/server/features/curriculum/curriculum.size.queries";
import { readPlans } from "@/server/features/money/money.queries";
import { visitor } from "@/server/platform/actor";
import { makeCtx } from "@/server/platform/context";
import { contactAddress, documentRoute, keptDocument, readReader, renderDocument } from "@/server/platform/document";
import { env } from "@/server/platform/env";
import { translator } from "@/server/platform/i18n";
import { requestInfo } from "@/server/platform/request";

export const dynamic = "force-dynamic";

/** PUB-1. The same for every visitor of a language, so it is kept for a minute and a view reads nothing. */
export const GET = documentRoute(async (request) => {
  const { frame, theme } = await readReader(request, "/");
  const { locale, lang, signedIn } = frame;
  return keptDocument(request, ["landing", locale, lang, signedIn, theme].join(), 60, async () => {
    const ctx = makeCtx(visitor, requestInfo(request.headers), locale);
    const [plans, size] = await Promise.all([readPlans(ctx, locale), readSize(ctx)]);
    const p = translator(locale, "public");
    return renderDocument(<Landing {...frame} p={p} plans={plans} size={size} contact={contactAddress()} />, {
      locale,
      theme,
      title: p("title"),
      description: p("description"),
      canonical: "/",
      facts: {
        "@context": "https://schema.org",
        "@type": "EducationalOrganization",
        name: "Urban Home School",
        url: env().APP_URL,
        description: p("description"),
        areaServed: { "@type": "Country", name: "Kenya" },
        availableLanguage: ["en", "sw"],
        email: contactAddress(),
      },
    });
  });
});
