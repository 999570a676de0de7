import { v7 as uuid } from "uuid";
import type { z } from "zod";
import type { Locale } from "@/lib/locales";
import { maskContact, phoneOf } from "@/lib/phone";
import { roleHome } from "@/lib/roles";
import { notify } from "@/server/features/notify/notify.service";
import { type Ctx, systemActor } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import { randomToken } from "@/server/platform/crypto";
import { type Db, work } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { live } from "@/server/platform/live";
import { limit } from "@/server/platform/rate-limit";
import { hashToken } from "@/server/platform/session";
import {
  type changeEmailInput,
  type changePhoneInput,
  type confirmPhoneInput,
  type dropContactInput,
  UNDO_HOURS,
} from "./contact.schema";
import { sendCode, takeCode } from "./factors.codes.service";
import { codeRule, plainCode } from "./factors.domain";
import { countedAddress } from "./identity.domain";
import { sendLetter } from "./identity.letters";
import type { Asker } from "./invitations.service";
import type { LinkState } from "./recovery.service";

const identity = systemActor("identity");
const hour = 3_600_000;
const purposeOf = (changeId: string) => `contact:${changeId}`;
type Kind = "EMAIL" | "PHONE";

/** Notes what is asked for; an older wish of the same kind is dropped with its links. */
async function begin(db: Db, ctx: Ctx, kind: Kind, value: string, lifeMs: number) {
  const { userId } = ctx.actor;
  const person = await db.user.findUniqueOrThrow({
    where: { id: userId },
    select: { name: true, email: true, emailVerifiedAt: true, phone: true, phoneVerifiedAt: true },
  });
  const now = kind === "EMAIL" ? person.email : person.phone;
  const verified = kind === "EMAIL" ? person.emailVerifiedAt : person.phoneVerifiedAt;
  if (now === value && verified) throw new AppError("CONFLICT", "contact.same");
  await drop(db, ctx, kind);
  const id = uuid();
  await db.contactChange.createMany({
    data: {
      id,
      userId,
      kind,
      // Only what had answered is told, and can take the change back.
      oldValue: verified && now !== value ? now : null,
      newValue: value,
      createdAt: ctx.now,
      expiresAt: new Date(ctx.now.getTime() + lifeMs),
    },
  });
  await audit(db, ctx, {
    action: "self.contact_change_begun",
    subjectType: "user",
    subjectId: userId,
    after: { kind, to: maskContact(value) },
  });
  await live(db, [userId], "changed", { topic: "account" });
  // Somebody else's: the answer is the same, and nothing is sent there.
  const taken = await db.user.count({
    where: {
      id: { not: userId },
      ...(kind === "EMAIL" ? { email: value } : { phone: value, phoneVerifiedAt: { not: null } }),
    },
  });
  return { id, name: person.name, taken: taken > 0 };
}

async function drop(db: Db, ctx: Ctx, kind: Kind): Promise<number> {
  const open = { userId: ctx.actor.userId, kind, status: "PENDING" as const };
  const rows = await db.contactChange.findMany({ where: open, select: { id: true } });
  await db.accountLink.updateMany({
    where: { subjectId: { in: rows.map(({ id }) => id) }, usedAt: null, voidedAt: null },
    data: { voidedAt: ctx.now },
  });
  const { count } = await db.contactChange.updateMany({ where: open, data: { status: "DROPPED" } });
  return count;
}

/** Asks a new e-mail address whether it is the person's. Nothing changes before it has answered. */
export async function changeEmail(ctx: Ctx, input: z.output<typeof changeEmailInput>): Promise<{ sentTo: string }> {
  await limit("contact", ctx.actor.userId, 8, 24 * 3600);
  await work(identity, async (db) => {
    const change = await begin(db, ctx, "EMAIL", input.email, 2 * hour);
    if (change.taken) return;
    const token = randomToken();
    await db.accountLink.createMany({
      data: {
        id: uuid(),
        tokenHash: hashToken(token),
        userId: ctx.actor.userId,
        purpose: "CONTACT_VERIFY",
        subjectId: change.id,
        ip: ctx.ip,
        createdAt: ctx.now,
        expiresAt: new Date(ctx.now.getTime() + 2 * hour),
      },
    });
    await sendLetter(db, {
      to: { email: input.email },
      locale: ctx.locale,
      name: "contact_verify",
      params: { name: change.name },
      link: `/contact/verify/${token}`,
      dedupeKey: change.id,
      userId: ctx.actor.userId,
    });
  });
  return { sentTo: maskContact(input.email) };
}

/** Sends a code to a new phone number, good in this session alone. */
export async function changePhone(ctx: Ctx, input: z.output<typeof changePhoneInput>): Promise<{ sentTo: string }> {
  await limit("contact", ctx.actor.userId, 8, 24 * 3600);
  const phone = phoneOf(input.phone);
  if (!phone) throw new AppError("BAD_INPUT", "bad_input", { fields: { phone: "field.phone" } });
  const change = await work(identity, (db) => begin(db, ctx, "PHONE", phone, codeRule.lifeMs));
  if (!change.taken)
    await sendCode(ctx, {
      userId: ctx.actor.userId,
      sessionId: ctx.actor.sessionId,
      channel: "sms",
      target: phone,
      purpose: purposeOf(change.id),
      locale: ctx.locale,
    });
  return { sentTo: maskContact(phone) };
}

/** The code from the SMS: the number is the person's from now on. */
export async function confirmPhone(ctx: Ctx, input: z.output<typeof confirmPhoneInput>): Promise<{ changed: true }> {
  const { userId, sessionId } = ctx.actor;
  const found = await work(identity, async (db) => {
    const change = await db.contactChange.findFirst({
      where: { userId, kind: "PHONE", status: "PENDING", expiresAt: { gt: ctx.now } },
      select: { id: true },
    });
    if (!change) return null;
    const challenge = await db.otpChallenge.findFirst({
      where: { userId, purpose: purposeOf(change.id), consumedAt: null },
      orderBy: { createdAt: "desc" },
      select: { id: true },
    });
    return { changeId: change.id, challengeId: challenge?.id ?? uuid() };
  });
  if (!found) throw new AppError("CONFLICT", "contact.none");
  const taken = await takeCode(ctx, {
    challengeId: found.challengeId,
    userId,
    sessionId,
    purpose: purposeOf(found.changeId),
    code: plainCode(input.code),
  });
  if (!taken) throw new AppError("BAD_INPUT", "bad_input", { fields: { code: "registration.code" } });
  await work(identity, (db) => finish(db, ctx, found.changeId));
  return { changed: true };
}

/** Takes back what has not been confirmed yet. */
export function dropContactChange(ctx: Ctx, input: z.output<typeof dropContactInput>): Promise<{ dropped: boolean }> {
  return work(identity, async (db) => {
    const count = await drop(db, ctx, input.kind);
    if (count > 0)
      await audit(db, ctx, {
        action: "self.contact_change_dropped",
        subjectType: "user",
        subjectId: ctx.actor.userId,
        after: { kind: input.kind },
      });
    await live(db, [ctx.actor.userId], "changed", { topic: "account" });
    return { dropped: count > 0 };
  });
}

/** The new one counts from here on; the old one is told, with a link that undoes it for two days. */
async function finish(db: Db, asker: Asker, changeId: string): Promise<void> {
  const change = await db.contactChange.findUniqueOrThrow({
    where: { id: changeId },
    select: { userId: true, kind: true, oldValue: true, newValue: true },
  });
  const { count } = await db.contactChange.updateMany({
    where: { id: changeId, status: "PENDING", expiresAt: { gt: asker.now } },
    data: { status: "DONE", doneAt: asker.now },
  });
  if (count === 0) throw new AppError("CONFLICT", "contact.gone");
  const { userId, oldValue, newValue } = change;
  const mail = change.kind === "EMAIL";
  // A number somebody typed and never answered under gives way to whoever answers.
  if (!mail)
    await db.user.updateMany({
      where: { phone: newValue, phoneVerifiedAt: null, id: { not: userId } },
      data: { phone: null },
    });
  await db.user.updateMany({
    where: { id: userId },
    data: mail ? { email: newValue, emailVerifiedAt: asker.now } : { phone: newValue, phoneVerifiedAt: asker.now },
  });
  const person = await db.user.findUniqueOrThrow({
    where: { id: userId },
    select: { name: true, locale: true, roles: { select: { role: true }, orderBy: { createdAt: "asc" }, take: 1 } },
  });
  if (oldValue) {
    const token = randomToken();
    await db.accountLink.createMany({
      data: {
        id: uuid(),
        tokenHash: hashToken(token),
        userId,
        purpose: "CONTACT_UNDO",
        subjectId: changeId,
        ip: asker.ip,
        createdAt: asker.now,
        expiresAt: new Date(asker.now.getTime() + UNDO_HOURS * hour),
      },
    });
    await sendLetter(db, {
      to: mail ? { email: oldValue } : { phone: oldValue },
      locale: person.locale as Locale,
      name: "contact_changed",
      params: { name: person.name, address: maskContact(newValue) },
      link: `/contact/undo/${token}`,
      dedupeKey: changeId,
      userId,
    });
  }
  const role = person.roles[0]?.role;
  await notify(db, {
    userId,
    type: mail ? "account.email_changed" : "account.phone_changed",
    params: { address: maskContact(newValue), at: asker.now.toISOString() },
    href: role ? `${roleHome(role)}/profile` : "/dashboard",
    dedupeKey: changeId,
  });
  await audit(
    db,
    { ...asker, actor: identity },
    {
      action: "self.contact_changed",
      subjectType: "user",
      subjectId: userId,
      before: { kind: change.kind, value: oldValue ? maskContact(oldValue) : null },
      after: { value: maskContact(newValue) },
    },
  );
  await live(db, [userId], "changed", { topic: "account" });
}

type Purpose = "CONTACT_VERIFY" | "CONTACT_UNDO";
const openLink = (db: Db, token: string, purpose: Purpose) =>
  db.accountLink.findFirst({
    where: { tokenHash: hashToken(token), purpose },
    select: { id: true, userId: true, subjectId: true, expiresAt: true, usedAt: true, voidedAt: true },
  });

export function contactLinkState(asker: Asker, token: string, purpose: Purpose): Promise<LinkState> {
  return work(identity, async (db) => {
    const row = await openLink(db, token, purpose);
    if (!row) return "unknown";
    return row.usedAt ? "used" : row.voidedAt || row.expiresAt <= asker.now ? "expired" : "open";
  });
}

/** Uses a link up, once; gives the change it is about. */
async function take(
  db: Db,
  asker: Asker,
  token: string,
  purpose: Purpose,
): Promise<{ userId: string; changeId: string }> {
  const row = await openLink(db, token, purpose);
  const { count } = row
    ? await db.accountLink.updateMany({
        where: { id: row.id, usedAt: null, voidedAt: null, expiresAt: { gt: asker.now } },
        data: { usedAt: asker.now },
      })
    : { count: 0 };
  if (!row?.subjectId || count === 0) throw new AppError("CONFLICT", "contact.gone");
  return { userId: row.userId, changeId: row.subjectId };
}

/** The link from the new address: it has answered. */
export async function verifyContact(asker: Asker, token: string): Promise<void> {
  await limit("contact-link", countedAddress(asker.ip), 40, 3600);
  await work(identity, async (db) => {
    const { changeId } = await take(db, asker, token, "CONTACT_VERIFY");
    await finish(db, asker, changeId);
  });
}

/** The link from the old address: it comes back, and everybody is signed out, whoever they are. */
export async function undoContact(asker: Asker, token: string): Promise<void> {
  await limit("contact-link", countedAddress(asker.ip), 40, 3600);
  await work(identity, async (db) => {
    const { userId, changeId } = await take(db, asker, token, "CONTACT_UNDO");
    const change = await db.contactChange.findUniqueOrThrow({
      where: { id: changeId },
      select: { kind: true, oldValue: true, newValue: true },
    });
    const { count } = await db.contactChange.updateMany({
      where: { id: changeId, status: "DONE" },
      data: { status: "UNDONE", undoneAt: asker.now },
    });
    const { oldValue } = change;
    if (count === 0 || !oldValue) throw new AppError("CONFLICT", "contact.gone");
    const mail = change.kind === "EMAIL";
    await db.user.updateMany({
      where: { id: userId },
      data: {
        ...(mail ? { email: oldValue, emailVerifiedAt: asker.now } : { phone: oldValue, phoneVerifiedAt: asker.now }),
        sessionVersion: { increment: 1 },
      },
    });
    await db.authSession.updateMany({
      where: { userId, revokedAt: null },
      data: { revokedAt: asker.now, revokedReason: "change of contact undone" },
    });
    await db.rememberedDevice.updateMany({ where: { userId, revokedAt: null }, data: { revokedAt: asker.now } });
    // What the other one asked for meanwhile opens nothing any more.
    await db.accountLink.updateMany({
      where: { userId, usedAt: null, voidedAt: null, purpose: { in: ["PASSWORD_RESET", "CONTACT_VERIFY"] } },
      data: { voidedAt: asker.now },
    });
    await db.contactChange.updateMany({ where: { userId, status: "PENDING" }, data: { status: "DROPPED" } });
    const person = await db.user.findUniqueOrThrow({ where: { id: userId }, select: { name: true, locale: true } });
    await sendLetter(db, {
      to: mail ? { email: oldValue } : { phone: oldValue },
      locale: person.locale as Locale,
      name: "contact_undone",
      params: { name: person.name },
      link: "/reset",
      dedupeKey: changeId,
      userId,
    });
    await audit(
      db,
      { ...asker, actor: identity },
      {
        action: "self.contact_change_undone",
        subjectType: "user",
        subjectId: userId,
        before: { kind: change.kind, value: maskContact(change.newValue) },
        after: { value: maskContact(oldValue) },
      },
    );
    await live(db, [userId], "session.ended");
  });
}
