import { locales } from "@/lib/locales";
import { env } from "@/server/platform/env";

export const dynamic = "force-dynamic";

/** Every page meant to be found. */
const pages = ["/", "/register", "/register/instructor", "/register/partner", "/privacy"];

export function GET(): Response {
  const at = (page: string, locale: string) => {
    const url = new URL(page, env().APP_URL);
    if (locale !== "en") url.searchParams.set("lang", locale);
    return url.href.replaceAll("&", "&amp;");
  };
  const urls = pages.flatMap((page) =>
    locales.map((locale) => {
      const alternates = locales.map(
        (one) => `<xhtml:link rel="alternate" hreflang="${one}" href="${at(page, one)}"/>`,
      );
      return `<url><loc>${at(page, locale)}</loc>${alternates.join("")}</url>`;
    }),
  );
  const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">${urls.join("")}</urlset>\n`;
  return new Response(xml, {
    headers: { "content-type": "application/xml; charset=utf-8", "cache-control": "public, max-age=3600" },
  });
}
