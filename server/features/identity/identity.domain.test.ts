import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Attempts,
  accountRule,
  countedAddress,
  destination,
  device,
  nextAttempt,
  ownPath,
} from "./identity.domain";

const start = new Date("2026-11-21T08:00:00Z");
const later = (ms: number) => new Date(start.getTime() + ms);

describe("throttling sign-in", () => {
  it("lets four mistakes pass, then doubles the wait with each further one", () => {
    let state: Attempts | null = null;
    let now = start;
    const waits: number[] = [];
    for (let i = 0; i < 12; i++) {
      const tried = nextAttempt(state, now, accountRule);
      if (!tried.allowed) throw new Error("asked too early");
      state = tried.after;
      const wait = (state.blockedUntil?.getTime() ?? now.getTime()) - now.getTime();
      waits.push(wait / 1000);
      now = new Date(now.getTime() + wait);
    }
    expect(waits).toEqual([0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900]);
  });

  it("refuses inside the wait without lengthening it", () => {
    const state: Attempts = { failures: 6, firstFailureAt: start, blockedUntil: later(60_000) };
    expect(nextAttempt(state, later(59_999), accountRule)).toEqual({ allowed: false, retryAt: later(60_000) });
    expect(nextAttempt(state, later(60_000), accountRule)).toMatchObject({ allowed: true, after: { failures: 7 } });
  });

  it("forgets after a quiet hour", () => {
    const state: Attempts = { failures: 9, firstFailureAt: start, blockedUntil: later(60_000) };
    expect(nextAttempt(state, later(60_000 + 61 * 60_000), accountRule)).toMatchObject({
      allowed: true,
      after: { failures: 1, blockedUntil: null },
    });
  });
});

describe("where one lands after signing in", () => {
  it("is the page asked for, in a role one holds", () => {
    expect(destination("/dashboard/parent/children?q=a", ["PARENT"], null)).toEqual({
      role: "PARENT",
      path: "/dashboard/parent/children?q=a",
    });
    expect(destination("/dashboard/staff", ["PARENT", "STAFF"], "PARENT")).toEqual({
      role: "STAFF",
      path: "/dashboard/staff",
    });
  });
  it("is one's home when the page belongs to a role one does not hold", () => {
    expect(destination("/dashboard/admin/people", ["PARENT"], null)).toEqual({
      role: "PARENT",
      path: "/dashboard/parent",
    });
  });
  it("is in the role last used while one still holds it", () => {
    expect(destination(null, ["PARENT", "STAFF"], "STAFF")?.path).toBe("/dashboard/staff");
    expect(destination(null, ["PARENT"], "STAFF")?.path).toBe("/dashboard/parent");
    expect(destination(null, [], null)).toBeNull();
  });

  it.each([
    "https://evil.example",
    "//evil.example/dashboard",
    "/\\evil.example",
    "/dashboard/../login",
    "/dashboard//evil.example",
    "/dashboard\\@evil.example",
    "/dashboardx",
    "/dashboard/%0d%0aset-cookie:x",
    "javascript:alert(1)",
    "/login",
    "/dashboard/parent\n",
    " /dashboard/parent",
    "/dashboard/../../etc",
  ])("is never %j", (next) => {
    const path = ownPath(next);
    if (path !== null) expect(path).toMatch(/^\/dashboard\/(?!\/)/);
    expect(path ?? "").not.toContain("evil.example");
    expect(path ?? "").not.toMatch(/[\r\n\\]/);
  });

  it("stays on this site whatever is asked", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.webUrl(),
          fc.string().map((tail) => `/dashboard${tail}`),
        ),
        (next) => {
          const path = ownPath(next);
          if (path === null) return;
          const url = new URL(path, "https://school.example");
          expect(url.origin).toBe("https://school.example");
          expect(url.pathname === "/dashboard" || url.pathname.startsWith("/dashboard/")).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe("an address as it is counted", () => {
  it.each([
    ["196.201.214.7", "196.201.214.7"],
    ["::ffff:196.201.214.7", "196.201.214.7"],
    ["2c0f:fe38:2401:12ab:1:2:3:4", "2c0f:fe38:2401:12ab"],
    ["2c0f:fe38::1", "2c0f:fe38:0:0"],
    ["::1", "0:0:0:0"],
  ])("%s → %s", (ip, counted) => expect(countedAddress(ip)).toBe(counted));
});

describe("a device", () => {
  it.each([
    [
      "Mozilla/5.0 (Linux; Android 14; SM-A145F) AppleWebKit/537.36 Chrome/130.0.0.0 Mobile Safari/537.36",
      "Chrome",
      "Android",
    ],
    [
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130 Safari/537.36 Edg/130.0",
      "Edge",
      "Windows",
    ],
    [
      "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Mobile Safari/604.1",
      "Safari",
      "iPhone",
    ],
    ["curl/8.4", null, null],
  ])("%s", (userAgent, browser, system) => expect(device(userAgent)).toEqual({ browser, system }));
});
