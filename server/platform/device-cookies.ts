import { cookieOf } from "./context";
import { randomToken } from "./crypto";
import { env } from "./env";

const https = () => env().APP_URL.startsWith("https://");
const named = (name: string) => (https() ? `__Host-uhs.${name}` : `uhs.${name}`);
const line = (name: string, value: string, days: number) =>
  `${named(name)}=${value}; Path=/; HttpOnly; SameSite=Lax${https() ? "; Secure" : ""}; Max-Age=${days * 86_400}`;
const token = /^[\w-]{43}$/;
/** A family shares a browser: each of its people may be remembered here. */
const rememberedAtMost = 4;

export type HeldDevice = { token: string; remembered: string[]; handover: string | null; isNew: boolean };

/**
 * What a browser holds besides the session: a random name, by which it is known again, its remembered people, and the key
 * of the children's door when a guardian handed it over.
 */
export function heldDevice(request: Request): HeldDevice {
  const held = cookieOf(request, named("device"));
  const known = held !== undefined && token.test(held);
  const remembered = (cookieOf(request, named("remember")) ?? "").split(".").filter((one) => token.test(one));
  const handover = cookieOf(request, named("family"));
  return {
    token: known ? held : randomToken(),
    remembered: remembered.slice(0, rememberedAtMost),
    handover: handover && token.test(handover) ? handover : null,
    isNew: !known,
  };
}

/** The cookie line by which a device is handed to the children, or taken back. */
export const handoverCookie = (value: string | null): [string, string] => [
  "set-cookie",
  line("family", value ?? "", value ? 30 : 0),
];

/** The cookie lines to set after a sign-in: the browser's name once, and one more remembered person when there is one. */
export function deviceCookies(device: HeldDevice, remembered: string | null = null): [string, string][] {
  const lines: [string, string][] = device.isNew ? [["set-cookie", line("device", device.token, 400)]] : [];
  if (remembered) {
    const all = [remembered, ...device.remembered].slice(0, rememberedAtMost);
    lines.push(["set-cookie", line("remember", all.join("."), 30)]);
  }
  return lines;
}
