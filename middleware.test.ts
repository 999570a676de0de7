import { NextRequest } from "next/server";
import { afterEach, describe, expect, it } from "vitest";
import { collabOrigins, documentPolicy } from "@/lib/security-headers";
import { config, middleware } from "./middleware";

const ask = (url: string, headers: Record<string, string> = {}) =>
  middleware(new NextRequest(`http://127.0.0.1:3000${url}`, { headers: { host: "127.0.0.1:3000", ...headers } }));
const policyOf = (response: Response) => response.headers.get("content-security-policy") ?? "";
/** What the page is told: the framework carries changed request headers in the answer. */
const told = (response: Response, name: string) => response.headers.get(`x-middleware-request-${name}`);

afterEach(() => {
  delete process.env.COLLAB_URL;
});

describe("the content policy of a page", () => {
  it("names a nonce that differs each time and that the page is told", () => {
    const [one, two] = [ask("/dashboard/parent"), ask("/dashboard/parent")];
    const nonce = /'nonce-([^']+)'/.exec(policyOf(one))?.[1] ?? "";
    expect(atob(nonce)).toHaveLength(16);
    expect(told(one, "x-nonce")).toBe(nonce);
    expect(told(one, "content-security-policy")).toBe(policyOf(one));
    expect(policyOf(two)).not.toContain(nonce);
  });

  it("lets no inline script run, nobody frame the page and no plug-in load", () => {
    const policy = policyOf(ask("/dashboard/parent"));
    const scripts = /script-src ([^;]+)/.exec(policy)?.[1] ?? "";
    expect(scripts).toContain("'strict-dynamic'");
    expect(scripts).not.toMatch(/unsafe-inline|\*/);
    for (const rule of ["frame-ancestors 'none'", "object-src 'none'", "base-uri 'self'", "form-action 'self'"])
      expect(policy).toContain(rule);
  });

  it("allows the collaboration socket, under the name the school was reached by", () => {
    process.env.COLLAB_URL = "ws://localhost:3001";
    expect(policyOf(ask("/dashboard/staff"))).toContain("connect-src 'self' ws://localhost:3001 ws://127.0.0.1:3001;");
    expect(collabOrigins("wss://live.school.example/x", "evil.example", false)).toEqual(["wss://live.school.example"]);
    expect(collabOrigins("ws://localhost:3001", "a b; script-src *", true)).toEqual(["ws://localhost:3001"]);
  });

  it("grants a document no script at all", () => {
    expect(documentPolicy(true)).toMatch(/default-src 'none'; script-src 'none'/);
    expect(documentPolicy(true)).not.toContain("unsafe");
  });
});

describe("a page", () => {
  it("is told where it is by us, never by the client", () => {
    const response = ask("/dashboard/staff?x=1&_rsc=abc", { "x-uhs-path": "/dashboard/admin", "x-nonce": "known" });
    expect(told(response, "x-uhs-path")).toBe("/dashboard/staff?x=1");
    expect(told(response, "x-nonce")).not.toBe("known");
  });

  it("of a person is kept by nobody", () => {
    expect(ask("/dashboard/parent").headers.get("cache-control")).toBe("private, no-store");
  });

  it("and nothing else passes here", () => {
    const pattern = new RegExp(`^${config.matcher[0]}$`);
    for (const path of ["/dashboard", "/dashboard/parent/children", "/nothing", "/loginx", "/gallery"])
      expect(path).toMatch(pattern);
    for (const path of [
      "/",
      "/login",
      "/logout",
      "/role",
      "/privacy",
      "/api/trpc/x",
      "/_next/static/a.js",
      "/assets/a.css",
      "/robots.txt",
    ])
      expect(path).not.toMatch(pattern);
  });
});
