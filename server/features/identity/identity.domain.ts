import { type Role, roleHome, roleOfPath } from "@/lib/roles";

/** Failed sign-ins counted under one key. */
export type Attempts = { failures: number; firstFailureAt: Date; blockedUntil: Date | null };
export type ThrottleRule = {
  /** Failures without any wait. */
  free: number;
  /** The first wait; each further failure doubles it. */
  firstWaitMs: number;
  longestWaitMs: number;
  /** Forgotten after so long without a try. */
  windowMs: number;
};

const minute = 60_000;
/** Per account: four mistakes are human, then half a minute, a minute, two … */
export const accountRule: ThrottleRule = {
  free: 5,
  firstWaitMs: minute / 2,
  longestWaitMs: 15 * minute,
  windowMs: 60 * minute,
};
/** Per address: many families share one (a school, a mobile network), so the limit is high and the wait short. */
export const addressRule: ThrottleRule = {
  free: 100,
  firstWaitMs: minute / 2,
  longestWaitMs: 5 * minute,
  windowMs: 60 * minute,
};

/**
 * Whether one more try is allowed now, and what is counted if it is. The try is counted as failed before the password
 * is looked at, and taken back when it was right: a hundred tries at once are then a hundred tries, not one.
 */
export function nextAttempt(
  before: Attempts | null,
  now: Date,
  rule: ThrottleRule,
): { allowed: true; after: Attempts } | { allowed: false; retryAt: Date } {
  if (before?.blockedUntil && before.blockedUntil > now) return { allowed: false, retryAt: before.blockedUntil };
  const quietSince = before && (before.blockedUntil ?? before.firstFailureAt).getTime();
  const fresh = !before || quietSince === null || now.getTime() - quietSince > rule.windowMs;
  const failures = fresh ? 1 : before.failures + 1;
  const over = failures - rule.free;
  const wait = over < 0 ? 0 : Math.min(rule.longestWaitMs, rule.firstWaitMs * 2 ** Math.min(over, 20));
  return {
    allowed: true,
    after: {
      failures,
      firstFailureAt: fresh ? now : before.firstFailureAt,
      blockedUntil: wait ? new Date(now.getTime() + wait) : null,
    },
  };
}

/** An address as it is counted: a home with IPv6 has 2^64 of them, so its first half stands for all. */
export function countedAddress(ip: string): string {
  if (!ip.includes(":") || ip.includes(".")) return ip.replace(/^.*:/, "");
  const [head = "", tail] = ip.split("::");
  const left = head ? head.split(":") : [];
  const right = tail ? tail.split(":") : [];
  const gap = tail === undefined ? [] : Array<string>(Math.max(0, 8 - left.length - right.length)).fill("0");
  return [...left, ...gap, ...right]
    .slice(0, 4)
    .map((part) => part.replace(/^0+(?=.)/, ""))
    .join(":");
}

/**
 * Where to go after signing in: the asked page when it is one of our own dashboard pages, in a role the person holds.
 * Everything else, above all another site's address in disguise, becomes their home.
 */
export function destination(next: string | null | undefined, held: readonly Role[], last: Role | null) {
  const usual = last && held.includes(last) ? last : held[0];
  if (!usual) return null;
  const path = ownPath(next);
  const asked = path ? roleOfPath(path) : null;
  if (path && asked && held.includes(asked)) return { role: asked, path };
  return { role: usual, path: path && !asked ? path : roleHome(usual) };
}

/** The address when it is a page of our dashboard or somebody's invitation, else null. */
export function ownPath(next: string | null | undefined): string | null {
  if (next && /^\/invite\/[\w-]{43}$/.test(next)) return next;
  // Only what an ordinary link contains: no backslash, no control character, no second slash at the start.
  if (!next || next.length > 500 || !/^\/dashboard(?:[/?][\w\-./?=&%+,~:@]*)?$/.test(next)) return null;
  let url: URL;
  try {
    url = new URL(next, "http://own.invalid");
  } catch {
    return null;
  }
  const inside = url.pathname === "/dashboard" || url.pathname.startsWith("/dashboard/");
  return url.origin === "http://own.invalid" && inside && !url.pathname.includes("//")
    ? url.pathname + url.search
    : null;
}

const browsers: [RegExp, string][] = [
  [/\bEdg(?:A|iOS)?\//, "Edge"],
  [/\bOPR\/|\bOpera\b/, "Opera"],
  [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\bFirefox\/|\bFxiOS\//, "Firefox"],
  [/\bChrome\/|\bCriOS\//, "Chrome"],
  [/\bSafari\//, "Safari"],
];
const systems: [RegExp, string][] = [
  [/\biPhone\b/, "iPhone"],
  [/\biPad\b/, "iPad"],
  [/\bAndroid\b/, "Android"],
  [/\bWindows\b/, "Windows"],
  [/\bMac OS X\b|\bMacintosh\b/, "Mac"],
  [/\bCrOS\b/, "Chromebook"],
  [/\bLinux\b/, "Linux"],
];

/** A device as its owner would name it; null parts when the browser does not say. */
export function device(userAgent: string | null): { browser: string | null; system: string | null } {
  const named = (list: [RegExp, string][]) => list.find(([pattern]) => pattern.test(userAgent ?? ""))?.[1] ?? null;
  return { browser: named(browsers), system: named(systems) };
}
