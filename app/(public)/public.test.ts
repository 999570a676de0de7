import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { savedByTerm } from "@/components/documents/landing";
import { documentRoute, forgetDocuments } from "@/server/platform/document";
import { AppError } from "@/server/platform/errors";
import { type TestDatabase, testDatabase } from "@/tests/harness/db";
import { GET as missing } from "../[...missing]/route";
import { GET as health } from "../api/health/route";
import { GET as ready } from "../api/ready/route";
import { GET as sitemap } from "../sitemap.xml/route";
import { GET as privacy } from "./privacy/route";
import { GET as landing } from "./route";

let t: TestDatabase;
const origin = "http://127.0.0.1:3000";
const get = (path: string, headers: Record<string, string> = {}) => new Request(`${origin}${path}`, { headers });
const page = async (path: string, headers = {}) => (await landing(get(path, headers))).text();

async function plan(
  code: string,
  prices: [period: string, cents: number, from: string, to: string | null][],
  active = true,
) {
  const { rows } = await t.sql.query(
    `INSERT INTO "Plan" (id, code, position, name, "nameSw", features, "featuresSw", active)
     VALUES (gen_random_uuid(), $1::text, 1, 'Plan ' || $1, 'Mpango ' || $1, '{One thing}', '{Kitu kimoja}', $2) RETURNING id`,
    [code, active],
  );
  for (const [period, cents, from, to] of prices)
    await t.sql.query(
      `INSERT INTO "PlanPrice" (id, "planId", period, amount, "validFrom", "validTo") VALUES (gen_random_uuid(), $1, $2::"BillingPeriod", $3, $4, $5)`,
      [rows[0].id, period, cents, from, to],
    );
}

beforeAll(async () => {
  t = await testDatabase();
  await plan("now", [
    ["MONTH", 100_000, "2020-01-01", "2020-12-31"],
    ["MONTH", 123_400, "2021-01-01", null],
    ["TERM", 333_200, "2021-01-01", null],
    ["MONTH", 999_900, "2999-01-01", null],
  ]);
  await plan("closed", [["MONTH", 77_700, "2021-01-01", null]], false);
  await plan("over", [["MONTH", 88_800, "2020-01-01", "2020-12-31"]]);
});
afterAll(() => t.close());
beforeEach(forgetDocuments);

describe("the front page", () => {
  it("shows what is on offer today at today's price, in the reader's language", async () => {
    const en = await page("/");
    expect(en).toContain("Plan now");
    expect(en).toContain("KES\u00a01,234");
    expect(en).toContain("KES\u00a03,332");
    expect(en).not.toMatch(/Plan closed|Plan over|1,000|9,999|777|888/);
    const sw = await page("/?lang=sw");
    expect(sw).toContain("Mpango now");
    expect(sw).toContain("Kitu kimoja");
    expect(sw).toContain('href="/login?lang=sw"');
  });

  it("runs no script, and tells search engines both languages", async () => {
    const html = await page("/");
    expect(html.match(/<script[^>]*>/g)).toEqual(['<script type="application/ld+json">']);
    const facts = JSON.parse(/<script[^>]*>(.*?)<\/script>/.exec(html)?.[1] ?? "");
    expect(facts).toMatchObject({ "@type": "EducationalOrganization", name: "Urban Home School" });
    for (const tag of [
      `<link rel="canonical" href="${origin}/"/>`,
      `hrefLang="sw" href="${origin}/?lang=sw"`,
      'property="og:title"',
      '<meta name="description"',
    ])
      expect(html).toContain(tag);
    expect(await page("/?lang=sw")).toContain(`<link rel="canonical" href="${origin}/?lang=sw"/>`);
  });

  it("links to nothing that is not there", async () => {
    const html = (await page("/")) + (await (await privacy(get("/privacy"))).text());
    const links = [...html.matchAll(/ (?:href|action)="(\/[^"#?]*)/g)].map(([, link]) => link);
    expect([...new Set(links)].filter((link) => !/^\/assets\/|\.svg$/.test(link ?? "")).sort()).toEqual([
      "/",
      "/api/locale",
      "/courses",
      "/login",
      "/privacy",
      "/register",
      "/verify",
    ]);
  });

  it("is made once and then read from memory; the browser is told when it has not changed", async () => {
    const first = await landing(get("/"));
    await t.sql.query(`UPDATE "Plan" SET name = 'Renamed' WHERE code = 'now'`);
    expect(await page("/")).toContain("Plan now");
    const same = await landing(get("/", { "if-none-match": first.headers.get("etag") ?? "" }));
    expect([same.status, await same.text()]).toEqual([304, ""]);
    expect(same.headers.get("cache-control")).toBe("private, no-cache");
    forgetDocuments();
    expect(await page("/")).toContain("Renamed");
    await t.sql.query(`UPDATE "Plan" SET name = 'Plan now' WHERE code = 'now'`);
  });

  it("follows the browser's language and the choice made before", async () => {
    expect(await page("/", { "accept-language": "sw" })).toContain('<html lang="sw">');
    expect(await page("/", { "accept-language": "sw", cookie: "uhs.locale=en" })).toContain('<html lang="en">');
    expect(await page("/", { "accept-language": "fr-FR" })).toContain('<html lang="en">');
  });
});

describe("what a term saves", () => {
  const price = (cents: bigint) => ({ cents, currency: "KES" });
  const one = (month: bigint, term: bigint) => ({ month: price(month), term: price(term) });
  it.each([
    [[one(1000n, 2700n), one(2000n, 5400n)], 0.1],
    [[one(1000n, 2700n), one(2000n, 6000n)], 0],
    [[one(1000n, 3000n)], 0],
    [[], 0],
  ])("is claimed only when it is true of every plan", (plans, saved) => {
    expect(savedByTerm(plans.map((p, i) => ({ code: `${i}`, name: "", features: [], highlighted: false, ...p })))).toBe(
      saved,
    );
  });
});

describe("pages that fail", () => {
  it("say so with a reference and no detail", async () => {
    const broken = documentRoute(async () => {
      throw new Error('relation "User" does not exist');
    });
    const response = await broken(get("/?lang=sw", { "x-request-id": "ref-12345678" }));
    const html = await response.text();
    expect(response.status).toBe(500);
    expect(html).toContain("ref-12345678");
    expect(html).toContain("Ukurasa huu haukufunguka");
    expect(html).not.toContain("relation");
  });

  it("ask for patience while the database is away", async () => {
    const away = documentRoute(async () => {
      throw new AppError("UNAVAILABLE", "unavailable");
    });
    const response = await away(get("/"));
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "5"]);
  });

  it("and addresses that lead nowhere are a light page for people and a word for programs", async () => {
    const forPeople = await missing(get("/nothing/here", { accept: "text/html" }));
    expect(forPeople.status).toBe(404);
    expect(await forPeople.text()).toContain("There is no such page");
    const forPrograms = await missing(get("/api/nothing", { accept: "text/html" }));
    expect([forPrograms.status, await forPrograms.json()]).toEqual([404, { error: { reason: "not_found" } }]);
  });
});

it("the sitemap lists each page in each language", async () => {
  const xml = await (await sitemap(get("/sitemap.xml"))).text();
  expect([...xml.matchAll(/<loc>([^<]+)/g)].map(([, loc]) => loc)).toEqual([
    `${origin}/`,
    `${origin}/?lang=sw`,
    `${origin}/courses`,
    `${origin}/courses?lang=sw`,
    `${origin}/register`,
    `${origin}/register?lang=sw`,
    `${origin}/register/instructor`,
    `${origin}/register/instructor?lang=sw`,
    `${origin}/register/partner`,
    `${origin}/register/partner?lang=sw`,
    `${origin}/privacy`,
    `${origin}/privacy?lang=sw`,
  ]);
});

describe("readiness", () => {
  it("names the part that is not ready, and no secret", async () => {
    expect(await health().json()).toMatchObject({ ok: true, part: "web" });
    const silent = await ready();
    expect(silent.status).toBe(503);
    expect(await silent.json()).toEqual({
      ready: false,
      parts: { process: "ok", database: "ok", jobs: "silent", storage: "ok" },
    });
    await t.sql.query(`INSERT INTO "Heartbeat" (part, at) VALUES ('runner', now())`);
    await new Promise((resolve) => setTimeout(resolve, 1_050));
    const well = await ready();
    expect([well.status, (await well.json()).ready]).toEqual([200, true]);
  });
});
