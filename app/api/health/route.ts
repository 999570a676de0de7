import { readCount } from "@/server/platform/db/reads";
import { env } from "@/server/platform/env";

export const dynamic = "force-dynamic";

/** This process answers. Nothing else is asked, so that a restart never follows from somebody else's trouble. */
export function GET(): Response {
  const counted = env().UHS_ENV === "production" ? {} : { reads: readCount() };
  return Response.json(
    { ok: true, part: "web", upSeconds: Math.floor(process.uptime()), ...counted },
    { headers: { "cache-control": "no-store" } },
  );
}
