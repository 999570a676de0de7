import { expect, type Page, test } from "@playwright/test";
import { totpCode } from "../../harness/totp";
import { letterTo, linkIn, newAddress } from "../support/letters";
import { signIn } from "../support/people";
import { expectAccessible, expectNoSidewaysScroll } from "../support/watch";

/** Calls a procedure as whoever is signed in on the page. */
async function call(page: Page, procedure: string, input: object = {}): Promise<Record<string, unknown>> {
  const answer = await page.request.post(`/api/trpc/${procedure}`, {
    headers: { origin: new URL(page.url()).origin, "content-type": "application/json" },
    data: { json: input },
  });
  expect(answer.ok(), `${procedure}: ${await answer.text()}`).toBe(true);
  return (await answer.json()).result.data.json;
}
const seconds = () => Math.floor(Date.now() / 1000);

test("whoever is invited to the desk comes in by a second factor only, set up at the first sign-in", async ({
  page,
  browser,
}) => {
  const email = newAddress("njeri");
  await signIn(page, "admin");
  const { secret } = await call(page, "security.beginTotp");
  await call(page, "security.confirmTotp", { code: totpCode(String(secret), seconds()) });
  await call(page, "security.setPolicy", { required: true });
  const outside = await browser.newContext();
  try {
    await page.goto("/dashboard/admin/users/invitations");
    await page.getByRole("button", { name: "Invite staff" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name").fill("Njeri Kamau");
    await dialog.getByRole("button", { name: "Send the invitation" }).click();
    await expect(dialog.getByText("Please fill this in.").first()).toBeVisible();
    await expect(dialog.getByLabel("Name")).toHaveValue("Njeri Kamau");
    await expectAccessible(page, "invite staff");
    await dialog.getByLabel("E-mail").fill(email);
    await dialog.getByLabel("Department", { exact: true }).selectOption({ label: "Quality" });
    await dialog.getByLabel("Position").fill("Reviewer");
    await dialog.getByRole("button", { name: "Send the invitation" }).click();
    const row = page.getByRole("row", { name: new RegExp(email) });
    await expect(row).toContainText("Open");

    const guest = await outside.newPage();
    await guest.setViewportSize({ width: 360, height: 780 });
    await guest.goto(`${linkIn(await letterTo(email, "access"), "invite")}?lang=en`);
    await expectNoSidewaysScroll(guest, "staff invitation");
    await guest.getByLabel("Password").fill("mto bahari ziwa");
    await guest.getByRole("button", { name: "Make the account and accept" }).click();
    await expect(guest.getByRole("heading", { level: 1 })).toHaveText("Set up the second step");
    await guest.goto("/dashboard/staff");
    await expect(guest).toHaveURL(/\/login/);
    await guest.goto("/login/second");
    const key = (await guest.locator("code.secret").textContent()) ?? "";
    await guest.locator("form.fields input[name=code]").fill(totpCode(key, seconds()));
    await guest.getByRole("button", { name: "Confirm and go on" }).click();
    await guest.getByRole("link", { name: "I have kept them" }).click();
    await guest.waitForURL("**/dashboard/staff");
    await expect(row).toContainText("Accepted");
  } finally {
    await call(page, "security.setPolicy", { required: false });
    await call(page, "security.removeTotp");
    await outside.close();
  }
});
