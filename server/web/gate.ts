import { randomUUID } from "node:crypto";
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";

/**
 * What happens to a request before the application sees it: claims a client cannot make are taken away, its address is
 * found out, its size and frequency are bounded. Plain functions, so that each can be shown to hold.
 */

/** Headers by which the parts of the web process, or the framework's own parts, trust each other. */
const inner =
  /^(?:x-uhs-|x-middleware-|x-invoke-|x-now-|x-nextjs-(?!data)|x-matched-path|x-nonce$|x-action-revalidated)/;
const forwarded = /^(?:x-forwarded-|x-real-ip$|forwarded$|x-client-ip$|cf-connecting-ip$|true-client-ip$|x-original-)/;

export type Trust = { hops: number; appUrl: URL; production: boolean };

/** Cleans the headers in place and sets ours. Gives the caller's address and the request's name. */
export function admit(request: IncomingMessage, trust: Trust): { ip: string; requestId: string } {
  const { headers } = request;
  const ip = addressOf(headers, request.socket.remoteAddress, trust.hops);
  const claimed = trust.hops > 0 ? headers["x-request-id"] : undefined;
  const requestId = typeof claimed === "string" && /^[\w-]{8,64}$/.test(claimed) ? claimed : randomUUID();
  for (const name of Object.keys(headers)) if (inner.test(name) || forwarded.test(name)) delete headers[name];
  headers["x-uhs-ip"] = ip;
  headers["x-request-id"] = requestId;
  if (trust.production) {
    // Links and origins are made from the configured address, never from what a client calls us.
    headers["x-forwarded-host"] = trust.appUrl.host;
    headers["x-forwarded-proto"] = trust.appUrl.protocol.slice(0, -1);
  }
  return { ip, requestId };
}

/**
 * The caller's address: the socket's, or behind N proxies of ours the one the outermost of them wrote. What stands
 * further left in the list was written by the caller and is not looked at.
 */
export function addressOf(headers: IncomingHttpHeaders, socket: string | undefined, hops: number): string {
  const direct = (socket ?? "unknown").replace(/^::ffff:(?=\d+\.)/, "");
  if (hops === 0) return direct;
  const list = [headers["x-forwarded-for"] ?? ""].flat().join(",").split(",");
  const written = list
    .at(-hops)
    ?.trim()
    .replace(/^\[|\](?::\d+)?$/g, "")
    .replace(/^::ffff:(?=\d+\.)/, "");
  return written && /^[\da-fA-F:.]{2,45}$/.test(written) ? written : direct;
}

const kib = 1024;
/** Largest body by path, longest first. Routes may allow less. */
const bodies: [prefix: string, bytes: number][] = [
  ["/api/inngest", 4096 * kib],
  ["/api/files", 30 * 1024 * kib],
  ["/api/auth", 16 * kib],
  ["/login", 16 * kib],
  ["/", 1024 * kib],
];
export const bodyLimit = (path: string) => bodies.find(([prefix]) => path.startsWith(prefix))?.[1] ?? 0;

/**
 * Counts a body as it arrives and calls `exceeded` once when it is more than `max`; nothing of the rest is passed on.
 * False when the declared length is already too much or no length at all.
 */
export function boundBody(request: IncomingMessage, max: number, exceeded: () => void): boolean {
  const declared = request.headers["content-length"];
  if (declared !== undefined && !(Number(declared) <= max)) return false;
  if (request.headers["transfer-encoding"] === undefined) return true;
  const push = request.push.bind(request);
  let seen = 0;
  request.push = (chunk: Buffer | null, encoding?: BufferEncoding) => {
    if (chunk) seen += chunk.length;
    if (seen <= max) return push(chunk, encoding);
    request.push = () => false;
    exceeded();
    return false;
  };
  return true;
}

/** A bucket of requests per address: `burst` at once, then `perSecond`. Wide, because a mobile network hides thousands. */
export class Budget {
  #buckets = new Map<string, { left: number; at: number }>();
  constructor(
    private readonly burst: number,
    private readonly perSecond: number,
    private readonly most = 20_000,
  ) {}

  /** Zero when the request may pass, else the seconds to wait. */
  take(who: string, now = Date.now()): number {
    let bucket = this.#buckets.get(who);
    if (!bucket) {
      if (this.#buckets.size >= this.most) this.#forget(now);
      bucket = { left: this.burst, at: now };
      this.#buckets.set(who, bucket);
    }
    bucket.left = Math.min(this.burst, bucket.left + ((now - bucket.at) / 1000) * this.perSecond);
    bucket.at = now;
    if (bucket.left < 1) return Math.ceil((1 - bucket.left) / this.perSecond);
    bucket.left -= 1;
    return 0;
  }

  /** Full buckets need no memory; if that frees nothing, the oldest half goes. */
  #forget(now: number) {
    const full = (this.burst / this.perSecond) * 1000;
    for (const [who, { at }] of this.#buckets) if (now - at > full) this.#buckets.delete(who);
    if (this.#buckets.size < this.most) return;
    let half = this.most / 2;
    for (const who of this.#buckets.keys()) if (half-- > 0) this.#buckets.delete(who);
  }
}

/** A path as the log may keep it: no query, and nothing that works as a key (tokens of links and webhooks). */
export function loggedPath(url: string): string {
  const path = url.split("?", 1)[0] ?? "";
  return path
    .split("/")
    .map((part, i, all) =>
      /^(?:invite|verify|reset)$/.test(all[i - 1] ?? "") ||
      (all[1] === "api" && all[2] === "webhooks" && i > 3) ||
      isKey(part)
        ? "[redacted]"
        : part,
    )
    .join("/")
    .slice(0, 200);
}
const isUuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
/** Files of a build carry a hash and an extension; a long run of letters and digits without one is a secret. */
const isKey = (part: string) => part.length >= 24 && /^[\w~-]+$/.test(part) && !isUuid.test(part) && /\d/.test(part);

/** An address as the log may keep it: enough to see a flood, not enough to find a home. */
export const loggedAddress = (ip: string) =>
  ip.includes(":") ? `${ip.split(":").slice(0, 3).join(":")}::` : ip.replace(/\.\d+$/, ".0");
