import { type Browser, expect, test } from "@playwright/test";
import { letterTo } from "../support/letters";
import { speak } from "../support/people";
import { inviteRelative, letWrite, removeRelative } from "../support/relatives";
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
  await removeRelative(page, name);
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
  await removeRelative(page, name);
  await theirs.context().close();
  await letter.context().close();
});
