import { expect, type Page, test } from "@playwright/test";
import { letterTo, linkIn, newAddress, newPhone } from "../support/letters";
import { expectAccessible, expectNoSidewaysScroll } from "../support/watch";

const password = "jua mvua upepo";
const born = (years: number) => `${new Date().getFullYear() - years}-03-14`;

async function child(
  page: Page,
  at: number,
  first: string,
  words: { first: RegExp; last: RegExp; grade: RegExp; born: RegExp },
) {
  const place = page.locator("fieldset.child").nth(at);
  await place.getByLabel(words.first).fill(first);
  await place.getByLabel(words.last).fill("Barasa");
  await place.getByLabel(words.grade).selectOption({ index: 5 });
  await place.getByLabel(words.born).fill(born(9));
}
const english = { first: /^First name/, last: /^Last name/, grade: /^Grade/, born: /^Birth date/ };

test("a family registers two children, keeps what it typed after a slip, confirms by mail and is at home", async ({
  page,
}) => {
  const email = newAddress("nekesa");
  await page.goto("/register?lang=en");
  await page.getByLabel("Your name").fill("Nekesa Barasa");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("You are the child's").selectOption("MOTHER");
  await child(page, 0, "Wafula", english);
  await page.getByRole("button", { name: "Add another child" }).click();
  await expect(page.getByLabel("Your name")).toHaveValue("Nekesa Barasa");
  await child(page, 1, "Naliaka", english);
  await page.locator("fieldset.child").nth(1).getByLabel("Birth date").fill(born(40));
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Register", exact: true }).click();

  await expect(page.getByRole("alert")).toContainText("Please look at the marked fields");
  await expect(page).toHaveTitle(/^Problem/);
  await expect(page.locator('[id="children.1.birthDate-error"]')).toBeVisible();
  await expect(page.locator("#agree-error")).toBeVisible();
  await expect(page.locator("fieldset.child").nth(0).getByLabel("First name")).toHaveValue("Wafula");
  await expectAccessible(page, "register refused");
  // In the other language, and back: what was typed is still there.
  for (const [language, heading] of [
    ["Kiswahili", "Sajili familia yako"],
    ["English", "Register your family"],
  ] as const) {
    await page.getByRole("button", { name: language }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(heading);
    await expect(page.locator("#email")).toHaveValue(email);
    await expect(page.locator('[id="children.1.firstName"]')).toHaveValue("Naliaka");
  }
  await page.locator("fieldset.child").nth(1).getByLabel("Birth date").fill(born(7));
  await page.getByLabel(/I am a parent or guardian/).check();
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Register", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("One more step");

  const letter = await letterTo(email, "Confirm");
  await page.goto(`${linkIn(letter, "register/confirm")}?lang=en`);
  await page.getByLabel("Password").fill("not this one");
  await page.getByRole("button", { name: "Confirm and sign in" }).click();
  await expect(page.locator("#password-error")).toBeVisible();
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Confirm and sign in" }).click();
  await page.waitForURL("**/dashboard/parent");
  await expect(page.getByRole("main").getByText("Naliaka").first()).toBeVisible();
  await page.goto(linkIn(letter, "register/confirm"));
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("This link no longer works");
});

test.describe("on a phone, in Kiswahili, without a script", () => {
  test.use({ javaScriptEnabled: false, viewport: { width: 360, height: 780 }, locale: "sw-KE" });

  test("a family registers by phone and confirms with the code", async ({ page }) => {
    const phone = newPhone();
    await page.goto("/register?lang=sw");
    await page.locator("#name").fill("Juma Mwangi");
    await page.locator("#phone").fill(phone);
    await page.locator("#relation").selectOption("FATHER");
    await child(page, 0, "Zuhura", {
      first: /^Jina la kwanza/,
      last: /^Jina la (mwisho|ukoo|familia)/,
      grade: /^(Gredi|Darasa)/,
      born: /^Tarehe ya kuzaliwa/,
    });
    await page.locator("#agree").check();
    await page.locator("#password").fill(password);
    await page.locator('button[value="register"]').click();
    const { text } = await letterTo(`+254${phone.slice(1)}`, /\d{6}/);
    await expect(page.locator("html")).toHaveAttribute("lang", "sw");
    await page.locator("#code").fill("12");
    await page.locator("form.fields button").click();
    await expect(page.locator("#code-error")).toBeVisible();
    await page.locator("#code").fill(/\d{6}/.exec(text)?.[0] ?? "");
    await page.locator("form.fields button").click();
    await page.locator("main a.btn.main").click();
    await page.locator("#email").fill(phone);
    await page.locator("#password").fill(password);
    await page.locator("form.fields button").click();
    await page.waitForURL("**/dashboard/parent");
  });

  test("every form at the door fits a phone and says its language", async ({ page }) => {
    for (const path of ["/register", "/register/instructor", "/register/partner", "/reset", "/login"]) {
      await page.goto(`${path}?lang=sw`);
      await expect(page.locator("html")).toHaveAttribute("lang", "sw");
      const wide = await page
        .locator("html")
        .evaluate((node) => node.scrollWidth - node.clientWidth)
        .catch(() => 0);
      expect(wide, path).toBeLessThanOrEqual(0);
    }
  });
});

test("a family that has an account reads the same answer as one that has none, and its owner is told", async ({
  page,
}) => {
  await page.goto("/register?lang=en");
  await page.getByLabel("Your name").fill("Somebody Else");
  await page.getByLabel("E-mail").fill("coparent@demo.uhs.test");
  await page.getByLabel("You are the child's").selectOption("GUARDIAN");
  await child(page, 0, "Kito", english);
  await page.getByLabel(/I am a parent or guardian/).check();
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Register", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("One more step");
  await expectNoSidewaysScroll(page, "register sent");
  expect((await letterTo("coparent@demo.uhs.test", "already have an account")).text).not.toContain(
    "/register/confirm/",
  );
});
