import { createHmac, randomBytes } from "node:crypto";

/** What a passkey's answer is for; an answer to one question is none to another. */
export type PasskeyPurpose = "register" | "sign_in" | "second" | "confirm";
const lifeMs = 5 * 60_000;

const mark = (key: string, head: string, purpose: PasskeyPurpose, about: string) =>
  createHmac("sha256", key).update(`passkey:${purpose}:${about}:${head}`).digest("base64url").slice(0, 32);

/**
 * A challenge that needs no row until it is answered: random, dated, and signed for its purpose and for whom (a session,
 * or nobody yet). Base64url throughout, as the browser expects it.
 */
export function newChallenge(key: string, purpose: PasskeyPurpose, about: string, now: Date): string {
  const head = `${randomBytes(16).toString("base64url")}${now.getTime().toString(16).padStart(12, "0")}`;
  return `${head}${mark(key, head, purpose, about)}`;
}

/** Whether a challenge is ours, for this purpose and for whom, and young enough. */
export function isOurChallenge(
  challenge: string,
  key: string,
  purpose: PasskeyPurpose,
  about: string,
  now: Date,
): boolean {
  if (!/^[\w-]{22}[0-9a-f]{12}[\w-]{32}$/.test(challenge)) return false;
  const head = challenge.slice(0, 34);
  const age = now.getTime() - Number.parseInt(head.slice(22), 16);
  return age >= -1000 && age <= lifeMs && challenge.slice(34) === mark(key, head, purpose, about);
}
