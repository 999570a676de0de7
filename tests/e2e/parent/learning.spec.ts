import { expect, test } from "@playwright/test";
import { enter } from "../support/people";
import { expectAccessible, expectNoSidewaysScroll, watch } from "../support/watch";

test("a parent follows a figure from the picture down to the answer it came from", async ({ page }) => {
  const seen = watch(page);
  await enter(page, "parent", "/dashboard/parent/children");
  await page.getByRole("main").getByRole("link", { name: /Amani/ }).first().click();
  await page.getByRole("navigation", { name: /Amani/ }).getByRole("link", { name: "Learning" }).click();

  await expect(page.getByRole("img", { name: /Core competencies of Amani/ })).toBeVisible();
  const cores = page.getByRole("table", { name: "The seven core competencies" });
  await expect(cores.getByRole("rowheader")).toHaveCount(7);
  await expect(cores).toContainText(/(EE|ME|AE|BE) · .*\d+ %/);
  await expectAccessible(page, "learning");

  // By keyboard: the first sub-strand of the open learning area.
  const part = page.locator("details[open] a").first();
  const name = (await part.textContent()) ?? "";
  await part.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name, level: 2 })).toBeVisible();
  await expect(
    page
      .getByRole("main")
      .getByText(/Answer in|Work in/)
      .first(),
  ).toBeVisible();
  await expectAccessible(page, "evidence");
  expect(seen.faults).toEqual([]);
});

for (const tab of ["learning", "activity", "achievements", "pathways"])
  test(`the tab ${tab} holds on a phone`, async ({ page }) => {
    const seen = watch(page);
    await page.setViewportSize({ width: 360, height: 780 });
    await enter(page, "parent", "/dashboard/parent/children");
    await page
      .getByRole("main")
      .getByRole("link", { name: /Baraka/ })
      .first()
      .click();
    await expect(page.getByRole("heading", { level: 1 })).toContainText("Baraka");
    await page.goto(`${page.url().split("?")[0]}?tab=${tab}`);
    await expect(page.getByRole("heading", { level: 2 }).first()).toBeVisible();
    await expectNoSidewaysScroll(page, tab);
    await expectAccessible(page, tab);
    expect(seen.faults).toEqual([]);
  });

test("a guardian who may only look sees the learning of the children they may see, and of no other", async ({
  page,
  browser,
}) => {
  await enter(page, "parent", "/dashboard/parent/children");
  const chebet = await page
    .getByRole("main")
    .getByRole("link", { name: /Chebet/ })
    .first()
    .getAttribute("href");
  const elsewhere = await browser.newContext();
  const other = await elsewhere.newPage();
  await enter(other, "coparent", "/dashboard/parent/children");
  expect((await other.goto(`${chebet}?tab=learning`))?.status()).toBe(404);
  await elsewhere.close();
});
