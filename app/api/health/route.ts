export const dynamic = "force-dynamic";

/** This process answers. Nothing else is asked, so that a restart never follows from somebody else's trouble. */
export function GET(): Response {
  return Response.json(
    { ok: true, part: "web", upSeconds: Math.floor(process.uptime()) },
    { headers: { "cache-control": "no-store" } },
  );
}
