import { type Browser, expect, test } from "@playwright/test";
import { familyPassword, members, removeGuardian } from "../support/families";
import { letterTo, linkIn, newAddress } from "../support/letters";
import { signInAs, somebody, speak } from "../support/people";
import { inviteRelative, inviteToAmani, letWrite } from "../support/relatives";
import { expectAccessible, expectNoSidewaysScroll, watch } from "../support/watch";

/** A browser of somebody else, where nobody is signed in. */
const elsewhere = async (browser: Browser) => (await browser.newContext()).newPage();

test("whoever pays sets what SMS may cost, up to what the school bears: in Kiswahili, on a small phone", async ({
  page,
  browser,
}) => {
  const theirs = await elsewhere(browser);
  const { name } = await inviteRelative(page, theirs, "Shiru");
  const seen = watch(theirs);
  await speak(theirs, "sw");
  await theirs.setViewportSize({ width: 360, height: 780 });
  await theirs.goto("/dashboard/parent/preferences");
  const cost = theirs.locator("#sms-cost");
  const limit = cost.getByLabel(/^Kikomo cha mwezi/);
  const save = cost.getByRole("button", { name: "Hifadhi" });
  await limit.fill("500.01");
  await save.click();
  await expect(limit).toHaveAttribute("aria-invalid", "true");
  await limit.fill("75.50");
  await save.click();
  await expect(cost.getByText(/KES\s75\.50/).first()).toBeVisible();
  await expectNoSidewaysScroll(theirs, "preferences");
  await expectAccessible(theirs, "preferences");
  await limit.fill("");
  await save.click();
  await expect(cost.getByText(/KES\s100\b/).first()).toBeVisible();
  expect(seen.faults).toEqual([]);
  await removeGuardian(page, name);
  await theirs.context().close();
});

test("the link at the foot of a mail ends mail of its kind, and the preferences show it", async ({ page, browser }) => {
  const [theirs, letter] = [await elsewhere(browser), await elsewhere(browser)];
  const { name, address } = await inviteRelative(page, theirs, "Nyokabi");
  const kind = "Your rights for a child changed";
  await theirs.goto("/dashboard/parent/preferences");
  // Asked for by name it is sent at once, though the reader is here; and at night too.
  const mail = theirs.getByRole("switch", { name: `${kind}: E-mail` });
  for (const on of [false, true]) {
    const kept = theirs.waitForResponse(/notify\.setPreference/);
    await mail.click();
    expect((await kept).ok()).toBe(true);
    await expect(mail).toBeChecked({ checked: on });
  }
  const quiet = await theirs.request.post("/api/trpc/notify.setSetting", {
    headers: { origin: new URL(theirs.url()).origin },
    data: { json: { quietFrom: 0, quietUntil: 0, digest: "NONE" } },
  });
  expect(quiet.ok(), await quiet.text()).toBe(true);
  await letWrite(page, name);

  const { text } = await letterTo(address, kind);
  const link = /\/unsubscribe\?t=[\w.-]+/.exec(text)?.[0];
  await letter.goto(link ?? `no link in ${text}`);
  await expect(letter.getByRole("heading", { name: "No more of these e-mails?" })).toBeVisible();
  await expectAccessible(letter, "unsubscribe");
  await letter.getByRole("button", { name: "No more of these" }).click();
  await expect(letter.getByRole("heading", { name: "We will not write about this any more" })).toBeVisible();
  await theirs.reload();
  await expect(mail).not.toBeChecked();
  await removeGuardian(page, name);
  await theirs.context().close();
  await letter.context().close();
});

test("a new address is undone from the old one, which signs every open page out; a child that is taken away is gone from the open page", async ({
  page,
  browser,
}) => {
  const [before, letter] = [await elsewhere(browser), await elsewhere(browser)];
  const { name, address } = await inviteRelative(page, before, "Muthoni");
  const other = newAddress("new");
  const profile = "/dashboard/parent/profile";
  await before.goto(profile);
  await before.getByText("New e-mail address").first().click();
  await before.getByRole("textbox", { name: "New e-mail address" }).fill(other);
  await before.getByRole("button", { name: "Send a link there" }).click();
  await expect(before.getByText("Waiting for n***@people.uhs.test to confirm.")).toBeVisible();
  await letter.goto(`${linkIn(await letterTo(other, "/contact/verify/"), "contact/verify")}?lang=en`);
  await letter.getByRole("button", { name: "Confirm" }).click();
  await expect(letter.getByRole("heading", { name: "Confirmed" })).toBeVisible();
  await before.reload();
  await expect(before.getByRole("main").getByText(other)).toBeVisible();
  await letter.goto(`${linkIn(await letterTo(address, "/contact/undo/"), "contact/undo")}?lang=en`);
  await letter.getByRole("button", { name: "Undo and sign everybody out" }).click();
  await expect(letter.getByRole("heading", { name: "Undone" })).toBeVisible();
  // The open page leaves by itself, at its own moment: what the same browser holds is asked by another page.
  const theirs = await before.context().newPage();
  await before.close();
  await theirs.goto(profile);
  await theirs.waitForURL("**/login**");
  await signInAs(theirs, address, "/dashboard/parent", familyPassword);

  await theirs.goto("/dashboard/parent/children");
  await theirs.getByRole("main").getByRole("link", { name: /Amani/ }).first().click();
  await expect(theirs.getByRole("heading", { level: 1 })).toContainText("Amani");
  const trail = theirs.getByRole("navigation", { name: "Where you are" });
  await expect(trail).toContainText("Amani");
  await expect(theirs.locator("[data-live=live]").first()).toBeAttached();
  const record = theirs.url();
  await page.goto(members);
  await removeGuardian(page, name);
  // Nobody touched their page.
  await expect(theirs.getByRole("heading", { name: "There is no such page" })).toBeVisible();
  await expect(theirs.getByRole("main")).not.toContainText("Amani");
  await expect(trail).not.toContainText("Amani");
  expect((await theirs.request.get(record)).status()).toBe(404);
  for (const one of [theirs, letter]) await one.context().close();
});

test("whoever has an account accepts as who they are, and changes between the roles they hold", async ({
  page,
  browser,
}) => {
  const { email, admin } = await somebody(browser, { role: "STAFF", domain: "school.uhs.test", position: 11 });
  await admin.context().close();
  const name = `Colleague ${newAddress("of").split(/[.@]/)[1]}`;
  await inviteToAmani(page, name, email);
  const theirs = await elsewhere(browser);
  await signInAs(theirs, email, "/dashboard/*");
  await theirs.goto(`${linkIn(await letterTo(email, `${name}[^]*/invite/`), "invite")}?lang=en`);
  const accept = theirs.getByRole("button", { name: /^Accept as / });
  const called = ((await accept.textContent()) ?? "").replace("Accept as ", "").trim();
  await accept.click();
  await theirs.waitForURL("**/dashboard/parent");
  await expect(theirs.getByRole("main").getByText("Amani").first()).toBeVisible();
  const changeTo = async (role: "Staff" | "Parent") => {
    await theirs.getByRole("button", { name: /^You act as/ }).click();
    await theirs.getByRole("menuitemradio", { name: role }).click();
  };
  await changeTo("Staff");
  await theirs.waitForURL("**/dashboard/staff");
  expect((await theirs.goto("/dashboard/parent/children"))?.status()).toBe(404);
  await theirs.goto("/dashboard/staff");
  await changeTo("Parent");
  await theirs.waitForURL("**/dashboard/parent");
  await page.goto(members);
  await removeGuardian(page, called);
  await theirs.context().close();
});
