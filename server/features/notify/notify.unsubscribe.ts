import { createHmac } from "node:crypto";
import { sameSecret } from "@/server/platform/crypto";
import { env } from "@/server/platform/env";
import { isFixed, isKnownType } from "./notify.domain";
import type { NotificationType } from "./notify.schema";

/** What a link in a mail can end: mail of one kind, or the summaries. */
export type Stop = { userId: string; what: NotificationType | "digest" };

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const signature = (payload: string) =>
  createHmac("sha256", env().NEXTAUTH_SECRET).update(`unsubscribe:${payload}`).digest("base64url");

/** Whether a mail of this kind may be ended by its reader; what law or an account's safety asks for may not. */
export const mayStop = (what: string): what is Stop["what"] =>
  what === "digest" || (isKnownType(what) && !isFixed("EMAIL", what));

/** Names a person and a kind of mail, signed. It opens nothing else and does not run out: mail is read years later. */
export function stopToken({ userId, what }: Stop): string {
  const payload = Buffer.from(`${userId}:${what}`).toString("base64url");
  return `${payload}.${signature(payload)}`;
}

/** What a token names, or null when it is not ours. */
export function readStopToken(token: string): Stop | null {
  const [payload = "", signed = "", more] = token.slice(0, 500).split(".");
  if (more !== undefined || !sameSecret(signed, signature(payload))) return null;
  const [userId = "", what = ""] = Buffer.from(payload, "base64url").toString("utf8").split(":");
  return uuid.test(userId) && mayStop(what) ? { userId, what } : null;
}

/** The page that ends it, in the language of the mail. */
export function stopAddress(stop: Stop, locale: string): string {
  const url = new URL("/unsubscribe", env().APP_URL);
  url.searchParams.set("t", stopToken(stop));
  if (locale !== "en") url.searchParams.set("lang", locale);
  return url.href;
}

/** RFC 8058: the mail program's own button. Only on mail that may be ended. */
export function unsubscribeHeaders(message: {
  userId: string | null;
  template: string;
  locale: string;
}): Record<string, string> {
  const what = message.template === "digest" ? "digest" : message.template.replace(/^notification\//, "");
  if (!message.userId || !mayStop(what)) return {};
  return {
    "List-Unsubscribe": `<${stopAddress({ userId: message.userId, what }, message.locale)}>`,
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
  };
}
