import { expect, test } from "@playwright/test";
import { enter, people } from "../support/people";
import { watch } from "../support/watch";

test("who teaches and is a parent goes from one role to the other, and sees each one's children", async ({ page }) => {
  const seen = watch(page);
  await enter(page, "teacher-parent");
  await page.getByRole("button", { name: /Instructor/ }).click();
  await page.getByRole("menuitemradio", { name: "Parent" }).click();
  await page.waitForURL(`**${people.parent.home}`);
  await expect(page.getByRole("main").getByText("Zawadi").first()).toBeVisible();

  // The role goes with the session, not with the address.
  await page.goto(people["teacher-parent"].home);
  await expect(page.getByRole("main").getByText("Zawadi")).toHaveCount(0);
  await page.goto(people.parent.home);
  await page.getByRole("button", { name: /Parent/ }).click();
  await page.getByRole("menuitemradio", { name: "Instructor" }).click();
  await page.waitForURL(`**${people["teacher-parent"].home}`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  expect(seen.faults).toEqual([]);
});
