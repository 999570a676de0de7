/**
 * Whether a real Inngest server runs the functions. It does when its address is given, or, in production, an event key
 * for the hosted one. A key alone says nothing locally: the start command makes one for whoever wants to try a server.
 */
export function hasInngestServer(env: {
  UHS_ENV?: string | undefined;
  INNGEST_BASE_URL?: string | undefined;
  INNGEST_EVENT_KEY?: string | undefined;
}): boolean {
  if (!env.INNGEST_EVENT_KEY) return false;
  return Boolean(env.INNGEST_BASE_URL) || (env.UHS_ENV ?? "production") === "production";
}
