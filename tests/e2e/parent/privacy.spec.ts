import { expect, test } from "@playwright/test";
import { unzipSync } from "fflate";
import { enter } from "../support/people";
import { expectAccessible, expectNoSidewaysScroll, watch } from "../support/watch";

const address = "/dashboard/parent/settings/privacy";

test("a parent has a copy made before their eyes, fetches it, and it opens", async ({ page }) => {
  const seen = watch(page);
  await enter(page, "parent", address);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.getByRole("button", { name: "Make a copy" }).click();
  const fetch = page.getByRole("button", { name: "Download the copy" });
  await expect(fetch).toBeVisible({ timeout: 90_000 });
  const [download] = await Promise.all([page.waitForEvent("download"), fetch.click()]);
  const bytes = await download.createReadStream().then(async (stream) => {
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  });
  const names = Object.keys(unzipSync(bytes));
  expect(names).toEqual(expect.arrayContaining(["manifest.json", "read.en.html", "soma.sw.html", "data/moods.json"]));
  await expectAccessible(page, "privacy");
  await page.setViewportSize({ width: 360, height: 780 });
  await expectNoSidewaysScroll(page, "privacy");
  expect(seen.faults).toEqual([]);
});

test("what a parent asks stands at once on a member of staff's desk, and their answer on the parent's page", async ({
  page,
  browser,
}) => {
  const office = await browser.newContext();
  const desk = await office.newPage();
  await enter(desk, "staff", "/dashboard/staff");
  await enter(page, "parent", address);
  await page.getByRole("button", { name: "Ask for a correction" }).click();
  await page.getByLabel("What is wrong, and how should it be?").fill("The day of birth is one day too early.");
  await page.getByRole("button", { name: "Send the request" }).click();
  await expect(page.getByText("The day of birth is one day too early.")).toBeVisible();

  const child = await page.getByRole("navigation", { name: "Child" }).locator("[aria-current=page]").textContent();
  const line = desk
    .getByRole("listitem")
    .filter({ hasText: `Correction for ${child}` })
    .filter({ hasText: "Nobody has taken it" })
    .last();
  await expect(line).toBeVisible();
  await line.getByRole("button", { name: "Take it" }).click();
  await expect(page.getByText("In progress").first()).toBeVisible();
  await office.close();
});

test("a co-parent who does not decide is told so, and another family's child is not there", async ({ page }) => {
  await enter(page, "coparent", address);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  const answer = await page.goto(`${address}?child=00000000-0000-7000-8000-000000000000`);
  expect(answer?.status()).toBe(404);
});
