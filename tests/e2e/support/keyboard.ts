import { expect, type Locator, type Page } from "@playwright/test";

/** Presses the first of that name by keyboard. */
export async function press(page: Page, role: "button" | "link", name: string | RegExp): Promise<void> {
  const wanted = page.getByRole(role, { name }).first();
  await wanted.focus();
  await expect(wanted).toBeFocused();
  await page.keyboard.press("Enter");
}

/** Marks by a key. One pressed before the page's code listens is nobody's: it is pressed again until the mark stands. */
export async function markBy(page: Page, key: string, mark: Locator): Promise<void> {
  await expect(async () => {
    if (!(await mark.isChecked())) await page.keyboard.press(key);
    await expect(mark).toBeChecked({ timeout: 2_000 });
  }).toPass();
}
