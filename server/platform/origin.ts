import { env } from "./env";

/**
 * Refuses a state-changing request that did not come from our own pages: `Sec-Fetch-Site` and `Origin` must agree,
 * the body must be declared, of the expected type and small. GET and HEAD never change anything and pass.
 */
export function refuseForeign(
  request: Request,
  { maxBytes, json = false }: { maxBytes: number; json?: boolean },
): Response | null {
  if (request.method === "GET" || request.method === "HEAD") return null;
  const site = request.headers.get("sec-fetch-site");
  const origin = request.headers.get("origin");
  if ((site && site !== "same-origin" && site !== "none") || !isOurs(origin, request)) return plain(403, "bad_origin");
  if (json && !request.headers.get("content-type")?.startsWith("application/json")) return plain(415, "bad_input");
  const length = request.headers.get("content-length");
  if (length === null ? request.headers.get("transfer-encoding") !== null : Number(length) > maxBytes)
    return plain(413, "too_large");
  return null;
}

/** A browser always names the origin of a POST; programs without one carry no cookie of ours either. */
function isOurs(origin: string | null, request: Request): boolean {
  if (origin === null) return request.headers.get("cookie") === null;
  if (origin === new URL(env().APP_URL).origin) return true;
  // Locally the school may be reached by another name of this machine.
  return env().UHS_ENV !== "production" && origin === `http://${request.headers.get("host")}`;
}

const plain = (status: number, reason: string) => Response.json({ error: { reason } }, { status });

/** A form's fields as a browser without script sends them. Each name once; files are not read. */
export async function readForm(request: Request): Promise<Map<string, string>> {
  if (!request.headers.get("content-type")?.startsWith("application/x-www-form-urlencoded")) return new Map();
  // What a database cannot keep is dropped: only programs send it, and the field is then judged without it.
  const kept = (text: string) => text.toWellFormed().replaceAll("\u0000", "");
  return new Map([...new URLSearchParams(await request.text())].map(([name, value]) => [kept(name), kept(value)]));
}

/** On to another page of ours by GET. The address is relative: it holds under whichever name the school was reached. */
export const seeOther = (path: string, headers: HeadersInit = {}): Response => {
  const all = new Headers(headers);
  all.set("location", path);
  all.set("cache-control", "no-store");
  return new Response(null, { status: 303, headers: all });
};
