import { type Browser, expect, type Page, test } from "@playwright/test";
import { totpCode } from "../../harness/totp";
import { enter, type Person, password, people, somebody, speak } from "../support/people";
import { expectAccessible, expectNoSidewaysScroll, watch } from "../support/watch";

const now = () => Math.floor(Date.now() / 1000);
const phone = { width: 360, height: 780 };

/** One of the staff; what is set up for them is taken away again at the end. */
const colleague = (browser: Browser, position: number) =>
  somebody(browser, { role: "STAFF", domain: "school.uhs.test", position });

async function giveEmail(page: Page, email: string) {
  await page.goto("/login");
  await page.getByLabel(/^(Email|Barua pepe)$/).fill(email);
  await page.getByLabel(/^(Password|Nywila|Nenosiri)$/).fill(password);
  await page.getByRole("button", { name: /^(Sign in|Ingia)$/ }).click();
}
const freshContext = (browser: Browser) => browser.newContext({ viewport: phone, locale: "sw-KE" });

test("an authenticator, a passkey and a backup code: set up, used, refused the second time, taken away by an administrator, on a phone in Kiswahili", async ({
  browser,
}) => {
  const { admin, email, record } = await colleague(browser, 9);
  const context = await freshContext(browser);
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  await cdp.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await giveEmail(page, email);
  await page.waitForURL("**/dashboard/staff");
  await speak(page, "sw");
  const seen = watch(page);
  await page.goto("/dashboard/staff/security");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Usalama");
  await expectAccessible(page, "security, sw, 360");
  await expectNoSidewaysScroll(page, "security, sw, 360");

  // The authenticator: shown, confirmed, ten codes.
  await page.getByRole("button", { name: "Weka programu", exact: true }).click();
  const secret = (await page.locator("[data-totp-secret]").textContent()) ?? "";
  expect(secret.replaceAll(" ", "")).toMatch(/^[A-Z2-7]{32}$/);
  await expect(page.getByRole("img", { name: /QR/ })).toBeVisible();
  await expectNoSidewaysScroll(page, "setting up an app, 360");
  const first = now();
  await page.locator("#app").getByLabel("Nambari").fill(totpCode(secret, first));
  await page.locator("#app").getByRole("button", { name: "Thibitisha" }).click();
  const shownCodes = page.locator("[data-backup-codes] code");
  await expect(shownCodes).toHaveCount(10);
  const codes = await shownCodes.allTextContents();
  await expect(page.locator("#app").getByText("Inatumika")).toBeVisible();

  // A passkey, by Chromium's own authenticator.
  await page.getByLabel("Jina la ufunguo").fill("Simu ya majaribio");
  await page.getByRole("button", { name: "Ongeza ufunguo wa siri" }).click();
  await expect(page.getByText("Simu ya majaribio", { exact: true })).toBeVisible();
  // From the top: what the bar covers while one scrolls is no button's size.
  await page.evaluate(() => scrollTo(0, 0));
  await expectAccessible(page, "security with factors, sw, 360");
  await expectNoSidewaysScroll(page, "security with factors, 360");
  expect(seen.faults).toEqual([]);

  // Elsewhere the password is only half the way.
  const other = await freshContext(browser);
  const second = await other.newPage();
  await giveEmail(second, email);
  await second.waitForURL("**/login/second?**");
  await second.goto("/dashboard/staff");
  await second.waitForURL("**/login/second?**");
  expect((await second.request.get("/api/trpc/security.read")).status()).toBe(401);
  await second.goto("/login/second?method=totp");
  await expectAccessible(second, "second step, 360");
  await expectNoSidewaysScroll(second, "second step, 360");
  const code = totpCode(secret, first + 30);
  await second.getByLabel("Nambari kutoka programu").fill(code);
  await second.getByRole("button", { name: "Endelea" }).click();
  await second.waitForURL("**/dashboard/staff");

  // The same code again, elsewhere: refused. A backup code: once.
  const third = await (await freshContext(browser)).newPage();
  await giveEmail(third, email);
  await third.waitForURL("**/login/second?**");
  await third.goto("/login/second?method=totp");
  await third.getByLabel("Nambari kutoka programu").fill(code);
  await third.getByRole("button", { name: "Endelea" }).click();
  await expect(third.getByRole("alert")).toContainText("si sahihi");
  await third.goto("/login/second?method=backup");
  await third.getByLabel("Nambari ya akiba").fill(codes[0] ?? "");
  await third.getByRole("checkbox").check();
  await third.getByRole("button", { name: "Endelea" }).click();
  await third.waitForURL("**/dashboard/staff");
  // Remembered: the password alone, from now on, in this browser.
  await third.context().clearCookies({ name: /uhs\.session$/ });
  await giveEmail(third, email);
  await third.waitForURL("**/dashboard/staff");
  const fourth = await (await freshContext(browser)).newPage();
  await giveEmail(fourth, email);
  await fourth.goto("/login/second?method=backup");
  await fourth.getByLabel("Nambari ya akiba").fill(codes[0] ?? "");
  await fourth.getByRole("button", { name: "Endelea" }).click();
  await expect(fourth.getByRole("alert")).toBeVisible();

  // The passkey as the second step, then alone.
  await page.context().clearCookies();
  await giveEmail(page, email);
  await page.waitForURL("**/login/second?**");
  await expectAccessible(page, "second step by passkey, 360");
  await page.getByRole("button", { name: "Tumia ufunguo wa siri" }).click();
  await page.waitForURL("**/dashboard/staff");
  await page.context().clearCookies();
  await page.goto("/login?lang=sw");
  await page.getByRole("link", { name: "Ingia kwa ufunguo wa siri" }).click();
  await expectAccessible(page, "sign-in by passkey, 360");
  await page.getByRole("button", { name: "Tumia ufunguo wa siri" }).click();
  await page.waitForURL("**/dashboard/staff");
  await page.goto("/dashboard/staff/security");
  await expect(
    page
      .locator("#history")
      .getByText(/ufunguo wa siri/)
      .first(),
  ).toBeVisible();

  // An administrator takes it all away; every device is signed out.
  await admin.goto(record);
  await admin.getByRole("button", { name: "Reset second step" }).click();
  const dialog = admin.getByRole("dialog");
  await dialog.getByRole("textbox").fill("The phone was lost on a journey");
  await dialog.getByRole("button", { name: "Reset the second step" }).click();
  await expect(admin.getByRole("button", { name: "Reset second step" })).toHaveCount(0);
  await page.goto("/dashboard/staff");
  await page.waitForURL("**/login?**");
  await giveEmail(page, email);
  await page.waitForURL("**/dashboard/staff");
  await speak(page, "en");
});

test("a dangerous act long after signing in asks who it is, and keeps what was typed", async ({ browser }) => {
  const { admin, record } = await colleague(browser, 10);
  await admin.goto(record);
  await admin.getByRole("button", { name: "Suspend", exact: true }).click();
  const reason = "Asked for it in writing";
  await admin.getByRole("dialog").getByRole("textbox").fill(reason);
  // As if ten minutes had passed: the answer the server then gives.
  await admin.route("**/api/trpc/people.suspend", (route) =>
    route.fulfill({
      status: 403,
      json: {
        error: {
          json: {
            message: "",
            code: -32003,
            data: { kind: "FORBIDDEN", reason: "step_up_required", fields: {}, reference: "", status: 403 },
          },
        },
      },
    }),
  );
  await admin
    .getByRole("dialog")
    .getByRole("button", { name: /^Suspend/ })
    .click();
  await admin.waitForURL("**/login/confirm?next=**");
  await expectAccessible(admin, "confirming");
  await admin.getByLabel("Password").fill("wrong");
  await admin.getByRole("button", { name: "Go on" }).click();
  await expect(admin.getByRole("alert")).toBeVisible();
  await admin.getByLabel("Password").fill(password);
  await admin.getByRole("button", { name: "Go on" }).click();
  await admin.waitForURL(`**${record}`);
  await expect(admin.getByRole("dialog").getByRole("textbox")).toHaveValue(reason);
});

for (const who of ["parent", "student", "instructor", "partner", "admin"] as Person[])
  test(`${who} finds everything about signing in on one page, by keyboard, wide and narrow`, async ({ page }) => {
    const seen = watch(page);
    await enter(page, who, `${people[who].home}/security`);
    for (const id of ["password", "app", "passkeys", "sms", "email", "sessions", "history"])
      await expect(page.locator(`#${id} h2`).first()).toBeVisible();
    await expectAccessible(page, `${who} security`);
    await page.setViewportSize(phone);
    await expectNoSidewaysScroll(page, `${who} security, 360`);
    await expectAccessible(page, `${who} security, 360`);
    expect(seen.faults).toEqual([]);
  });
