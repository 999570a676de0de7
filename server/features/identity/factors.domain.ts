import { randomBytes, randomInt } from "node:crypto";
import { generateSecret, generateURI, verifySync } from "otplib";

/** Ways to prove a second time who one is, in the order they are offered. */
export const factorMethods = ["passkey", "totp", "sms", "email", "backup"] as const;
export type FactorMethod = (typeof factorMethods)[number];

const stepSeconds = 30;
const minute = 60_000;

/** A new secret for an authenticator: 160 bits, base32. */
export const newTotpSecret = (): string => generateSecret({ length: 20 });

/** What the QR code says. */
export const totpUri = (secret: string, account: string): string =>
  generateURI({ issuer: "Urban Home School", label: account, secret });

/**
 * The time step a code belongs to, or null when it is none of the three around now by the server's clock. Whether that
 * step was used before is for the caller to decide by one guarded write: two requests at once both get here.
 */
export function totpStep(secret: string, code: string, now: Date): bigint | null {
  if (!/^\d{6}$/.test(code)) return null;
  const epoch = Math.floor(now.getTime() / 1000);
  const result = verifySync({ secret, token: code, epoch, epochTolerance: stepSeconds });
  return result.valid && "timeStep" in result ? BigInt(result.timeStep) : null;
}

/** Digits and letters as they were meant: without spaces and dashes, in one case. */
export const plainCode = (typed: string): string => typed.replace(/[\s-]/g, "").toUpperCase();

// Without I, L, O and U: nobody should wonder which sign it is, and no words appear.
const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
export const backupCodeCount = 10;

/** Ten codes of 60 bits, in groups a person can copy. */
export function newBackupCodes(): string[] {
  return Array.from({ length: backupCodeCount }, () =>
    [...randomBytes(12)]
      .map((byte) => letters[byte & 31])
      .join("")
      .replace(/(.{4})(?=.)/g, "$1-"),
  );
}
/** As a person may have read it: O for 0, I or L for 1. */
export const readBackupCode = (typed: string): string => plainCode(typed).replace(/O/g, "0").replace(/[IL]/g, "1");

/** Six digits for an SMS or an e-mail. */
export const newMessageCode = (): string => String(randomInt(0, 1_000_000)).padStart(6, "0");

/** What a code by message may cost: time, tries, and the school's money. */
export const codeRule = { lifeMs: 10 * minute, tries: 5, gapMs: minute, perHour: 5, smsPerDay: 2_000 } as const;

/** Whether one more code may be sent to a target, given when the last ones were; else the seconds to wait. */
export function mayRequest(
  sentAt: readonly Date[],
  now: Date,
): { allowed: true } | { allowed: false; seconds: number } {
  const hour = sentAt.map((at) => at.getTime()).filter((at) => at > now.getTime() - 60 * minute);
  const last = Math.max(...hour, Number.NEGATIVE_INFINITY);
  const gap = last + codeRule.gapMs - now.getTime();
  const full = hour.length >= codeRule.perHour ? Math.min(...hour) + 60 * minute - now.getTime() : 0;
  const wait = Math.max(gap, full);
  return wait > 0 ? { allowed: false, seconds: Math.ceil(wait / 1000) } : { allowed: true };
}

/** A phone or an address as it may be shown to somebody who has only given the password. */
export function veiled(target: string): string {
  const at = target.indexOf("@");
  if (at > 0) return `${target.slice(0, Math.min(2, at))}•••${target.slice(at)}`;
  return `${target.slice(0, 4)} ••• ${target.slice(-3)}`;
}

/** A month. */
export const rememberMs = 30 * 24 * 60 * minute;
/** How many remembered devices' tokens one browser keeps: a family shares one. */
export const rememberedAtMost = 4;

export const passwordLength = { least: 8, most: 256 } as const;
/** What the school is called, as a password would spell it. */
const ownNames = /^(?:the)?(?:urban)?(?:home)?school(?:uhs|ke|kenya)?$|^urbanhome(?:school)?|^uhs(?:kenya|ke|school)?$/;

/**
 * Why a new password is not taken, as a key below errors; null when it is. Length and what everybody else uses are all
 * that counts: no rule about signs, which only makes passwords alike.
 */
export function passwordFault(
  password: string,
  about: { names: readonly (string | null)[]; isCommon: (password: string) => boolean },
): string | null {
  const count = [...password].length;
  if (count < passwordLength.least) return `field.too_short|${passwordLength.least}`;
  if (count > passwordLength.most) return `field.too_long|${passwordLength.most}`;
  const low = password.normalize("NFKC").toLowerCase();
  const bare = low.replace(/[^\p{L}]/gu, "");
  if (/^(.)\1*$/u.test(low) || about.isCommon(low)) return "password.common";
  if (ownNames.test(bare)) return "password.school";
  const own = about.names.flatMap((name) => (name ? [name.toLowerCase(), ...name.toLowerCase().split(/[\s@.]+/)] : []));
  const letters = own.map((name) => name.replace(/[^\p{L}]/gu, "")).filter((name) => name.length > 2);
  if (letters.includes(bare) || own.includes(low)) return "password.own";
  return null;
}
