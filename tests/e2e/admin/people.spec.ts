import { expect, test } from "@playwright/test";
import { enter, signInAs } from "../support/people";

test("an admin finds a person, suspends them with a reason, and their open session ends on its next request", async ({
  page,
  browser,
}) => {
  await enter(page, "admin", "/dashboard/admin/users?role=STAFF&status=ACTIVE&q=school.uhs.test");
  const row = page.getByRole("table").getByRole("row").nth(3);
  const email = (await row.getByText("@school.uhs.test").textContent()) ?? "";
  const elsewhere = await browser.newContext();
  const victim = await elsewhere.newPage();
  await signInAs(victim, email, "/dashboard/staff");

  await row.getByRole("link").click();
  await page.getByRole("button", { name: "Suspend", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Reason").fill("no");
  await dialog.getByRole("button", { name: /^Suspend / }).click();
  await expect(dialog.getByRole("alert")).toBeVisible();
  await expect(dialog.getByLabel("Reason")).toHaveValue("no");
  await dialog.getByLabel("Reason").fill("Left the school on Friday");
  await dialog.getByRole("button", { name: /^Suspend / }).click();
  await expect(page.getByText("Suspended", { exact: true }).first()).toBeVisible();
  await victim.goto("/dashboard/staff");
  await expect(victim).toHaveURL(/\/login/);
  await page.getByRole("button", { name: /^Reinstate / }).click();
  await expect(page.getByRole("button", { name: "Suspend", exact: true })).toBeVisible();
  await expect(page.getByText("Left the school on Friday")).toBeVisible();
  await elsewhere.close();
});

test("the people table sorts, filters, pages and opens by keyboard", async ({ page }) => {
  await enter(page, "admin", "/dashboard/admin/users");
  const first = await page.getByRole("table").getByRole("row").nth(1).textContent();
  await page.getByRole("link", { name: /^Name/ }).click();
  await expect(page).toHaveURL(/sort=-name/);
  await expect(page.getByRole("table").getByRole("row").nth(1)).not.toHaveText(first ?? "");
  await page.goto("/dashboard/admin/users?role=INSTRUCTOR");
  // Twenty of the seed, and whom another journey approves meanwhile.
  await expect(page.getByText(/\b2\d accounts found/)).toBeVisible();
  const row = page.getByRole("table").getByRole("row").nth(1);
  await row.focus();
  await page.keyboard.press("j");
  await expect(page.getByRole("table").getByRole("row").nth(2)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/users\/[0-9a-f-]{36}/);
});
