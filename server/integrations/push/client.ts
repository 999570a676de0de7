import webpush from "web-push";
import { assertOutsideWork } from "@/server/platform/db/work";
import { env } from "@/server/platform/env";
import { vapidPublicKey } from "@/server/platform/vapid";
import { isPushService } from "./hosts";

export type PushTarget = { id: string; endpoint: string; p256dh: string; auth: string };
export type Push = {
  target: PushTarget;
  payload: string;
  /** Repeats under one topic take each other's place with the service while the device is away. */
  topic: string;
  urgent: boolean;
};
export type PushClient = { send(push: Push): Promise<{ providerId: string | null }> };

/** The device is no longer subscribed: nothing will ever reach it there. */
export class PushGone extends Error {
  override name = "PushGone";
}
/** The service does not take this message; another one it may. */
export class PushRefused extends Error {
  override name = "PushRefused";
}
/** A bad moment; the service may have said when to come back. */
export class PushBusy extends Error {
  override name = "PushBusy";
  constructor(
    message: string,
    readonly retryAt: Date | null,
  ) {
    super(message);
  }
}

const TIMEOUT_MS = 15_000;
/** Offline longer than this, a person finds the message in the application or was told by another way. */
const TTL_S = 24 * 3600;
const MOST_WAIT_MS = 2 * 3600_000;

/** Seconds or a date, as services say it; never further away than two hours. */
export function retryAt(header: string | null, now: Date): Date | null {
  if (!header) return null;
  const ms = /^\d{1,9}$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now.getTime();
  return Number.isFinite(ms) && ms > 0 ? new Date(now.getTime() + Math.min(ms, MOST_WAIT_MS)) : null;
}

/** Encrypts for the device (RFC 8291), signs for the service (RFC 8292) and hands over (RFC 8030). */
export function webPush(options: { privateKey: string; subject: string; sandbox: string | null }): PushClient {
  const vapidDetails = {
    subject: options.subject,
    publicKey: vapidPublicKey(options.privateKey),
    privateKey: options.privateKey,
  };
  return {
    async send({ target, payload, topic, urgent }) {
      assertOutsideWork("The push client");
      // Asked again here: what stands in the table may be older than the list.
      if (!isPushService(target.endpoint, options.sandbox)) throw new PushGone("not a push service");
      const { headers, body } = webpush.generateRequestDetails(
        { endpoint: target.endpoint, keys: { p256dh: target.p256dh, auth: target.auth } },
        payload,
        { vapidDetails, TTL: TTL_S, urgency: urgent ? "high" : "normal", topic },
      );
      const { "Content-Length": _, ...sent } = headers as Record<string, string | number>;
      const response = await fetch(target.endpoint, {
        method: "POST",
        headers: Object.fromEntries(Object.entries(sent).map(([name, value]) => [name, String(value)])),
        body: new Uint8Array(body ?? Buffer.alloc(0)),
        redirect: "error",
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      const text = (await response.text()).slice(0, 200);
      const said = `${new URL(target.endpoint).hostname} answered ${response.status}: ${text}`;
      const { status } = response;
      if (status === 404 || status === 410) throw new PushGone(said);
      if (status === 429 || status >= 500)
        throw new PushBusy(said, retryAt(response.headers.get("retry-after"), new Date()));
      if (!response.ok) throw new PushRefused(said);
      return { providerId: response.headers.get("location")?.slice(0, 300) ?? null };
    },
  };
}

/** The sandbox's origin while one may be used. */
export const pushSandbox = (): string | null => (env().UHS_ENV === "production" ? null : (env().SANDBOX_URL ?? null));

let client: PushClient | undefined;
/** The push client of this process. */
export function pushClient(): PushClient {
  const { MAIL_FROM, VAPID_PRIVATE_KEY } = env();
  client ??= webPush({
    privateKey: VAPID_PRIVATE_KEY,
    subject: `mailto:${/<([^>]+)>/.exec(MAIL_FROM)?.[1] ?? MAIL_FROM}`,
    sandbox: pushSandbox(),
  });
  return client;
}
