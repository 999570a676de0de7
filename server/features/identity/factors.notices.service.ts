import { type Role, roleHome } from "@/lib/roles";
import { notify } from "@/server/features/notify/notify.service";
import type { Db } from "@/server/platform/db/work";
import type { Caller } from "./identity.attempts.service";
import { device } from "./identity.domain";

/** What changed about how somebody signs in; each has its sentence in messages/<language>/notify.json. */
export type FactorChange =
  | "totp_on"
  | "totp_off"
  | "sms_on"
  | "sms_off"
  | "email_on"
  | "email_off"
  | "passkey_on"
  | "passkey_off"
  | "backup_new"
  | "backup_used"
  | "token_on"
  | "reset";

/** The person's own security page, in their first role unless one is named. */
async function securityPage(db: Db, userId: string, role?: Role): Promise<string> {
  if (role) return `${roleHome(role)}/security`;
  const held = await db.userRole.findFirst({
    where: { userId },
    orderBy: { createdAt: "asc" },
    select: { role: true },
  });
  return held ? `${roleHome(held.role as Role)}/security` : "/dashboard";
}

/** A device as its owner would call it. */
export const named = (userAgent: string) => {
  const { browser, system } = device(userAgent);
  return [browser, system].filter(Boolean).join(", ") || "?";
};

/** Somebody who takes over an account changes how it is entered: its owner learns of it by e-mail, whatever they chose. */
export async function tellFactorChanged(db: Db, caller: Caller, userId: string, change: FactorChange, role?: Role) {
  await notify(db, {
    userId,
    type: "account.factor_changed",
    params: { change, device: named(caller.userAgent), at: caller.now.toISOString() },
    href: await securityPage(db, userId, role),
    dedupeKey: `${change}:${caller.requestId}:${caller.now.getTime()}`,
  });
}

export async function tellPasswordChanged(db: Db, caller: Caller, userId: string, role?: Role) {
  await notify(db, {
    userId,
    type: "account.password_changed",
    params: { device: named(caller.userAgent), at: caller.now.toISOString() },
    href: await securityPage(db, userId, role),
    dedupeKey: `${caller.now.getTime()}`,
  });
}

export async function tellNewDevice(db: Db, caller: Caller, userId: string, role: Role) {
  await notify(db, {
    userId,
    type: "account.new_sign_in",
    params: { device: named(caller.userAgent), at: caller.now.toISOString() },
    href: await securityPage(db, userId, role),
    dedupeKey: `${caller.now.getTime()}:${caller.requestId}`,
  });
}

/** Once an hour at most: whoever guesses must not be able to flood the owner. */
export async function tellLocked(db: Db, caller: Caller, userId: string) {
  await notify(db, {
    userId,
    type: "account.locked",
    params: { at: caller.now.toISOString() },
    href: await securityPage(db, userId),
    dedupeKey: `${Math.floor(caller.now.getTime() / 3_600_000)}`,
  });
}
