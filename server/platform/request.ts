import { randomUUID } from "node:crypto";

/**
 * Where a request comes from. The web process (server/web/main.ts) strips what a client may claim, then sets
 * `x-uhs-ip` from the socket or, behind trusted proxies, from the hop they are known to write.
 */
export function requestInfo(headers: Headers): { requestId: string; ip: string; userAgent: string } {
  return {
    requestId: headers.get("x-request-id") ?? randomUUID(),
    ip: headers.get("x-uhs-ip") ?? "unknown",
    userAgent: headers.get("user-agent") ?? "",
  };
}
