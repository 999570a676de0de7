import { createHash, randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { earlyScript } from "@/lib/early-script";
import { collabOrigins, pagePolicy } from "@/lib/security-headers";

/** Not pages: procedures, files, and the documents, which have no script and bring their own stricter policy. */
const others =
  /^\/(?:api\/|_next\/|assets\/|illustrations\/|(?:register|reset|invite|contact|courses|verify)(?:\/.*)?$|(?:login(?:\/[a-z]+)?|logout|role|handover|privacy|unsubscribe|sw\.js|robots\.txt|sitemap\.xml|favicon\.ico|icon\.svg)?$)/;

const earlyHash = createHash("sha256").update(earlyScript).digest("base64");

export type PageOptions = { https: boolean; dev: boolean; local: boolean; collabUrl: string | undefined };

/**
 * What a page with a client runtime needs before the framework draws it. It decides nothing about who may see what
 * (pages do, see server/platform/page.ts): it makes the nonce, says where the request is going, and keeps personal pages
 * out of every cache. The framework's own middleware would do the same for the price of a second request.
 */
export function preparePage(request: IncomingMessage, response: ServerResponse, options: PageOptions): void {
  // As a path of some host: what begins with two slashes would be read as a host, and steps upwards are resolved.
  const { pathname, searchParams } = new URL(`http://page${request.url}`);
  if (others.test(pathname)) return;
  searchParams.delete("_rsc");
  const { https, dev, local, collabUrl } = options;
  const nonce = randomBytes(16).toString("base64");
  const policy = pagePolicy({
    nonce,
    earlyHash,
    https,
    dev,
    connect: collabOrigins(collabUrl, request.headers.host ?? null, local),
  });
  // The framework finds the nonce for its scripts in the policy it is asked with.
  request.headers["content-security-policy"] = policy;
  request.headers["x-uhs-path"] = pathname + (searchParams.size ? `?${searchParams}` : "");
  response.setHeader("content-security-policy", policy);
  response.setHeader("cache-control", "private, no-store");
}
