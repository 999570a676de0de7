import { expect, test } from "@playwright/test";
import { expectAccessible, expectNoSidewaysScroll, watch } from "../support/watch";

test("the landing page says what the school is and what it costs, in both languages", async ({ page }) => {
  const seen = watch(page);
  await page.goto("/?lang=en");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByText(/KES\s1,500/).first()).toBeVisible();
  await expectAccessible(page, "landing");
  await page.goto("/?lang=sw");
  await expect(page.locator("html")).toHaveAttribute("lang", /^sw/);
  await expect(page.getByText(/KES\s1,500/).first()).toBeVisible();
  await page.setViewportSize({ width: 360, height: 780 });
  await expectNoSidewaysScroll(page, "landing");
  await expectAccessible(page, "landing at 360");
  expect(seen.faults).toEqual([]);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });
  test("a visitor reads the landing page and signs in", async ({ page }) => {
    await page.goto("/?lang=en");
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await page.getByRole("link", { name: "Sign in" }).first().click();
    await page.getByLabel("Email", { exact: true }).fill("staff@demo.uhs.test");
    await page.getByLabel("Password", { exact: true }).fill("Karibu-2026!");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.waitForURL("**/dashboard/staff");
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  });
});
