import type { Locale } from "@/lib/locales";
import type { Permission } from "@/lib/permissions";
import type { Role } from "@/lib/roles";
import type { Db } from "./db/work";

export type UserActor = {
  kind: "user";
  userId: string;
  sessionId: string;
  role: Role;
  roles: Role[];
  name: string;
  /** How the person is greeted. */
  preferredName: string;
  email: string | null;
  locale: Locale;
  timeZone: string;
  theme: "SYSTEM" | "LIGHT" | "DARK";
  permissions: ReadonlySet<Permission>;
  /** When a second factor was last given in this session. */
  mfaAt: Date | null;
  /** The API token that stands for the person; such an actor only asks, and changes nothing. */
  tokenId?: string;
};
/** A named job or service: `identity`, `outbox`, `notify`, `jobs`, `platform`, `families`. Policies name what each may touch. */
export type SystemActor = { kind: "system"; name: string };
export type VisitorActor = { kind: "visitor" };
export type Actor = UserActor | SystemActor | VisitorActor;

export const systemActor = (name: string): SystemActor => ({ kind: "system", name });
export const visitor: VisitorActor = { kind: "visitor" };

/** What every procedure and page is given. `now` is read once, so that one request sees one time. */
export type Ctx<A extends Actor = UserActor> = {
  actor: A;
  now: Date;
  requestId: string;
  ip: string;
  userAgent: string;
  locale: Locale;
  /** Runs `fn` in one short transaction as this actor. See db/work.ts. */
  work<T>(fn: (db: Db) => Promise<T>): Promise<T>;
};
