import { expect, type Page, test } from "@playwright/test";
import { enter, type Person } from "../support/people";

/** Bytes over the wire until the page is still, all kinds together: what a family pays for. */
async function weigh(page: Page, path: string): Promise<{ total: number; script: number; parts: string[] }> {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.setCacheDisabled", { cacheDisabled: true });
  const kinds = new Map<string, { type: string; url: string }>();
  const bytes = new Map<string, number>();
  session.on("Network.responseReceived", (event) =>
    kinds.set(event.requestId, { type: event.type, url: event.response.url }),
  );
  session.on("Network.loadingFinished", (event) => bytes.set(event.requestId, event.encodedDataLength));
  await page.goto(path, { waitUntil: "load" });
  await page.waitForTimeout(2_500);
  let total = 0;
  let script = 0;
  const parts: string[] = [];
  const itself = new URL(path, page.url()).pathname;
  for (const [id, size] of bytes) {
    const kind = kinds.get(id);
    if (!kind) continue;
    // What it reads again because a job of the school changed something is not the first load.
    const url = new URL(kind.url);
    if (kind.type === "Fetch" && url.pathname === itself && url.searchParams.has("_rsc")) continue;
    total += size;
    if (kind.type === "Script") script += size;
    parts.push(`${size} ${kind.type} ${url.pathname}`);
  }
  return { total, script, parts };
}

/** The lesson a child would open next; its address differs from school to school. */
async function nextLesson(page: Page): Promise<string> {
  await page.goto("/dashboard/student/courses");
  return (await page.locator("main a[href*='/learn/']").first().getAttribute("href")) ?? "";
}

/** The course at the top of the catalogue. */
async function firstCourse(page: Page): Promise<string> {
  await page.goto("/courses");
  return (await page.locator(".course h2 a").first().getAttribute("href")) ?? "";
}

const budgets: {
  name: string;
  path: string | ((page: Page) => Promise<string>);
  who?: Person;
  total: number;
  script: number;
}[] = [
  { name: "landing", path: "/", total: 100_000, script: 0 },
  { name: "catalogue", path: "/courses", total: 100_000, script: 0 },
  { name: "course", path: firstCourse, total: 100_000, script: 0 },
  { name: "login", path: "/login", total: 100_000, script: 0 },
  { name: "parent home", path: "/dashboard/parent", who: "parent", total: 180_000, script: 121_000 },
  { name: "children", path: "/dashboard/parent/children", who: "parent", total: 180_000, script: 121_000 },
  { name: "family courses", path: "/dashboard/parent/courses", who: "parent", total: 180_000, script: 121_000 },
  { name: "parent inbox", path: "/dashboard/parent/notifications", who: "parent", total: 180_000, script: 121_000 },
  { name: "student home", path: "/dashboard/student", who: "student", total: 180_000, script: 121_000 },
  { name: "student courses", path: "/dashboard/student/courses", who: "student", total: 180_000, script: 121_000 },
  // It also keeps notes and what is done without a line.
  { name: "lesson", path: nextLesson, who: "student", total: 180_000, script: 122_000 },
];

for (const budget of budgets) {
  test(`${budget.name} keeps to its budget of ${budget.total / 1000} KB`, async ({ page }) => {
    if (budget.who) await enter(page, budget.who);
    const weight = await weigh(page, typeof budget.path === "string" ? budget.path : await budget.path(page));
    const report = `${budget.name} weighs ${weight.total} bytes, ${weight.script} of them script:\n${weight.parts.join("\n")}`;
    console.log(`${budget.name}: ${weight.total} bytes, ${weight.script} script`);
    expect(weight.total, report).toBeGreaterThan(3_000);
    expect(weight.total, report).toBeLessThanOrEqual(budget.total);
    expect(weight.script, report).toBeLessThanOrEqual(budget.script);
  });
}
