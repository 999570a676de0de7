import { type Browser, expect, type Page } from "@playwright/test";
import type { Grade } from "@/lib/grades";
import { ask, read } from "./calls";
import { letterTo, linkIn, newAddress } from "./letters";
import { people, signInAs, speak } from "./people";

export const familyPassword = "Nyumba-ya-Mawe-47";
/** Of a child whose family follows a course: no easy one, or it is refused. */
const pin = "4827";
export const members = "/dashboard/parent/settings/family";

/** A family that no other journey knows: a parent who has just registered, at home, with one child. */
export async function newFamily(page: Page, grade: Grade = "G3"): Promise<{ email: string; child: string }> {
  const email = newAddress("mzazi");
  // A name nobody else has, in letters only: a page that shows it shows this child.
  const child = `Zawadi${email.split(/[.@]/)[1]?.replace(/\d/g, (digit) => "abcdefghij"[Number(digit)] ?? "")}`;
  await page.goto("/register?lang=en");
  await page.getByLabel("Your name").fill("Mwende Mutua");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("You are the child's").selectOption("MOTHER");
  const place = page.locator("fieldset.child");
  await place.getByLabel("First name").fill(child);
  await place.getByLabel("Last name").fill("Mutua");
  await place.getByLabel("Grade").selectOption(grade);
  await place.getByLabel("Birth date").fill(`${new Date().getFullYear() - 9}-03-14`);
  await page.getByLabel(/I am a parent or guardian/).check();
  await page.getByLabel("Password").fill(familyPassword);
  await page.getByRole("button", { name: "Register", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("One more step");
  await page.goto(`${linkIn(await letterTo(email, "Confirm"), "register/confirm")}?lang=en`);
  await page.getByLabel("Password").fill(familyPassword);
  await page.getByRole("button", { name: "Confirm and sign in" }).click();
  await page.waitForURL("**/dashboard/parent");
  return { email, child };
}

/** A new family whose child follows a course and has a PIN. Tells the guardian's address. */
export async function followingFamily(parent: Page, slug: string, grade: Grade): Promise<string> {
  const { email } = await newFamily(parent, grade);
  const { course } = await read<{ course: { id: string } }>(parent, "enrolment.read", { slug });
  const { children } = await read<{ children: { id: string }[] }>(parent, "enrolment.courses");
  const studentId = children[0]?.id ?? "";
  await ask(parent, "enrolment.enrol", { courseId: course.id, studentId });
  await ask(parent, "handover.setKey", { studentId, kind: "PIN", pin });
  return email;
}

/** Such a family's phone in the child's hands, in Kiswahili. */
export async function handedToChild(browser: Browser, email: string): Promise<Page> {
  const phone = { width: 360, height: 780 };
  const page = await (await browser.newContext({ viewport: phone, locale: "sw-KE" })).newPage();
  await signInAs(page, email, people.parent.home, familyPassword);
  await speak(page, "sw");
  await page.goto("/handover");
  await page.getByRole("button", { name: "Wape kifaa" }).click();
  await page.locator(".faces a").first().click();
  await page.getByLabel("PIN").fill(pin);
  await page.getByLabel("PIN").press("Enter");
  await page.waitForURL("**/dashboard/student");
  await speak(page, "sw");
  return page;
}

type Asked = { name: string; contact: string; rights?: readonly string[]; not?: readonly string[] };

/** On the page of the family's members: invites somebody to see the children but those named, and to what else is named. */
export async function inviteGuardian(parent: Page, { name, contact, rights = [], not = [] }: Asked): Promise<void> {
  await parent.getByRole("button", { name: "Invite somebody" }).click();
  const dialog = parent.getByRole("dialog", { name: "Invite somebody" });
  await dialog.getByLabel("Their name").fill(name);
  await dialog.getByLabel("E-mail or phone").fill(contact);
  for (const child of not) await dialog.getByLabel(child).uncheck();
  for (const right of rights) await dialog.getByLabel(right).check();
  await dialog.getByRole("button", { name: "Send invitation" }).click();
  await expect(parent.getByText("The invitation is on its way.")).toBeVisible();
}

/** Follows the link that was sent to an address or a number, and makes the account that accepts. */
export async function acceptAsNew(guest: Page, sentTo: string): Promise<void> {
  await guest.goto(`${linkIn(await letterTo(sentTo, "/invite/"), "invite")}?lang=en`);
  await expect(guest.getByText("See records")).toBeVisible();
  await guest.getByLabel(/^Password/).fill(familyPassword);
  await guest.getByRole("button", { name: "Make the account and accept" }).click();
  await guest.waitForURL("**/dashboard/parent");
}

/** The line of a guardian among the members of the family. */
export const memberLine = (parent: Page, name: string) => parent.getByRole("listitem").filter({ hasText: name });

/** Ends what somebody may do for the child, on the page of the family's members. */
export async function removeGuardian(parent: Page, name: string): Promise<void> {
  const line = memberLine(parent, name);
  await line.getByRole("button", { name: "Remove" }).click();
  await parent
    .getByRole("dialog")
    .getByRole("button", { name: `Remove ${name}` })
    .click();
  await expect(line).toHaveCount(0);
}
