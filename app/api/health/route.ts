import { env } from "@/server/platform/env";

export const dynamic = "force-dynamic";

/** Reads of the database so far, away from production: benchmarks hold pages to a number (server/platform/db/client.ts). */
const reads = () =>
  env().UHS_ENV === "production"
    ? {}
    : { reads: (globalThis as { __uhsReads?: { count: number } }).__uhsReads?.count ?? 0 };

/** This process answers. Nothing else is asked, so that a restart never follows from somebody else's trouble. */
export function GET(): Response {
  return Response.json(
    { ok: true, part: "web", upSeconds: Math.floor(process.uptime()), ...reads() },
    { headers: { "cache-control": "no-store" } },
  );
}
