import { cookies, headers } from "next/headers";
import { cache } from "react";
import { defaultLocale, isLocale, type Locale } from "@/lib/locales";
import { type Actor, type Ctx, type UserActor, type VisitorActor, visitor } from "./actor";
import { work } from "./db/work";
import { env } from "./env";
import { requestInfo } from "./request";
import { openSession, resolveSession, resolveToken, sessionCookie } from "./session";

/** Language of somebody not signed in: what they chose before, else what their browser asks for. */
export function visitorLocale(cookie: string | undefined, acceptLanguage: string | null): Locale {
  if (isLocale(cookie)) return cookie;
  for (const part of (acceptLanguage ?? "").split(",")) {
    const tag = part.trim().slice(0, 2).toLowerCase();
    if (isLocale(tag)) return tag;
  }
  return defaultLocale;
}

const localeCookie = "uhs.locale";
/** Keeps a language in this browser for a year, for when nobody is signed in. */
export function setLocale(locale: Locale): string {
  const secure = env().APP_URL.startsWith("https://") ? "; Secure" : "";
  return `${localeCookie}=${locale}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly${secure}`;
}

/** Builds the context of one request for one actor. */
export function makeCtx<A extends Actor>(
  actor: A,
  info: { requestId: string; ip: string; userAgent: string },
  locale: Locale,
  now = new Date(),
): Ctx<A> {
  return { actor, now, locale, ...info, work: (fn) => work(actor, fn) };
}

/** The context of the page being rendered; read once per request. */
export const pageCtx = cache(async (): Promise<Ctx<UserActor> | Ctx<VisitorActor>> => {
  const [jar, head] = await Promise.all([cookies(), headers()]);
  const token = await openSession(jar.get(sessionCookie())?.value);
  const actor = token ? await resolveSession(token) : null;
  const info = requestInfo(head);
  if (actor) return makeCtx(actor, info, actor.locale);
  return makeCtx(visitor, info, visitorLocale(jar.get(localeCookie)?.value, head.get("accept-language")));
});

function readCookies(request: Request): Map<string, string> {
  return new Map(
    (request.headers.get("cookie") ?? "").split(/;\s*/).map((pair) => {
      const at = pair.indexOf("=");
      return [pair.slice(0, at), decodeCookie(pair.slice(at + 1))] as const;
    }),
  );
}

/** The session token a browser holds, whether or not it is still good for anything. */
export const heldToken = (request: Request): Promise<string | null> =>
  openSession(readCookies(request).get(sessionCookie()));

/** One cookie of a request by its name. */
export const cookieOf = (request: Request, name: string): string | undefined => readCookies(request).get(name);

const bearer = /^Bearer (uhs_[\w-]{40,60})$/;

/**
 * The same from a plain Request, for route handlers. With `tokens` an API token may stand in for the cookie: only where
 * queries are asked, and never beside a cookie.
 */
export async function requestCtx(
  request: Request,
  { tokens = false }: { tokens?: boolean } = {},
): Promise<Ctx<UserActor> | Ctx<VisitorActor>> {
  const jar = readCookies(request);
  const authorization = request.headers.get("authorization");
  if (authorization !== null) {
    const given = tokens && request.method === "GET" ? bearer.exec(authorization)?.[1] : undefined;
    const holder = given ? await resolveToken(given) : null;
    return makeCtx(holder ?? visitor, requestInfo(request.headers), holder?.locale ?? "en") as Ctx<UserActor>;
  }
  const token = await openSession(jar.get(sessionCookie()));
  const actor = token ? await resolveSession(token) : null;
  const info = requestInfo(request.headers);
  if (actor) return makeCtx(actor, info, actor.locale);
  return makeCtx(visitor, info, visitorLocale(jar.get(localeCookie), request.headers.get("accept-language")));
}

function decodeCookie(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
