import { expect, test } from "@playwright/test";
import { enter } from "../support/people";

test("an admin finds a line, opens it, follows its request, and has the log verified", async ({ page }) => {
  await enter(page, "admin", "/dashboard/admin/audit");
  await expect(page.getByRole("heading", { name: "Audit log", level: 1 })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Integrity" })).toBeVisible();
  await page.goto("/dashboard/admin/audit?action=case.moved&outcome=DONE");
  const row = page.getByRole("table").getByRole("row").nth(1);
  await expect(row).toContainText("case.moved");
  await row.getByRole("link").first().click();
  await expect(page.getByRole("heading", { name: "case.moved", level: 1 })).toBeVisible();
  await expect(page.getByRole("table", { name: "What changed" })).toContainText("CLOSED");
  await page.getByRole("link", { name: "Everything in this request" }).first().click();
  await expect(page).toHaveURL(/request=/);
  await expect(page.getByRole("table").getByRole("row").nth(1)).toContainText("case.moved");

  await page.goto("/dashboard/admin/audit");
  await page.getByRole("button", { name: "Verify now" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Days, 1 to 92").fill("3");
  await dialog.getByRole("button", { name: "Verify these days" }).click();
  await expect(dialog).toBeHidden();
  // The job runs within seconds; the page hears of it by itself.
  await expect(page.getByText("Whole", { exact: true }).first()).toBeVisible({ timeout: 60_000 });
});

test("the log reads on a phone", async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await enter(page, "admin", "/dashboard/admin/audit?action=case.");
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
});
