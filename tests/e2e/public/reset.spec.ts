import { expect, test } from "@playwright/test";
import { letterTo, linkIn, newAddress } from "../support/letters";
import { enter, signInAs } from "../support/people";
import { expectAccessible } from "../support/watch";

test("a co-parent is invited, makes an account by the link, loses the password and chooses a new one", async ({
  page,
  browser,
}) => {
  const email = newAddress("halima");
  await enter(page, "parent", "/dashboard/parent/settings/family");
  await page.getByRole("button", { name: "Invite somebody" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Their name").fill("Halima Noor");
  await dialog.getByLabel("E-mail or phone").fill(email);
  await dialog.getByRole("button", { name: "Send invitation" }).click();
  await expect(page.getByText("Halima Noor", { exact: true }).first()).toBeVisible();

  const theirs = await browser.newContext();
  const guest = await theirs.newPage();
  const invitation = linkIn(await letterTo(email, "invites you"), "invite");
  await guest.goto(`${invitation}?lang=en`);
  await expect(guest.getByText(/Wanjiru.* invites you to look after/)).toBeVisible();
  await expectAccessible(guest, "invitation");
  await guest.getByLabel("Password").fill("short");
  await guest.getByRole("button", { name: "Make the account and accept" }).click();
  await expect(guest.locator("#password-error")).toBeVisible();
  await expect(guest.getByLabel("Your name")).toHaveValue("Halima Noor");
  await guest.getByLabel("Password").fill("mto bahari ziwa");
  await guest.getByRole("button", { name: "Make the account and accept" }).click();
  await guest.waitForURL("**/dashboard/parent");
  await guest.goto(invitation);
  await expect(guest.getByRole("heading", { level: 1 })).toHaveText("This invitation was accepted");
  await guest.context().clearCookies();

  await guest.goto("/reset?lang=en");
  await guest.getByLabel("E-mail or phone").fill("not an address");
  await guest.getByRole("button", { name: "Send the link" }).click();
  await expect(guest.locator("#contact-error")).toBeVisible();
  await expect(guest.getByLabel("E-mail or phone")).toHaveValue("not an address");
  await guest.getByLabel("E-mail or phone").fill(email);
  await guest.getByRole("button", { name: "Send the link" }).click();
  await expect(guest.getByRole("heading", { level: 1 })).toHaveText("Look for our letter");
  const reset = linkIn(await letterTo(email, "Choose a new password"), "reset");
  await guest.goto(`${reset}?lang=en`);
  await guest.getByLabel("New password").fill("Karibu-2026!");
  await guest.getByRole("button", { name: "Save the new password" }).click();
  await expect(guest.getByRole("heading", { level: 1 })).toHaveText("Your new password holds");
  await guest.goto(reset);
  await expect(guest.getByRole("heading", { level: 1 })).toHaveText(/This link no longer works|Kiungo hiki/);
  await signInAs(guest, email, "/dashboard/parent");
  await theirs.close();
});

test("whoever asks for a password of nobody reads the same answer", async ({ page }) => {
  await page.goto("/reset?lang=en");
  await page.getByLabel("E-mail or phone").fill(newAddress("nobody"));
  await page.getByRole("button", { name: "Send the link" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Look for our letter");
});
