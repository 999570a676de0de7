import { env } from "@/server/platform/env";

export const dynamic = "force-dynamic";

/** Public pages may be read by anybody; what needs a session is of no use to a search engine. */
export function GET(): Response {
  const lines = [
    "User-agent: *",
    "Disallow: /dashboard",
    "Disallow: /api/",
    `Sitemap: ${new URL("/sitemap.xml", env().APP_URL)}`,
  ];
  return new Response(`${lines.join("\n")}\n`, {
    headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "public, max-age=3600" },
  });
}
