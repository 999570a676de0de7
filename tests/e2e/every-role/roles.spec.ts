import { expect, test } from "@playwright/test";
import { enter, people, signInAs } from "../support/people";
import { expectAccessible, watch } from "../support/watch";

test("who teaches and is a parent goes from one role to the other, and sees each one's children", async ({ page }) => {
  // Whoever comes back is in the role they left, here too when this is tried again.
  await signInAs(page, people["teacher-parent"].email, "/dashboard/*");
  const headers = { origin: new URL(page.url()).origin };
  await page.request.post("/role", { headers, form: { role: "INSTRUCTOR" }, maxRedirects: 0 });
  await page.goto(people["teacher-parent"].home);
  const seen = watch(page);
  await page.getByRole("button", { name: /Instructor/ }).click();
  await page.getByRole("menuitemradio", { name: "Parent" }).click();
  await page.waitForURL(`**${people.parent.home}`);
  await expect(page.getByRole("main").getByText("Zawadi").first()).toBeVisible();

  // The role goes with the session, not with the address: a page of the other one says so and leads there.
  const refused = await page.goto(`${people["teacher-parent"].home}/courses`);
  expect(refused?.status()).toBe(404);
  seen.faults.length = 0;
  await expect(page.getByRole("button", { name: "Go on as Instructor" })).toBeVisible();
  await expectAccessible(page, "a page of another role");
  await page.getByRole("button", { name: "Go on as Instructor" }).click();
  await page.waitForURL("**/instructor/courses");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Courses");
  expect(seen.faults).toEqual([]);
});

test("a page that is missing says so without JavaScript too, and leads back", async ({ browser, page }) => {
  await enter(page, "coparent");
  const context = await browser.newContext({
    javaScriptEnabled: false,
    storageState: await page.context().storageState(),
  });
  const plain = await context.newPage();
  const answer = await plain.goto("/dashboard/parent/nowhere");
  expect(answer?.status()).toBe(404);
  await expect(plain.getByRole("heading", { name: "There is no such page" })).toBeVisible();
  await expect(plain.getByRole("heading", { name: "Hakuna ukurasa kama huo" })).toBeVisible();
  await plain.getByRole("link", { name: "Open your dashboard" }).click();
  await expect(plain).toHaveURL(/\/dashboard\/parent$/);
  await context.close();
});
