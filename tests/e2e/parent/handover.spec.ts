import { expect, type Locator, type Page, test } from "@playwright/test";
import { password, people, signInAs, somebody, speak } from "../support/people";
import { expectAccessible, expectNoSidewaysScroll, watch } from "../support/watch";

const phone = { width: 360, height: 780 };

/** Presses a control as somebody without a mouse does. */
async function press(control: Locator) {
  await control.focus();
  await control.press("Enter");
}
/** Types into a control that is reached by keyboard, and sends its form. */
async function typeAndSend(control: Locator, text: string) {
  await control.focus();
  await control.pressSequentially(text);
  await control.press("Enter");
}
async function checked(page: Page, where: string) {
  await expectAccessible(page, `${where}, sw, 360`);
  await expectNoSidewaysScroll(page, `${where}, sw, 360`);
}

test("a guardian hands the phone over, a child comes in by PIN and by pictures, is seen and signed out, and only the password leads back: by keyboard, in Kiswahili, on a phone", async ({
  browser,
}) => {
  // A family of their own: the demo family's journeys read in English meanwhile.
  const { email } = await somebody(browser, { role: "PARENT", domain: "families.uhs.test", position: 3 });
  const { home } = people.parent;
  const device = await browser.newContext({ viewport: phone, locale: "sw-KE" });
  const page = await device.newPage();
  await signInAs(page, email, home);
  await speak(page, "sw");
  const seen = watch(page);

  // A PIN for the first child; an easy one is refused beside its field.
  await page.goto("/dashboard/parent/children");
  await page.locator('main a[href^="/dashboard/parent/children/"]').first().click();
  await page.waitForURL(/children\/[0-9a-f-]{36}/);
  const record = page.url();
  const section = page.getByRole("region", { name: "Kuingia kwenye kifaa cha familia" });
  await press(section.getByText("Weka PIN au picha"));
  await typeAndSend(section.getByLabel("PIN", { exact: true }), "1234");
  await expect(section.getByText("Hii hukisiwa mara moja.")).toBeVisible();
  seen.faults.length = 0; // The refusal is a 400 by design.
  await section.getByLabel("PIN", { exact: true }).fill("");
  await typeAndSend(section.getByLabel("PIN", { exact: true }), "4827");
  await expect(section.getByText("Kwa PIN", { exact: true })).toBeVisible();
  await checked(page, "a child's record with a key");

  // Handed over: the parent's pages are closed, also by going back.
  await press(section.getByRole("link", { name: "Wape watoto kifaa hiki" }));
  await expect(page.getByRole("button", { name: "Wape kifaa" })).toBeVisible();
  await checked(page, "handing over");
  await press(page.getByRole("button", { name: "Wape kifaa" }));
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Wewe ni nani?");
  await checked(page, "who are you");
  await page.goto(record);
  await page.waitForURL("**/handover");

  // The child: a wrong number, then the right one.
  const child = page.locator(".faces a").first();
  const name = (await child.textContent())?.trim().replace(/^\S\s+/, "") ?? "";
  await press(child);
  await expect(page.getByRole("heading", { level: 1 })).toContainText(name);
  await checked(page, "a child's PIN");
  await typeAndSend(page.getByLabel("PIN"), "9999");
  await expect(page.getByRole("alert")).toContainText("Hiyo si sahihi.");
  await typeAndSend(page.getByLabel("PIN"), "4827");
  await page.waitForURL("**/dashboard/student");
  const refused = await page.goto("/dashboard/parent/children");
  expect(refused?.status()).toBe(404);

  // From another device the guardian sees the child, gives it pictures instead, which signs it out.
  const elsewhere = await browser.newContext();
  const parent = await elsewhere.newPage();
  await signInAs(parent, email, home);
  await parent.goto(record);
  const there = parent.getByRole("region", { name: "Kuingia kwenye kifaa cha familia" });
  await expect(there.getByRole("listitem").filter({ hasText: "kwa PIN" })).toBeVisible();
  await there.getByText("Badilisha").click();
  await there.getByLabel("Picha tatu, kwa mpangilio").check();
  for (const picture of ["Jua", "Samaki", "Embe"]) await there.getByRole("button", { name: picture }).click();
  await there.getByRole("button", { name: "Hifadhi" }).click();
  await expect(there.getByText("Kwa picha", { exact: true })).toBeVisible();
  await page.goto("/dashboard/student");
  await page.waitForURL("**/handover");

  // The pictures, one by one.
  await press(page.locator(".faces a").first());
  await expect(page.getByRole("button", { name: "Jua" })).toBeVisible();
  await checked(page, "a child's pictures");
  for (const picture of ["Jua", "Samaki", "Embe"]) await press(page.getByRole("button", { name: picture }));
  await page.waitForURL("**/dashboard/student");

  // Ended by the guardian: the next request knows nobody.
  await parent.reload();
  await there.getByRole("button", { name: "Maliza" }).first().click();
  await expect(there.getByRole("listitem").filter({ hasText: "kwa picha" })).toHaveCount(0);
  await page.goto("/dashboard/student");
  await page.waitForURL("**/handover");

  // Back: only by the guardian's password.
  await press(page.getByRole("link", { name: /^Mimi ni / }));
  await expect(page.getByLabel("Nywila yako")).toBeVisible();
  await checked(page, "taking back");
  await typeAndSend(page.getByLabel("Nywila yako"), "si hiyo");
  await expect(page.getByRole("alert")).toContainText("Nywila hii si sahihi");
  await typeAndSend(page.getByLabel("Nywila yako"), password);
  await page.waitForURL(`**${home}`);

  // As it was before.
  await parent.reload();
  await there.getByRole("button", { name: "Ondoa" }).click();
  await parent.getByRole("dialog").getByRole("button", { name: "Ondoa" }).click();
  await expect(there.getByText("Bado hakuna PIN wala picha")).toBeVisible();
  await speak(page, "en");
});
