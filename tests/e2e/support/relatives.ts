import { expect, type Page } from "@playwright/test";
import { acceptAsNew, inviteGuardian, memberLine, members } from "./families";
import { newAddress } from "./letters";
import { enter } from "./people";

type Relative = { name: string; address: string };

/** The demo parent invites somebody under this name, or address, to see Amani alone. */
export async function inviteToAmani(parent: Page, name: string, contact: string): Promise<void> {
  await enter(parent, "parent", members);
  await inviteGuardian(parent, { name, contact, rights: ["Pay"], not: ["Baraka", "Chebet", "Daudi"] });
}

/** The same for a relative, who makes their account in a browser of their own. */
export async function inviteRelative(parent: Page, theirs: Page, called: string): Promise<Relative> {
  const address = newAddress(called.toLowerCase());
  const name = `${called} ${address.split(/[.@]/)[1]}`;
  await inviteToAmani(parent, name, address);
  await acceptAsNew(theirs, address);
  return { name, address };
}

/** The demo parent lets a relative write with teachers too. */
export async function letWrite(parent: Page, name: string): Promise<void> {
  const line = memberLine(parent, name);
  await line.getByRole("button", { name: "Change" }).click();
  const rights = parent.getByRole("dialog", { name: `${name} for Amani` });
  await rights.getByLabel("Write with teachers").check();
  await rights.getByRole("button", { name: `Save for ${name}` }).click();
  await expect(line).toContainText("write with teachers");
}
