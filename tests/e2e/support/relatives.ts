import { expect, type Page } from "@playwright/test";
import { letterTo, linkIn, newAddress } from "./letters";
import { enter } from "./people";

const members = "/dashboard/parent/settings/family";
const password = "Nyumba-ya-Mawe-47";
type Relative = { name: string; address: string };

/** The path of the link that was sent to an address. */
const linkSent = async (to: string, door: string) => linkIn(await letterTo(to, `/${door}/`), door);

/** The demo parent invites somebody to see Amani, who makes their account in a browser of their own. */
export async function inviteRelative(parent: Page, theirs: Page, called: string): Promise<Relative> {
  const address = newAddress(called.toLowerCase());
  const name = `${called} ${address.split(/[.@]/)[1]}`;
  await enter(parent, "parent", members);
  await parent.getByRole("button", { name: "Invite somebody" }).click();
  const dialog = parent.getByRole("dialog", { name: "Invite somebody" });
  await dialog.getByLabel("Their name").fill(name);
  await dialog.getByLabel("E-mail or phone").fill(address);
  for (const child of ["Baraka", "Chebet", "Daudi"]) await dialog.getByLabel(child).uncheck();
  await dialog.getByLabel("Pay").check();
  await dialog.getByRole("button", { name: "Send invitation" }).click();
  await expect(parent.getByText("The invitation is on its way.")).toBeVisible();

  await theirs.goto(await linkSent(address, "invite"));
  await expect(theirs.getByText("See records")).toBeVisible();
  await theirs.getByLabel(/^Password/).fill(password);
  await theirs.getByRole("button", { name: "Make the account and accept" }).click();
  await theirs.waitForURL("**/dashboard/parent");
  return { name, address };
}

/** The line of a relative among the members of the family. */
const memberLine = (parent: Page, name: string) => parent.getByRole("listitem").filter({ hasText: name });

/** The demo parent lets a relative write with teachers too. */
export async function letWrite(parent: Page, name: string): Promise<void> {
  const line = memberLine(parent, name);
  await line.getByRole("button", { name: "Change" }).click();
  const rights = parent.getByRole("dialog", { name: `${name} for Amani` });
  await rights.getByLabel("Write with teachers").check();
  await rights.getByRole("button", { name: `Save for ${name}` }).click();
  await expect(line).toContainText("write with teachers");
}

/** The demo parent ends it. */
export async function removeRelative(parent: Page, name: string): Promise<void> {
  const line = memberLine(parent, name);
  await line.getByRole("button", { name: "Remove" }).click();
  await parent
    .getByRole("dialog")
    .getByRole("button", { name: `Remove ${name}` })
    .click();
  await expect(line).toHaveCount(0);
}
