import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, type Page } from "@playwright/test";
import type { AxeResults } from "axe-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Collects what a person would not see but a developer must: console errors and failed requests. */
export function watch(page: Page): { faults: string[] } {
  const faults: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => faults.push(`page: ${error.message}`));
  page.on("requestfailed", (request) => {
    // Leaving a page ends its event stream and its prefetches: that is not a failure.
    const why = request.failure()?.errorText ?? "";
    if (!/ERR_ABORTED/.test(why)) faults.push(`request: ${request.url()} ${why}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) faults.push(`response: ${response.status()} ${response.url()}`);
  });
  return { faults };
}

/** No violation of level serious or critical, by axe, in the page as it stands. */
export async function expectAccessible(page: Page, where: string): Promise<void> {
  await page.waitForLoadState("load");
  // Colours on their way are neither the old nor the new: what ends is brought to its end, what turns for ever is not.
  // Waited for, it would never come in a page that lies behind another.
  await page.evaluate(() => {
    for (const animation of document.getAnimations())
      if (animation.playState === "running" && Number.isFinite(animation.effect?.getComputedTiming().endTime))
        animation.finish();
  });
  // A page drawn anew has its title a moment after its heading.
  await expect(page).toHaveTitle(/./);
  // Through the debugger, because the page's own policy lets no foreign script in.
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe);
  const results = await page.evaluate(async () => {
    const { axe: tool } = window as unknown as { axe: { run(options: object): Promise<AxeResults> } };
    return tool.run({
      resultTypes: ["violations"],
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    });
  });
  const grave = results.violations
    .filter((violation) => violation.impact === "serious" || violation.impact === "critical")
    .map(
      (violation) =>
        `${violation.id}: ${violation.nodes
          .map((node) => node.target.join(" "))
          .slice(0, 3)
          .join(" | ")} — ${violation.nodes[0]?.failureSummary ?? ""}`,
    );
  expect(grave, `axe at ${where}`).toEqual([]);
}

/** Nothing hangs over the side of the screen. */
export async function expectNoSidewaysScroll(page: Page, where: string): Promise<void> {
  const over = await page.evaluate(() => {
    const room = document.documentElement.clientWidth;
    const wide = document.documentElement.scrollWidth;
    if (wide <= room) return null;
    const guilty = [...document.querySelectorAll("body *")].filter(
      (node) => node.getBoundingClientRect().right > room + 1,
    );
    return `${wide} > ${room}: ${guilty.slice(-1).map((node) => node.outerHTML.slice(0, 160))}`;
  });
  expect(over, `sideways scroll at ${where}`).toBeNull();
}
