import { expect, test } from "@playwright/test";
import { letterTo, linkIn, newAddress } from "../support/letters";
import { enter } from "../support/people";
import { expectAccessible, expectNoSidewaysScroll } from "../support/watch";

test("an owner invites somebody into the team, who joins, and is removed before their eyes", async ({
  page,
  browser,
}) => {
  const email = newAddress("mumbua");
  const name = `Mumbua ${email.slice(7, 15)}`;
  await enter(page, "partner", "/dashboard/partner/team");
  await page.getByRole("button", { name: "Invite somebody" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Their name").fill(name);
  await dialog.getByLabel("E-mail or phone").fill("nobody");
  await dialog.getByRole("button", { name: "Send invitation" }).click();
  await expect(dialog.getByRole("alert")).toBeVisible();
  await expect(dialog.getByLabel("Their name")).toHaveValue(name);
  await dialog.getByLabel("E-mail or phone").fill(email);
  await dialog.getByRole("button", { name: "Send invitation" }).click();
  const open = page.getByRole("region", { name: "Open invitations" });
  await expect(open.getByText(name, { exact: true }).first()).toBeVisible();
  await expectAccessible(page, "team");

  const outside = await browser.newContext();
  const guest = await outside.newPage();
  await guest.goto(`${linkIn(await letterTo(email, "access"), "invite")}?lang=en`);
  await guest.getByLabel("Password").fill("mto bahari ziwa");
  await guest.getByRole("button", { name: "Make the account and accept" }).click();
  await guest.waitForURL("**/dashboard/partner");
  await guest.goto("/dashboard/partner/team");
  await expect(guest.getByText(`${name} (you)`)).toBeVisible();
  await expect(guest.getByRole("button", { name: "Invite somebody" })).toHaveCount(0);

  const line = page.getByRole("region", { name: "Members" }).getByRole("listitem").filter({ hasText: name });
  await line.getByRole("button", { name: "Remove" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await expect(line).toHaveCount(0);
  // Nobody touched their page.
  await expect(guest.getByText("You belong to no organisation here.")).toBeVisible();
  await page.setViewportSize({ width: 360, height: 780 });
  await expectNoSidewaysScroll(page, "team");
  await outside.close();
});
