import { type Browser, expect, type Page, test } from "@playwright/test";
import { acceptAsNew, inviteGuardian, members, newFamily } from "../support/families";
import { newPhone } from "../support/letters";
import { enter } from "../support/people";
import { expectAccessible, expectNoSidewaysScroll } from "../support/watch";

const organization = "Nyota Readers Fund";
const elsewhere = async (browser: Browser) => (await browser.newContext()).newPage();
/** The calendar day after this one, where the school is: soon enough to be among what ends soon. */
const tomorrow = () =>
  new Intl.DateTimeFormat("en-CA", { timeZone: "Africa/Nairobi" }).format(new Date(Date.now() + 86_400_000));

/** Opens the matrix of the family's only child at the one partner this is about. */
async function openMatrix(page: Page, child: string): Promise<void> {
  await page.goto("/dashboard/parent/settings/consent");
  await expect(page.getByRole("heading", { name: `What others see of ${child}` })).toBeVisible();
  await page.getByRole("button", { name: /^Each partner/ }).click();
}
const cell = (page: Page) => page.getByRole("button", { name: `Profile, ${organization}: ` });

test("two guardians: a yes opens a child to a partner's open page, the other's no closes it before their eyes, both are told, they agree, and it is taken back", async ({
  page: mother,
  browser,
}) => {
  const [father, partner] = [await elsewhere(browser), await elsewhere(browser)];
  const { child } = await newFamily(mother);
  const phone = newPhone();
  await mother.goto(members);
  await inviteGuardian(mother, { name: "Mutua Kioko", contact: phone, rights: ["Decide and consent"] });
  await acceptAsNew(father, `+254${phone.slice(1)}`);

  await enter(partner, "partner");
  const ending = partner.getByRole("region", { name: "Consent that ends soon" });
  await expect(ending).toBeVisible();
  await expect(partner.locator("[data-live=live]").first()).toBeAttached();

  await openMatrix(mother, child);
  await cell(mother).click();
  const yes = mother.getByRole("dialog");
  await yes.getByLabel("Until a day I choose").check();
  await yes.getByLabel("Last day").fill(tomorrow());
  await expectAccessible(mother, "a decision");
  await yes.getByRole("button", { name: "Yes, share it" }).click();
  await expect(ending).toContainText(child);

  await openMatrix(father, child);
  await cell(father).click();
  await father.getByRole("dialog").getByRole("button", { name: "No, do not share" }).click();
  // Nobody touched the partner's page, nor the mother's.
  await expect(ending).not.toContainText(child);
  const apart = (page: Page) => page.getByRole("region", { name: "You do not agree yet" });
  for (const page of [mother, father])
    await expect(apart(page).getByText(`Profile for ${organization}`, { exact: true })).toBeVisible();
  await father.setViewportSize({ width: 360, height: 780 });
  await expectNoSidewaysScroll(father, "guardians who disagree, 360");
  await expectAccessible(father, "guardians who disagree, 360");
  for (const page of [await mother.context().newPage(), await father.context().newPage()]) {
    await page.goto("/dashboard/parent/notifications");
    await expect(page.getByRole("main").getByText(`disagree about ${child}`).first()).toBeVisible();
    await page.close();
  }

  await apart(father)
    .getByRole("button", { name: /^Leave it to/ })
    .click();
  for (const page of [mother, father]) await expect(apart(page)).toHaveCount(0);
  await expect(ending).toContainText(child);

  await mother.getByRole("button", { name: `Take back: Profile, ${organization}` }).click();
  await expect(mother.getByText("Taken back. It is closed from this moment on.")).toBeVisible();
  await expect(ending).not.toContainText(child);
  // And what they fetch anew shows nothing of the child either.
  await partner.reload();
  await expect(ending).toBeVisible();
  await expect(partner.getByRole("main")).not.toContainText(child);
  for (const page of [father, partner]) await page.context().close();
});
