/** Once per process, before the first request. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { env } = await import("@/server/platform/env");
  // A start without a complete environment ends here, whoever started it.
  if (process.env.NEXT_PHASE !== "phase-production-build") env();
  const { onShutdown } = await import("@/server/platform/shutdown");
  onShutdown("database", async () => {
    const { closeDatabase } = await import("@/server/platform/db/close");
    await closeDatabase();
  });
}

type FailedRequest = { path: string; method: string; headers: Record<string, string | string[] | undefined> };
type Place = { routePath: string; routeType: string };

/** What a page or route threw and nobody caught: logged with the reference its reader is shown. */
export async function onRequestError(error: unknown, request: FailedRequest, context: Place): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { logger } = await import("@/server/platform/logger");
  logger.error(
    {
      err: error,
      digest: (error as { digest?: string } | null)?.digest,
      requestId: request.headers["x-request-id"],
      method: request.method,
      route: context.routePath,
      routeType: context.routeType,
    },
    "page failed",
  );
}
