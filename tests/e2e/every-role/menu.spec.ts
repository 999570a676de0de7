import { expect, test } from "@playwright/test";
import { enter, type Person, people, speak } from "../support/people";
import { expectAccessible, expectNoSidewaysScroll, watch } from "../support/watch";

const roles: Person[] = ["admin", "lead", "instructor", "parent", "coparent", "student", "partner"];

for (const who of roles) {
  test(`${who} visits every entry of the menu, in both languages, wide and narrow`, async ({ page }) => {
    test.setTimeout(240_000);
    const seen = watch(page);
    await enter(page, who);
    try {
      for (const locale of ["sw", "en"] as const) {
        await speak(page, locale);
        await page.setViewportSize({ width: 1440, height: 900 });
        await page.goto(people[who].home);
        await expect(page.locator("html")).toHaveAttribute("lang", new RegExp(`^${locale}`));
        const menu = await page
          .locator("nav a[href^='/dashboard/']")
          .evaluateAll((links) => [...new Set(links.map((link) => (link as HTMLAnchorElement).pathname))]);
        expect(menu.length, "entries in the menu").toBeGreaterThan(3);
        for (const path of menu) {
          await page.setViewportSize({ width: 1440, height: 900 });
          await page.goto(path);
          await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
          await expect(page.getByRole("heading", { level: 1 })).not.toBeEmpty();
          await expectAccessible(page, `${who} ${path} ${locale}`);
          await page.setViewportSize({ width: 360, height: 780 });
          await expectNoSidewaysScroll(page, `${who} ${path} ${locale}`);
          await expectAccessible(page, `${who} ${path} ${locale} at 360`);
        }
      }
    } finally {
      await speak(page, "en");
    }
    expect(seen.faults).toEqual([]);
  });
}
