import { expect, type Page } from "@playwright/test";

/** The question that is asked, on a page in Kiswahili. */
export const question = (page: Page) => page.getByRole("heading", { level: 2, name: /^Swali la/ });
const placeOf = async (page: Page) => Number(/\d+/.exec((await question(page).textContent()) ?? "")?.[0]);
/** What the page says of the answer: "saved", or "lost" when it waits for the line. */
export const kept = (page: Page, state: string) => expect(page.locator(`[data-kept=${state}]`)).toBeVisible();

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
export async function write(page: Page): Promise<void> {
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
/** Answers, and goes on to the next question. */
export async function goOn(page: Page): Promise<void> {
  await tabTo(page, "form button[type=submit]");
  await page.keyboard.press("Enter");
}

/** Answers from this place until the results stand there: who has used up a small bank comes to them at any place. */
export async function answerToTheEnd(page: Page, from: number): Promise<void> {
  const result = page.getByRole("heading", { name: /matokeo yako$/ });
  await expect(result.or(page.getByText(`Swali la ${from} kati ya`))).toBeVisible();
  for (let place = from; place <= 10 && !(await result.isVisible()); place++) {
    await write(page);
    await goOn(page);
    await expect(result.or(page.getByText(`Swali la ${place + 1} kati ya`))).toBeVisible();
    if (!(await result.isVisible())) expect(await placeOf(page)).toBe(place + 1);
  }
  await expect(result).toBeVisible();
}
