import { createHash } from "node:crypto";
import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { earlyScript } from "@/lib/early-script";
import { collabOrigins, documentPolicy } from "@/lib/security-headers";
import { type PageOptions, preparePage } from "./pages";

const options: PageOptions = { https: false, dev: false, local: true, collabUrl: undefined };

/** A request after it was prepared: what the page is told, and what the answer carries. */
function ask(url: string, given: Partial<PageOptions> = {}) {
  const request = new IncomingMessage(new Socket());
  Object.assign(request, { url, headers: { host: "127.0.0.1:3000" } });
  const response = new ServerResponse(request);
  preparePage(request, response, { ...options, ...given });
  return { told: request.headers, policy: String(response.getHeader("content-security-policy") ?? ""), response };
}

describe("the content policy of a page", () => {
  it("names a nonce that differs each time and that the page is told", () => {
    const [one, two] = [ask("/dashboard/parent"), ask("/dashboard/parent")];
    const nonce = /'nonce-([^']+)'/.exec(one.policy)?.[1] ?? "";
    expect(atob(nonce)).toHaveLength(16);
    expect(one.told["content-security-policy"]).toBe(one.policy);
    expect(two.policy).not.toContain(nonce);
  });

  it("lets no inline script run, nobody frame the page and no plug-in load", () => {
    const { policy } = ask("/dashboard/parent");
    const scripts = /script-src ([^;]+)/.exec(policy)?.[1] ?? "";
    expect(scripts).toContain("'strict-dynamic'");
    expect(scripts).not.toMatch(/unsafe-inline|\*/);
    for (const rule of ["frame-ancestors 'none'", "object-src 'none'", "base-uri 'self'", "form-action 'self'"])
      expect(policy).toContain(rule);
  });

  it("lets the one early script run, and no other by its letters", () => {
    const { policy } = ask("/dashboard/parent");
    const hash = createHash("sha256").update(earlyScript).digest("base64");
    expect(policy.match(/'sha256-[^']+'/g)).toEqual([`'sha256-${hash}'`]);
  });

  it("allows the collaboration socket, under the name the school was reached by", () => {
    const { policy } = ask("/dashboard/staff", { collabUrl: "ws://localhost:3001" });
    expect(policy).toContain("connect-src 'self' ws://localhost:3001 ws://127.0.0.1:3001;");
    expect(collabOrigins("wss://live.school.example/x", "evil.example", false)).toEqual(["wss://live.school.example"]);
    expect(collabOrigins("ws://localhost:3001", "a b; script-src *", true)).toEqual(["ws://localhost:3001"]);
  });

  it("grants a document no script at all", () => {
    expect(documentPolicy(true)).toMatch(/default-src 'none'; script-src 'none'/);
    expect(documentPolicy(true)).not.toContain("unsafe");
  });
});

describe("a page", () => {
  it.each([
    ["/dashboard/staff?x=1&_rsc=abc", "/dashboard/staff?x=1"],
    ["/dashboard/parent/../admin", "/dashboard/admin"],
    ["/api/%2e%2e/dashboard/admin", "/dashboard/admin"],
    ["//evil.example/dashboard", "//evil.example/dashboard"],
  ])("asked for as %s is told that it is %s", (url, path) => {
    expect(ask(url).told["x-uhs-path"]).toBe(path);
  });

  it("of a person is kept by nobody", () => {
    expect(ask("/dashboard/parent").response.getHeader("cache-control")).toBe("private, no-store");
  });

  it.each(["/dashboard", "/dashboard/parent/children", "/nothing", "/loginx", "/gallery"])("is %s", (path) => {
    expect(ask(path).policy).not.toBe("");
  });

  it.each([
    "/",
    "/?lang=sw",
    "/login",
    "/login/second",
    "/logout",
    "/role",
    "/privacy",
    "/api/trpc/x",
    "/_next/static/a.js",
    "/assets/a.css",
    "/robots.txt",
    "/register",
    "/register/family",
    "/verify",
    "/verify/AAAAA-BBBBB",
  ])("is not %s", (path) => {
    expect(ask(path).policy).toBe("");
  });
});
