import { documentRoute, missingDocument, readReader } from "@/server/platform/document";

export const dynamic = "force-dynamic";

/** Addresses nobody answers to: a light page for people, a short word for programs. */
const missing = documentRoute(async (request) => {
  const { pathname } = new URL(request.url);
  if (pathname.startsWith("/api/") || !request.headers.get("accept")?.includes("text/html"))
    return Response.json({ error: { reason: "not_found" } }, { status: 404, headers: { "cache-control": "no-store" } });
  return missingDocument(await readReader(request, "/"));
});

export { missing as DELETE, missing as GET, missing as PATCH, missing as POST, missing as PUT };
