import { expect, type Page, test } from "@playwright/test";
import { letterTo, linkIn, newAddress } from "../support/letters";
import { enter } from "../support/people";
import { expectAccessible, expectNoSidewaysScroll } from "../support/watch";

async function apply(page: Page, name: string, email: string): Promise<void> {
  await page.goto("/register/instructor?lang=en");
  await page.getByLabel("Your name").fill(name);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Phone").fill("0722 555 123");
  await page.getByLabel("County").fill("Kisumu");
  await page.getByLabel("Learning areas and grades").fill("Mathematics, Grade 4 to 6");
  await page.getByLabel("Years of teaching").fill("7");
  await page.getByLabel("Your experience").fill("Too short");
  await page.getByLabel(/may keep this application/).check();
  await page.getByRole("button", { name: "Send application" }).click();
  await expect(page.locator("#about-error")).toBeVisible();
  await expect(page.getByLabel("Learning areas and grades")).toHaveValue("Mathematics, Grade 4 to 6");
  await page
    .getByLabel("Your experience")
    .fill("I have taught mathematics to children of nine to twelve for seven years.");
  await page.getByRole("button", { name: "Send application" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Thank you");
}

test("an instructor applies, an administrator approves, and the applicant sets up access", async ({
  page,
  browser,
}) => {
  const email = newAddress("atieno");
  const outside = await browser.newContext();
  const applicant = await outside.newPage();
  await apply(applicant, "Atieno Odhiambo", email);
  await letterTo(email, "received your application");

  await enter(page, "admin", `/dashboard/admin/approvals?q=${encodeURIComponent(email)}`);
  await expectNoSidewaysScroll(page, "approvals");
  await page.getByRole("link", { name: "Atieno Odhiambo" }).click();
  await expect(page.getByText("I have taught mathematics")).toBeVisible();
  await expectAccessible(page, "application");
  await page.getByRole("button", { name: "Approve Atieno Odhiambo" }).click();
  await expect(page.getByText(/Approved by/)).toBeVisible();

  await applicant.goto(`${linkIn(await letterTo(email, "access"), "invite")}?lang=en`);
  await applicant.getByLabel("Password").fill("shule yetu leo");
  await applicant.getByRole("button", { name: "Make the account and accept" }).click();
  await applicant.waitForURL("**/dashboard/instructor");
  await outside.close();
});

test("an application is declined with a reason the applicant reads", async ({ page, browser }) => {
  const email = newAddress("kamau");
  const outside = await browser.newContext();
  await apply(await outside.newPage(), "Kamau Ndungu", email);
  await outside.close();
  await enter(page, "admin", `/dashboard/admin/approvals?q=${encodeURIComponent(email)}`);
  await page.getByRole("link", { name: "Kamau Ndungu" }).click();
  await page.getByRole("button", { name: "Decline", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Reason").fill("No");
  await dialog.getByRole("button", { name: "Decline and send the reason" }).click();
  await expect(dialog.getByRole("alert")).toBeVisible();
  await expect(dialog.getByLabel("Reason")).toHaveValue("No");
  await dialog.getByLabel("Reason").fill("We look for teachers of Kiswahili this term.");
  await dialog.getByRole("button", { name: "Decline and send the reason" }).click();
  await expect(page.getByText(/Declined by/)).toBeVisible();
  expect((await letterTo(email, "cannot accept")).text).toContain("We look for teachers of Kiswahili this term.");
});
