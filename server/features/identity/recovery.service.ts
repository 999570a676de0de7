import { v7 as uuid } from "uuid";
import type { Locale } from "@/lib/locales";
import { systemActor } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import { randomToken } from "@/server/platform/crypto";
import { work } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { hashPassword } from "@/server/platform/password";
import { limit } from "@/server/platform/rate-limit";
import { hashToken } from "@/server/platform/session";
import { putPassword, requireGoodPassword } from "./factors.password.service";
import { forgetAttempt, signInKeys } from "./identity.attempts.service";
import { countedAddress } from "./identity.domain";
import { sendLetter } from "./identity.letters";
import type { Asker } from "./invitations.service";

const identity = systemActor("identity");
const asSystem = (asker: Asker) => ({ ...asker, actor: identity });
export const RESET_MINUTES = 30;
/** Letters to one account in an hour: more are asked for by somebody else. */
const PER_HOUR = 4;

/**
 * Sends a link to choose a new password, if there is somebody to send it to. Whoever asks learns nothing of it: the answer
 * is the same for an unknown address, a suspended account and one that was written to often enough.
 */
export async function requestReset(asker: Asker, contact: { email: string } | { phone: string }): Promise<void> {
  const typed = "email" in contact ? contact.email : contact.phone;
  await limit("reset", countedAddress(asker.ip), 20, 3600);
  await limit("reset-to", typed, 6, 3600);
  await work(identity, async (db) => {
    const person = await db.user.findFirst({
      where: "email" in contact ? { email: contact.email } : { phone: contact.phone, phoneVerifiedAt: { not: null } },
      select: { id: true, status: true, locale: true, name: true },
    });
    const since = new Date(asker.now.getTime() - 3_600_000);
    const sent = await db.accountLink.count({
      where: { userId: person?.id ?? uuid(), purpose: "PASSWORD_RESET", createdAt: { gt: since } },
    });
    if (person?.status !== "ACTIVE" || sent >= PER_HOUR) return;
    // The newest link is the only one that opens anything.
    await db.accountLink.updateMany({
      where: { userId: person.id, purpose: "PASSWORD_RESET", usedAt: null, voidedAt: null },
      data: { voidedAt: asker.now },
    });
    const id = uuid();
    const token = randomToken();
    await db.accountLink.createMany({
      data: {
        id,
        tokenHash: hashToken(token),
        userId: person.id,
        purpose: "PASSWORD_RESET",
        ip: asker.ip,
        createdAt: asker.now,
        expiresAt: new Date(asker.now.getTime() + RESET_MINUTES * 60_000),
      },
    });
    await sendLetter(db, {
      to: contact,
      locale: person.locale as Locale,
      name: "reset",
      params: { name: person.name, minutes: RESET_MINUTES },
      link: `/reset/${token}`,
      dedupeKey: id,
      userId: person.id,
    });
    await audit(db, asSystem(asker), {
      action: "password.reset_requested",
      subjectType: "user",
      subjectId: person.id,
      after: { by: "email" in contact ? "email" : "phone" },
    });
  });
}

export type LinkState = "open" | "expired" | "used" | "unknown";
const stateOf = (row: { expiresAt: Date; usedAt: Date | null; voidedAt: Date | null } | null, now: Date): LinkState =>
  !row ? "unknown" : row.usedAt ? "used" : row.voidedAt || row.expiresAt <= now ? "expired" : "open";

export function resetState(asker: Asker, token: string): Promise<LinkState> {
  return work(identity, async (db) =>
    stateOf(
      await db.accountLink.findFirst({
        where: { tokenHash: hashToken(token), purpose: "PASSWORD_RESET" },
        select: { expiresAt: true, usedAt: true, voidedAt: true },
      }),
      asker.now,
    ),
  );
}

/**
 * Puts the new password in place, once. Every session ends and remembered devices owe the factor again; the second factor
 * itself stays as it is. The account may be signed in to at once, however often somebody guessed before.
 */
export async function completeReset(asker: Asker, token: string, password: string): Promise<void> {
  await limit("reset-use", countedAddress(asker.ip), 40, 3600);
  const tokenHash = hashToken(token);
  const found = await work(identity, async (db) => {
    const link = await db.accountLink.findFirst({
      where: { tokenHash, purpose: "PASSWORD_RESET" },
      select: { userId: true, expiresAt: true, usedAt: true, voidedAt: true },
    });
    if (!link || stateOf(link, asker.now) !== "open") return null;
    return db.user.findUnique({
      where: { id: link.userId },
      select: { id: true, name: true, email: true, phone: true, status: true },
    });
  });
  if (found?.status !== "ACTIVE") throw new AppError("CONFLICT", "reset.gone");
  requireGoodPassword(password, [found.name, found.email]);
  const passwordHash = await hashPassword(password);
  await work(identity, async (db) => {
    const { count } = await db.accountLink.updateMany({
      where: { tokenHash, purpose: "PASSWORD_RESET", usedAt: null, voidedAt: null, expiresAt: { gt: asker.now } },
      data: { usedAt: asker.now },
    });
    if (count === 0) throw new AppError("CONFLICT", "reset.gone");
    await putPassword(db, asker, found, passwordHash, null);
    for (const name of [found.email, found.phone])
      if (name) await forgetAttempt(db, signInKeys(asker, name).slice(0, 1));
    await audit(db, asSystem(asker), { action: "password.reset", subjectType: "user", subjectId: found.id });
  });
}
