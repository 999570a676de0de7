import { expect, test } from "@playwright/test";
import { password, people, signIn } from "../support/people";
import { expectAccessible, expectNoSidewaysScroll } from "../support/watch";

test("a wrong password is told beside the form, and the address stays typed", async ({ page }) => {
  await page.goto("/login?lang=en");
  await page.getByLabel("Email", { exact: true }).fill("nobody@demo.uhs.test");
  await page.getByLabel("Password", { exact: true }).fill("not-the-password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert").first()).toBeVisible();
  await expect(page.getByLabel("Email", { exact: true })).toHaveValue("nobody@demo.uhs.test");
  await expectAccessible(page, "login refused");
  await page.setViewportSize({ width: 360, height: 780 });
  await expectNoSidewaysScroll(page, "login");
});

test("a page asked for before signing in opens afterwards, and no foreign address does", async ({ page }) => {
  await page.goto("/dashboard/parent/children");
  await page.waitForURL("**/login?next=**");
  await page.getByLabel(/^(Email|Barua pepe)$/).fill(people.parent.email);
  await page.getByLabel(/^(Password|Nenosiri|Nywila)$/).fill(password);
  await page.getByRole("button", { name: /^(Sign in|Ingia)$/ }).click();
  await page.waitForURL("**/dashboard/parent/children");
  await page.context().clearCookies();
  await page.goto("/login?next=https://example.org/dashboard");
  await page.getByLabel(/^(Email|Barua pepe)$/).fill(people.parent.email);
  await page.getByLabel(/^(Password|Nenosiri|Nywila)$/).fill(password);
  await page.getByRole("button", { name: /^(Sign in|Ingia)$/ }).click();
  await page.waitForURL("**/dashboard/parent");
});

test("signing out ends the session: the cookie taken along opens nothing", async ({ page, browser }) => {
  await signIn(page, "coparent");
  const cookies = await page.context().cookies();
  await page.request.post("/logout", { headers: { origin: new URL(page.url()).origin } });
  const thief = await browser.newContext();
  await thief.addCookies(cookies);
  const other = await thief.newPage();
  await other.goto("/dashboard/parent");
  await expect(other).toHaveURL(/\/login/);
  await thief.close();
});

test("a page of another role is not there", async ({ page }) => {
  await signIn(page, "coparent");
  const answer = await page.goto("/dashboard/admin/users");
  expect(answer?.status()).toBe(404);
});
