import { createDecipheriv, createECDH, createPublicKey, type ECDH, hkdfSync, randomBytes, verify } from "node:crypto";
import { z } from "zod";
import type { SandboxAnswer, SandboxRequest, SandboxRoute } from "@/server/sandbox/route";
import type { Scenario } from "@/server/sandbox/scenario";
import type { SandboxStore } from "@/server/sandbox/store";

type Device = { keys: ECDH; auth: Buffer; answers: number | null };

const claims = z.object({ aud: z.string(), exp: z.number(), sub: z.string().regex(/^(mailto:|https:)/) });
const made = z.object({
  answers: z.union([z.literal(404), z.literal(410), z.literal(429), z.literal(500)]).optional(),
});
const shown = z.object({ id: z.string(), text: z.string().default(""), title: z.string().default("") });
const DAY_S = 24 * 3600;

const bad = (status: number, reason: string) => ({ status, text: reason });
const decoded = (part: string): unknown => JSON.parse(Buffer.from(part, "base64url").toString("utf8"));

/** RFC 8292: signed by the key it names, for this service, not for longer than a day. Null when it is good. */
export function vapidFault(header: string | undefined, origin: string, now = Date.now()): string | null {
  const found = /^vapid t=([\w-]+)\.([\w-]+)\.([\w-]+),\s*k=([\w-]+)$/.exec(header ?? "");
  if (!found) return "no VAPID authorization";
  const [, head = "", body = "", signature = "", k = ""] = found;
  const point = Buffer.from(k, "base64url");
  if (point.length !== 65 || point[0] !== 4) return "not a P-256 key";
  const key = createPublicKey({
    key: {
      kty: "EC",
      crv: "P-256",
      x: point.subarray(1, 33).toString("base64url"),
      y: point.subarray(33).toString("base64url"),
    },
    format: "jwk",
  });
  const signed = verify(
    "sha256",
    Buffer.from(`${head}.${body}`),
    { key, dsaEncoding: "ieee-p1363" },
    Buffer.from(signature, "base64url"),
  );
  if (!signed) return "the signature is not of that key";
  const parsed = claims.safeParse(decoded(body));
  if (!parsed.success) return "the claims are not complete";
  const { aud, exp } = parsed.data;
  if (aud !== origin) return `meant for ${aud}`;
  if (exp * 1000 < now || exp * 1000 > now + DAY_S * 1000 + 60_000) return "expired, or for longer than a day";
  return null;
}

/** RFC 8188 and 8291: what the device's browser would do with the bytes. Throws when they are not for it. */
export function decrypt(bytes: Buffer, keys: ECDH, auth: Buffer): string {
  const salt = bytes.subarray(0, 16);
  const idLength = bytes.readUInt8(20);
  const sender = bytes.subarray(21, 21 + idLength);
  const sealed = bytes.subarray(21 + idLength);
  const derive = (secret: Buffer, from: Buffer, info: Buffer, length: number) =>
    Buffer.from(hkdfSync("sha256", secret, from, info, length));
  const info = Buffer.concat([Buffer.from("WebPush: info\0"), keys.getPublicKey(), sender]);
  const secret = derive(keys.computeSecret(sender), auth, info, 32);
  const key = derive(secret, salt, Buffer.from("Content-Encoding: aes128gcm\0"), 16);
  const nonce = derive(secret, salt, Buffer.from("Content-Encoding: nonce\0"), 12);
  const decipher = createDecipheriv("aes-128-gcm", key, nonce).setAuthTag(sealed.subarray(-16));
  const plain = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
  // The record ends with a two and zeroes.
  return plain.subarray(0, plain.lastIndexOf(2)).toString("utf8");
}

/**
 * A push service and the devices behind it. POST /push/devices makes a device and gives what a browser's subscription
 * holds; with `answers` it is one that always answers so. What is pushed is opened as the device would and kept.
 */
export function pushSandbox(store: SandboxStore, scenario: Scenario, origin: string): SandboxRoute[] {
  const devices = new Map<string, Device>();

  async function take({ url, headers, bytes }: SandboxRequest): Promise<SandboxAnswer> {
    const id = url.pathname.split("/").at(-1) ?? "";
    const device = devices.get(id);
    const here = `http://${headers.host ?? new URL(origin).host}`;
    const fault = vapidFault(headers.authorization, here);
    if (fault) return bad(fault.startsWith("no ") ? 401 : 403, fault);
    if (!device) return bad(404, "no such subscription");
    if (device.answers)
      return { ...bad(device.answers, "as asked for"), headers: device.answers === 429 ? { "retry-after": "30" } : {} };
    if (headers["content-encoding"] !== "aes128gcm") return bad(400, "Content-Encoding must be aes128gcm");
    if (!/^\d+$/.test(String(headers.ttl))) return bad(400, "TTL is missing");
    if (bytes.length > 4096) return bad(413, "more than 4096 bytes");
    const topic = String(headers.topic ?? "");
    if (topic && !/^[\w-]{1,32}$/.test(topic)) return bad(400, "the topic is not URL-safe Base64 of at most 32");
    const failure = await scenario.next("push");
    if (failure === "drop") return "drop";
    if (failure === "reject") return bad(410, "gone, by scenario");
    if (failure === "busy") return { ...bad(429, "busy, by scenario"), headers: { "retry-after": "1" } };
    let text: string;
    try {
      text = decrypt(bytes, device.keys, device.auth);
    } catch {
      // A real service cannot see this; the device would show nothing.
      return bad(400, "the device could not decrypt it");
    }
    const said = shown.catch({ id: "", text, title: "" }).parse(JSON.parse(text));
    const kept = store.add({
      channel: "push",
      from: "push",
      to: [id],
      subject: said.title || null,
      text,
      html: null,
      messageId: said.id,
      headers: { topic, urgency: String(headers.urgency ?? "normal"), ttl: String(headers.ttl) },
    });
    if (failure === "swallow") return "drop";
    return { status: 201, text: "", headers: { location: `${here}/push/messages/${kept.id}` } };
  }

  return [
    {
      method: "POST",
      path: /^\/push\/devices$/,
      async handle({ headers, body }) {
        const { answers } = made.parse(JSON.parse(body || "{}"));
        const keys = createECDH("prime256v1");
        keys.generateKeys();
        const auth = randomBytes(16);
        const id = randomBytes(12).toString("base64url");
        devices.set(id, { keys, auth, answers: answers ?? null });
        const endpoint = `http://${headers.host ?? new URL(origin).host}/push/devices/${id}`;
        return {
          status: 201,
          json: { endpoint, p256dh: keys.getPublicKey("base64url"), auth: auth.toString("base64url") },
        };
      },
    },
    { method: "POST", path: /^\/push\/devices\/[\w-]+$/, handle: take },
  ];
}
