import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from "node:crypto";
import { env } from "./env";

/** 256 random bits for a cookie, a link or a code: base64url, 43 characters. */
export const randomToken = () => randomBytes(32).toString("base64url");

/** Compares secrets without telling by its time how much of them agrees. */
export function sameSecret(a: string, b: string): boolean {
  // Equal lengths for timingSafeEqual; the hash also hides the length.
  const digest = (value: string) => createHash("sha256").update(value).digest();
  return timingSafeEqual(digest(a), digest(b));
}

const IV = 12;
const TAG = 16;

/** A value encrypted at rest: keep `keyId` beside it, keys change and old values must still open. */
export type Sealed = { bytes: Uint8Array<ArrayBuffer>; keyId: string };

function keyOf(keyId: string): Buffer {
  const key = env().FIELD_KEYS[keyId];
  if (!key) throw new Error(`FIELD_KEYS has no key "${keyId}": what it encrypted cannot be read`);
  return Buffer.from(key, "base64");
}

/**
 * Encrypts one field with AES-256-GCM under today's key: nonce, tag, ciphertext. `place` names where it belongs
 * ("student.upi:<id>"); a value copied to another row or column does not open there.
 */
export function sealField(plain: string, place: string): Sealed {
  const keyId = env().FIELD_KEY_ID;
  const iv = randomBytes(IV);
  const cipher = createCipheriv("aes-256-gcm", keyOf(keyId), iv).setAAD(Buffer.from(`${keyId}:${place}`));
  const body = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
  return { bytes: new Uint8Array(Buffer.concat([iv, cipher.getAuthTag(), body])), keyId };
}

/** Opens what `sealField` made. Throws when it was altered, moved or made under a key no longer held. */
export function openField(sealed: { bytes: Uint8Array; keyId: string }, place: string): string {
  const bytes = Buffer.from(sealed.bytes);
  if (bytes.length < IV + TAG) throw new Error("Not an encrypted field");
  const decipher = createDecipheriv("aes-256-gcm", keyOf(sealed.keyId), bytes.subarray(0, IV), { authTagLength: TAG })
    .setAAD(Buffer.from(`${sealed.keyId}:${place}`))
    .setAuthTag(bytes.subarray(IV, IV + TAG));
  return Buffer.concat([decipher.update(bytes.subarray(IV + TAG)), decipher.final()]).toString("utf8");
}

/** Made under an older key: write it again when it is next changed. */
export const isOldKey = (keyId: string) => keyId !== env().FIELD_KEY_ID;

/** A key of its own for each purpose, drawn from a field key. */
const derived = (keyId: string, purpose: string) => Buffer.from(hkdfSync("sha256", keyOf(keyId), "", purpose, 32));

const digestOf = (keyId: string, purpose: string, value: string) =>
  createHmac("sha256", derived(keyId, purpose)).update(value).digest("base64url");

/**
 * What is kept of a short secret (a code by SMS, a backup code): an HMAC under today's key, so that the rows alone let
 * nobody try out guesses. Holds the key's id; it stays good while that key is held.
 */
export function keyedHash(value: string, purpose: string): string {
  const keyId = env().FIELD_KEY_ID;
  return `${keyId}:${digestOf(keyId, purpose, value)}`;
}

/** Whether a value is the one a keyed hash was made of. */
export function isKeyedHashOf(stored: string, value: string, purpose: string): boolean {
  const keyId = stored.slice(0, stored.lastIndexOf(":"));
  return keyId in env().FIELD_KEYS && sameSecret(stored, `${keyId}:${digestOf(keyId, purpose, value)}`);
}

const sealedMark = "sealed:";

/** Text that waits in a table and must not be read there, such as a message with a code in it. */
export function sealText(plain: string, place: string): string {
  const { bytes, keyId } = sealField(plain, place);
  return `${sealedMark}${keyId}:${Buffer.from(bytes).toString("base64url")}`;
}

/** The text again; what was never sealed is returned as it is. */
export function openText(text: string, place: string): string {
  if (!text.startsWith(sealedMark)) return text;
  const at = text.lastIndexOf(":");
  const bytes = new Uint8Array(Buffer.from(text.slice(at + 1), "base64url"));
  return openField({ keyId: text.slice(sealedMark.length, at), bytes }, place);
}
