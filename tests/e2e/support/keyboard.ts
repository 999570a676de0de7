import { expect, type Page } from "@playwright/test";

/** Presses the first of that name by keyboard. */
export async function press(page: Page, role: "button" | "link", name: string | RegExp): Promise<void> {
  const wanted = page.getByRole(role, { name }).first();
  await wanted.focus();
  await expect(wanted).toBeFocused();
  await page.keyboard.press("Enter");
}
