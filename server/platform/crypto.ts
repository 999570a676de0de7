import { createCipheriv, createDecipheriv, createHash, randomBytes, timingSafeEqual } from "node:crypto";
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
