import { createHash } from "node:crypto";
import { decode, encode } from "next-auth/jwt";
import { isLocale, type Locale } from "@/lib/locales";
import type { Permission } from "@/lib/permissions";
import type { Role } from "@/lib/roles";
import { systemActor, type UserActor } from "./actor";
import { work } from "./db/work";
import { env } from "./env";

/** The session's cookie; `__Host-` binds it to this host and to HTTPS wherever there is HTTPS. */
export const sessionCookie = () => (env().APP_URL.startsWith("https://") ? "__Host-uhs.session" : "uhs.session");

/** Absolute life of a session in seconds; idle limits by role are kept by app.resolve_session. */
export const sessionMaxAge = 30 * 24 * 60 * 60;

/** The cookie's flags, the same wherever it is set. */
export const sessionCookieOptions = () => ({
  httpOnly: true,
  sameSite: "lax" as const,
  path: "/",
  secure: env().APP_URL.startsWith("https://"),
});

/** The `Set-Cookie` line for a sealed session, or the one that takes it away. */
export function setSession(sealed: string | null): string {
  const { secure } = sessionCookieOptions();
  const flags = `Path=/; HttpOnly; SameSite=Lax${secure ? "; Secure" : ""}`;
  return `${sessionCookie()}=${sealed ?? ""}; ${flags}; Max-Age=${sealed ? sessionMaxAge : 0}`;
}

export const hashToken = (token: string) => new Uint8Array(createHash("sha256").update(token).digest());

/** The cookie's value: next-auth's encrypted JWT around the session's random token, and nothing else. */
export const sealSession = (token: string) =>
  encode({ token: { sid: token }, secret: env().NEXTAUTH_SECRET, maxAge: sessionMaxAge });

/** Cookies opened lately: the same few arrive with every request, and opening one costs half a millisecond. */
const opened = new Map<string, { sid: string; until: number }>();
const openedMost = 2_000;
const openedMs = 5 * 60_000;

/** The random token inside a cookie, or null when it is not ours, too old or altered. Whether it still opens anything is asked each time. */
export async function openSession(cookie: string | undefined): Promise<string | null> {
  if (!cookie) return null;
  const known = opened.get(cookie);
  if (known && known.until > Date.now()) return known.sid;
  opened.delete(cookie);
  try {
    const claims = await decode({ token: cookie, secret: env().NEXTAUTH_SECRET });
    if (typeof claims?.sid !== "string") return null;
    if (opened.size >= openedMost) opened.delete(opened.keys().next().value ?? "");
    const expires = typeof claims.exp === "number" ? claims.exp * 1000 : 0;
    opened.set(cookie, { sid: claims.sid, until: Math.min(Date.now() + openedMs, expires) });
    return claims.sid;
  } catch {
    return null;
  }
}

type Row = {
  sessionId: string;
  userId: string;
  role: Role;
  roles: Role[];
  name: string;
  preferredName: string | null;
  email: string | null;
  locale: string;
  timeZone: string;
  theme: UserActor["theme"];
  mfaAt: Date | null;
  lastSeenAt: Date;
  permissions: Permission[];
};

/** In production whoever owes a second factor gives it, whatever the switch in the database says. */
export const alwaysStrict = () => env().UHS_ENV === "production";

export type Pending = {
  sessionId: string;
  userId: string;
  role: Role;
  roles: Role[];
  name: string;
  email: string | null;
  locale: Locale;
  theme: UserActor["theme"];
  /** False: the person owes a factor and has none yet, so this session may do nothing but set one up. */
  hasFactor: boolean;
};

/** Whose right password opened this session, while the second factor is still owed. Such a session is nobody elsewhere. */
export async function resolvePending(token: string): Promise<Pending | null> {
  const [row] = await work(
    systemActor("identity"),
    (db) => db.$queryRaw<Pending[]>`SELECT * FROM app.resolve_pending(${hashToken(token)}, ${alwaysStrict()})`,
  );
  return row ? { ...row, locale: isLocale(row.locale) ? row.locale : "en" } : null;
}

type TokenRow = Omit<Row, "sessionId" | "mfaAt" | "lastSeenAt"> & { tokenId: string; lastUsedAt: Date | null };

/** Who an API token stands for: its owner, with what both the token and their role allow. It opens queries only. */
export async function resolveToken(token: string): Promise<UserActor | null> {
  const [row] = await work(
    systemActor("identity"),
    (db) => db.$queryRaw<TokenRow[]>`SELECT * FROM app.resolve_token(${hashToken(token)}, ${alwaysStrict()})`,
  );
  if (!row) return null;
  const { tokenId, lastUsedAt, ...person } = row;
  if (!lastUsedAt || Date.now() - lastUsedAt.getTime() > 5 * 60_000)
    work(systemActor("identity"), (db) =>
      db.apiToken.updateMany({ where: { id: tokenId }, data: { lastUsedAt: new Date() } }),
    ).catch(() => {
      // The next call tries again.
    });
  return { ...asActor({ ...person, sessionId: tokenId, mfaAt: null }), tokenId };
}

/** Who holds this token now: one read. Null for a revoked, expired, idle or outdated session and for a suspended person. */
export async function resolveSession(token: string): Promise<UserActor | null> {
  const [row] = await work(
    systemActor("identity"),
    (db) => db.$queryRaw<Row[]>`SELECT * FROM app.resolve_session(${hashToken(token)}, ${alwaysStrict()})`,
  );
  if (!row) return null;
  touch(row);
  return asActor(row);
}

function asActor(row: Omit<Row, "lastSeenAt">): UserActor {
  return {
    kind: "user",
    userId: row.userId,
    sessionId: row.sessionId,
    role: row.role,
    roles: row.roles,
    name: row.name,
    preferredName: row.preferredName ?? row.name.split(" ")[0] ?? row.name,
    email: row.email,
    locale: isLocale(row.locale) ? row.locale : "en",
    timeZone: row.timeZone,
    theme: row.theme,
    permissions: new Set(row.permissions),
    mfaAt: row.mfaAt,
  };
}

/** Notes that a session is in use, at most every five minutes, beside the request. */
function touch(row: Row): void {
  if (Date.now() - row.lastSeenAt.getTime() < 5 * 60_000) return;
  work(systemActor("identity"), (db) =>
    db.authSession.updateMany({ where: { id: row.sessionId }, data: { lastSeenAt: new Date() } }),
  ).catch(() => {
    // The next request tries again; a session idles out hours later, not minutes.
  });
}
