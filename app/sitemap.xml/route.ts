import { locales } from "@/lib/locales";
import { readCourseAddresses } from "@/server/features/catalogue/catalogue.queries";
import { visitor } from "@/server/platform/actor";
import { makeCtx } from "@/server/platform/context";
import { env } from "@/server/platform/env";
import { requestInfo } from "@/server/platform/request";

export const dynamic = "force-dynamic";

type Entry = { page: string; changed?: Date };
/** Pages meant to be found, besides those of the courses. */
const pages: readonly Entry[] = [
  "/",
  "/courses",
  "/register",
  "/register/instructor",
  "/register/partner",
  "/privacy",
].map((page) => ({ page }));

export async function GET(request: Request): Promise<Response> {
  const ctx = makeCtx(visitor, requestInfo(request.headers), "en");
  const courses = await readCourseAddresses(ctx);
  const at = (page: string, locale: string) => {
    const url = new URL(page, env().APP_URL);
    if (locale !== "en") url.searchParams.set("lang", locale);
    return url.href.replaceAll("&", "&amp;");
  };
  const all = [
    ...pages,
    ...courses.map(({ slug, updatedAt }): Entry => ({ page: `/courses/${slug}`, changed: updatedAt })),
  ];
  const urls = all.flatMap(({ page, changed }) =>
    locales.map((locale) => {
      const alternates = locales.map(
        (one) => `<xhtml:link rel="alternate" hreflang="${one}" href="${at(page, one)}"/>`,
      );
      const lastmod = changed ? `<lastmod>${changed.toISOString()}</lastmod>` : "";
      return `<url><loc>${at(page, locale)}</loc>${lastmod}${alternates.join("")}</url>`;
    }),
  );
  const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">${urls.join("")}</urlset>\n`;
  return new Response(xml, {
    headers: { "content-type": "application/xml; charset=utf-8", "cache-control": "public, max-age=3600" },
  });
}
