import { expect, test } from "@playwright/test";
import { enter } from "../support/people";

test("a case is taken, moved on with a note, and a colleague's page follows by itself", async ({ page, browser }) => {
  const other = await browser.newContext();
  const colleague = await other.newPage();
  await enter(colleague, "lead");
  await enter(page, "lead");
  const waiting = page.getByRole("list", { name: "Waiting to be taken" });
  const before = await waiting.getByRole("listitem").count();
  expect(before).toBeGreaterThan(0);
  const title = await waiting.getByRole("listitem").first().locator("span.font-semibold").first().textContent();
  await expect(colleague.locator("[data-live=live]")).toBeVisible();
  await waiting.getByRole("button", { name: "Take it" }).first().click();
  await expect(
    page
      .getByRole("list", { name: "In your hands" })
      .getByText(title ?? "")
      .first(),
  ).toBeVisible();
  await expect(
    colleague
      .getByRole("list", { name: "In your hands" })
      .getByText(title ?? "")
      .first(),
  ).toBeVisible();
  await other.close();
});
