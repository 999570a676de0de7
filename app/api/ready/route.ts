import { readReadiness } from "@/server/features/health/health.ready.queries";

export const dynamic = "force-dynamic";

/** Whether to send people here: database, jobs and storage, and not while stopping. */
export async function GET(): Promise<Response> {
  const readiness = await readReadiness();
  return Response.json(readiness, {
    status: readiness.ready ? 200 : 503,
    headers: { "cache-control": "no-store" },
  });
}
