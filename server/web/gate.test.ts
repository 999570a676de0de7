import type { IncomingMessage } from "node:http";
import { describe, expect, it } from "vitest";
import { addressOf, admit, Budget, bodyLimit, loggedAddress, loggedPath } from "./gate";

const trust = { hops: 0, appUrl: new URL("https://school.example"), production: true };
const request = (headers: Record<string, string>, remoteAddress = "196.201.214.7") =>
  ({ headers, socket: { remoteAddress } }) as unknown as IncomingMessage;

describe("what a client may claim", () => {
  it("is nothing that the parts of the process believe each other", () => {
    const asked = request({
      "x-uhs-ip": "1.1.1.1",
      "x-uhs-path": "/dashboard/admin",
      "x-nonce": "known",
      "x-middleware-subrequest": "middleware",
      "x-request-id": "mine-mine-mine",
      "x-forwarded-for": "1.1.1.1",
      "x-forwarded-host": "evil.example",
      "x-real-ip": "1.1.1.1",
      forwarded: "for=1.1.1.1",
      accept: "text/html",
    });
    const { ip, requestId } = admit(asked, trust);
    expect(ip).toBe("196.201.214.7");
    expect(requestId).toMatch(/^[\da-f-]{36}$/);
    expect(asked.headers).toEqual({
      accept: "text/html",
      "x-uhs-ip": "196.201.214.7",
      "x-request-id": requestId,
      "x-forwarded-host": "school.example",
      "x-forwarded-proto": "https",
    });
  });

  it("is its name behind a proxy of ours, if it is a plain one", () => {
    expect(admit(request({ "x-request-id": "abcdef-123456" }), { ...trust, hops: 1 }).requestId).toBe("abcdef-123456");
    expect(admit(request({ "x-request-id": "a\r\nb: c d e f" }), { ...trust, hops: 1 }).requestId).toMatch(
      /^[\da-f-]{36}$/,
    );
  });
});

describe("the address of a caller", () => {
  const list = { "x-forwarded-for": "1.1.1.1, 41.90.64.1, 10.0.0.2" };
  it.each([
    [0, "10.0.0.9"],
    [1, "10.0.0.2"],
    [2, "41.90.64.1"],
    [5, "10.0.0.9"],
  ])("behind %i proxies is %s", (hops, ip) => expect(addressOf(list, "::ffff:10.0.0.9", hops)).toBe(ip));
  it("is never what is no address", () => {
    expect(addressOf({ "x-forwarded-for": "<script>" }, "10.0.0.9", 1)).toBe("10.0.0.9");
  });
});

describe("the budget of an address", () => {
  it("allows a burst, then its share, and nobody else pays for it", () => {
    const budget = new Budget(3, 2);
    expect([0, 0, 0, 0].map(() => budget.take("a", 1_000))).toEqual([0, 0, 0, 1]);
    expect(budget.take("b", 1_000)).toBe(0);
    expect(budget.take("a", 1_600)).toBe(0);
    expect(budget.take("a", 1_600)).toBe(1);
  });
  it("does not grow without end", () => {
    const budget = new Budget(3, 2, 100);
    for (let i = 0; i < 10_000; i++) budget.take(`${i}`, i);
    expect(JSON.stringify(budget)).toBeDefined();
    expect(budget.take("9999", 10_000)).toBe(0);
  });
});

describe("what the log keeps", () => {
  it.each([
    ["/login?next=/dashboard&email=a@b.c", "/login"],
    ["/invite/Zk3n-9qLw", "/invite/[redacted]"],
    ["/api/webhooks/sms/2f6a", "/api/webhooks/sms/[redacted]"],
    ["/x/abcDEF0123456789abcDEF0123456789", "/x/[redacted]"],
    [
      "/dashboard/staff/journeys/0199d0d6-7f9c-7b5e-8d5f-0123456789ab",
      "/dashboard/staff/journeys/0199d0d6-7f9c-7b5e-8d5f-0123456789ab",
    ],
    ["/_next/static/chunks/0123456789abcdef0123456789.js", "/_next/static/chunks/0123456789abcdef0123456789.js"],
  ])("of %s is %s", (url, path) => expect(loggedPath(url)).toBe(path));
  it("is no whole address", () => {
    expect(loggedAddress("196.201.214.7")).toBe("196.201.214.0");
    expect(loggedAddress("2c0f:fe38:2401:12ab::1")).toBe("2c0f:fe38:2401::");
  });
});

it("bodies are bounded by where they go", () => {
  expect(bodyLimit("/login")).toBe(16 * 1024);
  expect(bodyLimit("/api/trpc/x")).toBe(1024 * 1024);
  expect(bodyLimit("/api/files")).toBeGreaterThan(20_000_000);
});
