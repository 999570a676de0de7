import type { NextAuthOptions } from "next-auth";
import { encode } from "next-auth/jwt";
import CredentialsProvider from "next-auth/providers/credentials";
import { env } from "@/server/platform/env";
import { isAppError } from "@/server/platform/errors";
import { logger } from "@/server/platform/logger";
import { requestInfo } from "@/server/platform/request";
import {
  openSession,
  resolvePending,
  resolveSession,
  sessionCookie,
  sessionCookieOptions,
  sessionMaxAge,
} from "@/server/platform/session";
import { signInInput } from "./identity.schema";
import { type Caller, signIn, signOut } from "./identity.service";

/** next-auth hands headers around as a plain record. */
function callerOf(headers: Record<string, unknown> | undefined): Caller {
  const texts = Object.entries(headers ?? {}).flatMap(([name, value]) =>
    typeof value === "string" ? [[name, value] as [string, string]] : [],
  );
  return { now: new Date(), ...requestInfo(new Headers(texts)) };
}

/**
 * next-auth over our own sessions. Its JWT holds the random token of a session row and nothing else; who that is is read
 * from the database each time, so a revoked session ends at once and `update()` has nothing to change.
 */
export function authOptions(caller: () => Caller): NextAuthOptions {
  const { secure, ...cookie } = sessionCookieOptions();
  return {
    secret: env().NEXTAUTH_SECRET,
    useSecureCookies: secure,
    session: { strategy: "jwt", maxAge: sessionMaxAge },
    cookies: { sessionToken: { name: sessionCookie(), options: { ...cookie, secure } } },
    pages: { signIn: "/login", signOut: "/logout", error: "/login" },
    jwt: { encode: ({ token, ...rest }) => encode({ token: { sid: token?.sid }, ...rest }) },
    providers: [
      CredentialsProvider({
        credentials: { email: { label: "Email", type: "email" }, password: { label: "Password", type: "password" } },
        async authorize(credentials, request) {
          const input = signInInput.safeParse(credentials);
          if (!input.success) return null;
          const cookies = String((request.headers as Record<string, unknown> | undefined)?.cookie ?? "");
          const held = cookies.split(/;\s*/).find((pair) => pair.startsWith(`${sessionCookie()}=`));
          try {
            const session = await signIn(callerOf(request.headers), input.data, {
              replaces: await openSession(held?.slice(held.indexOf("=") + 1)),
            });
            return { id: session.userId, sid: session.token };
          } catch (error) {
            // Null is next-auth's one refusal; a message would be shown in the address.
            if (isAppError(error) && error.reason === "sign_in.refused") return null;
            throw error;
          }
        },
      }),
    ],
    callbacks: {
      async jwt({ token, user }) {
        // What a client sends with update() arrives beside these and is not looked at.
        const sid = user ? (user as unknown as { sid?: unknown }).sid : token.sid;
        const actor = typeof sid === "string" ? await resolveSession(sid) : null;
        // Half-way, the cookie names nobody: it opens the second step alone.
        if (!actor && typeof sid === "string" && (await resolvePending(sid))) return { sid };
        // Makes next-auth take the cookie away.
        if (!actor) throw new Error("session_ended");
        return { sid, name: actor.name, role: actor.role };
      },
      session: ({ session, token }) => ({
        expires: session.expires,
        user: { name: token.name ?? null, role: token.role },
      }),
      redirect({ url, baseUrl }) {
        const to = new URL(url, baseUrl);
        return to.origin === baseUrl && /^\/(?:login|dashboard)(?:\/|$)/.test(to.pathname)
          ? to.href
          : `${baseUrl}/dashboard`;
      },
    },
    events: {
      async signOut({ token }) {
        if (typeof token?.sid === "string") await signOut(caller(), token.sid);
      },
    },
    logger: {
      error: (code) => logger.debug({ code }, "next-auth refused"),
      warn: (code) => logger.debug({ code }, "next-auth warns"),
      debug: () => {},
    },
  };
}
