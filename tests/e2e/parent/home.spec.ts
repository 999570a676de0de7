import { expect, test } from "@playwright/test";
import { enter, signIn } from "../support/people";
import { expectAccessible, expectNoSidewaysScroll, watch } from "../support/watch";

test("a parent notes how a child feels with one press, and the child's own page follows", async ({ page, browser }) => {
  const seen = watch(page);
  const pupil = await browser.newContext();
  const childPage = await pupil.newPage();
  await signIn(childPage, "student");
  await expect(childPage.locator("[data-live=live]")).toBeVisible();

  await enter(page, "parent");
  const row = page.getByRole("group", { name: /Amani/ }).first();
  await row
    .getByRole("radio", { name: /Good/ })
    .or(row.getByRole("button", { name: /Good/ }))
    .first()
    .click();
  await expect(page.getByText(/Noted by you/).first()).toBeVisible();
  await page.reload();
  await expect(
    page
      .getByRole("group", { name: /Amani/ })
      .first()
      .locator("[aria-pressed=true], [aria-checked=true], :checked")
      .first(),
  ).toBeAttached();
  await expect(childPage.locator("[aria-pressed=true], [aria-checked=true], input:checked").first()).toBeAttached();
  await pupil.close();
  expect(seen.faults).toEqual([]);
});

test("a child's record opens from the home; another family's child is not there", async ({ page }) => {
  await enter(page, "parent", "/dashboard/parent/children");
  await page
    .getByRole("main")
    .getByRole("link", { name: /Chebet/ })
    .first()
    .click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Chebet");
  await expectAccessible(page, "a child's record");
  await page.setViewportSize({ width: 360, height: 780 });
  await expectNoSidewaysScroll(page, "a child's record");
  const answer = await page.goto("/dashboard/parent/children/00000000-0000-7000-8000-000000000000");
  expect(answer?.status()).toBe(404);
});

test("a co-parent with limited rights sees fewer children than the parent", async ({ page, browser }) => {
  await enter(page, "parent", "/dashboard/parent/children");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  const all = await page
    .getByRole("main")
    .getByRole("link", { name: /Amani|Baraka|Chebet|Daudi/ })
    .count();
  const elsewhere = await browser.newContext();
  const other = await elsewhere.newPage();
  await enter(other, "coparent", "/dashboard/parent/children");
  await expect(other.getByRole("heading", { level: 1 })).toBeVisible();
  const some = await other
    .getByRole("main")
    .getByRole("link", { name: /Amani|Baraka|Chebet|Daudi/ })
    .count();
  expect(some).toBeGreaterThan(0);
  expect(some).toBeLessThan(all);
  await elsewhere.close();
});

test("on a slow line a press that comes before the page's code is not lost, and a secret does not go into the address", async ({
  page,
}) => {
  await enter(page, "parent");
  let arrive = () => {};
  const slowly = async (path: string) => {
    const code = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    await page.route("**/_next/static/**/*.js", async (route) => {
      await code;
      await route.continue();
    });
    await page.goto(path, { waitUntil: "commit" });
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  };

  await slowly("/dashboard/parent");
  const row = page.getByRole("group", { name: /Daudi/ }).first();
  await row.getByRole("button", { name: /Good/ }).click();
  arrive();
  await expect(row.getByRole("button", { name: /Good/, pressed: true })).toBeVisible();
  await page.unroute("**/_next/static/**/*.js");

  const child = await page.getByRole("main").getByRole("link", { name: /Daudi/ }).first().getAttribute("href");
  await slowly(String(child));
  const section = page.getByRole("region", { name: "Signing in on a family device" });
  await section.locator("summary").click();
  await section.getByLabel("PIN", { exact: true }).fill("1234");
  await section.getByRole("button", { name: "Save" }).click();
  arrive();
  await expect(section.getByText("This one is guessed at once. Please take another.")).toBeVisible();
  expect(page.url()).not.toContain("1234");
});
