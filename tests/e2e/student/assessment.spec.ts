import { expect, type Page, test } from "@playwright/test";
import { enter, speak } from "../support/people";
import { expectAccessible, expectNoSidewaysScroll } from "../support/watch";

const question = (page: Page) => page.getByRole("heading", { level: 2, name: /^Swali la/ });
const placeOf = async (page: Page) => Number(/\d+/.exec((await question(page).textContent()) ?? "")?.[0]);
const kept = (page: Page, state: string) => expect(page.locator(`[data-kept=${state}]`)).toBeVisible();

/** Goes on by Tab until a control like this has the focus. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 80; presses++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
  }
  throw new Error(`${selector} cannot be reached by keyboard`);
}

const field =
  "form .tick, form input:not([type=hidden]), form textarea, form select, form li button:not([aria-disabled])";
/** Answers what is asked, whatever its kind, with the keyboard alone. */
async function write(page: Page): Promise<void> {
  await tabTo(page, field);
  const kind = await page.evaluate(() => {
    const at = document.activeElement as HTMLInputElement;
    return at.tagName === "INPUT" ? at.type : at.tagName.toLowerCase();
  });
  if (kind === "radio" || kind === "checkbox") await page.keyboard.press("Space");
  else if (kind === "select") await page.keyboard.press("ArrowDown");
  else if (kind === "button") await page.keyboard.press("Enter");
  else await page.keyboard.type("12");
}
async function goOn(page: Page): Promise<void> {
  await tabTo(page, "form button[type=submit]");
  await page.keyboard.press("Enter");
}

/** What stands in the fields. */
const standing = (page: Page) =>
  page.evaluate(() => {
    const form = document.querySelector<HTMLFormElement>("form:has([data-kept])");
    return JSON.stringify(form ? [...new FormData(form)] : null);
  });

test("a child takes an adaptive assessment by keyboard on a phone, through a reload and a lost line, to its result", async ({
  page,
  context,
}) => {
  test.setTimeout(180_000);
  await page.setViewportSize({ width: 360, height: 780 });
  await enter(page, "student");
  await speak(page, "sw");
  try {
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

    await context.setOffline(true);
    await write(page);
    await goOn(page);
    await kept(page, "lost");
    await context.setOffline(false);
    // Who answers everything right has soon used up the hardest questions of a small bank: the path may end at any place.
    const result = page.getByRole("heading", { name: /matokeo yako$/ });
    await expect(result.or(page.getByText("Swali la 3 kati ya"))).toBeVisible();
    for (let place = 3; place <= 10 && !(await result.isVisible()); place++) {
      await write(page);
      await goOn(page);
      await expect(result.or(page.getByText(`Swali la ${place + 1} kati ya`))).toBeVisible();
      if (!(await result.isVisible())) expect(await placeOf(page)).toBe(place + 1);
    }
    await expect(result).toBeVisible();
    await expect(page.getByText("Kwa nini").first()).toBeVisible();
    await expectAccessible(page, "the results");
    await expectNoSidewaysScroll(page, "the results");
  } finally {
    await context.setOffline(false);
    await speak(page, "en");
  }
});
