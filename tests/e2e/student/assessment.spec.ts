import { expect, type Page, test } from "@playwright/test";
import { followingFamily, handedToChild } from "../support/families";
import { answerToTheEnd, goOn, kept, question, write } from "../support/taking";
import { expectAccessible, expectNoSidewaysScroll } from "../support/watch";

/** What stands in the fields. */
const standing = (page: Page) =>
  page.evaluate(() => {
    const form = document.querySelector<HTMLFormElement>("form:has([data-kept])");
    return JSON.stringify(form ? [...new FormData(form)] : null);
  });

test("a child takes an adaptive assessment by keyboard on a phone, through a reload and a lost line, to its result", async ({
  page: parent,
  browser,
}) => {
  test.setTimeout(180_000);
  const page = await handedToChild(browser, await followingFamily(parent, "mathematics-grade-6", "G6"));
  await page.goto("/dashboard/student/assessments");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Tathmini");
  await expectAccessible(page, "the list of assessments");
  await expectNoSidewaysScroll(page, "the list of assessments");
  await page
    .getByRole("link", { name: /(Mazoezi yanayokufuata|Practice that follows you)/ })
    .first()
    .click();
  await page.getByRole("button", { name: /^(Anza|Jaribu tena)$/ }).press("Enter");
  await expect(question(page)).toBeVisible();
  await expectAccessible(page, "a question");
  await expectNoSidewaysScroll(page, "a question");

  await write(page);
  await kept(page, "saved");
  const before = await standing(page);
  await page.reload();
  await expect(question(page)).toHaveText(/Swali la 1 /);
  expect(await standing(page)).toBe(before);
  await goOn(page);
  await expect(question(page)).toHaveText(/Swali la 2 /);
  await expect(question(page)).toBeFocused();

  await page.context().setOffline(true);
  await write(page);
  await goOn(page);
  await kept(page, "lost");
  await page.context().setOffline(false);
  await answerToTheEnd(page, 3);
  await expect(page.getByText("Kwa nini").first()).toBeVisible();
  await expectAccessible(page, "the results");
  await expectNoSidewaysScroll(page, "the results");
});
