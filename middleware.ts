import { type NextRequest, NextResponse } from "next/server";
import { collabOrigins, pagePolicy } from "@/lib/security-headers";

const dev = process.env.NODE_ENV !== "production";

/**
 * Runs for pages with a client runtime only. It decides nothing about who may see what (pages do, see page.ts): it makes
 * the nonce, says where the request is going, and keeps personal pages out of every cache.
 */
export function middleware(request: NextRequest): NextResponse {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const nonce = btoa(String.fromCharCode(...bytes));
  const https = process.env.APP_URL?.startsWith("https://") ?? false;
  const local = process.env.UHS_ENV === "local" || process.env.UHS_ENV === "test";
  const policy = pagePolicy({
    nonce,
    https,
    dev,
    connect: collabOrigins(process.env.COLLAB_URL, request.headers.get("host"), local),
  });

  const search = new URLSearchParams(request.nextUrl.search);
  search.delete("_rsc");
  const asked = new Headers(request.headers);
  asked.set("x-nonce", nonce);
  asked.set("content-security-policy", policy);
  asked.set("x-uhs-path", request.nextUrl.pathname + (search.size ? `?${search}` : ""));

  const response = NextResponse.next({ request: { headers: asked } });
  response.headers.set("content-security-policy", policy);
  response.headers.set("cache-control", "private, no-store");
  return response;
}

export const config = {
  // Not: procedures, files, and the documents, which have no script and bring their own stricter policy.
  matcher: [
    "/((?!api/|_next/|assets/|illustrations/|(?:register|reset|invite|contact)(?:/.*)?$|(?:login(?:/[a-z]+)?|logout|role|privacy|unsubscribe|sw\\.js|robots\\.txt|sitemap\\.xml|favicon\\.ico|icon\\.svg)$).+)",
  ],
};
